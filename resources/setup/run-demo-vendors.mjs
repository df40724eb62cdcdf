import { pinnedNode, projectRoot } from './project-paths.mjs';
import { SetUpError } from './set-up-error.mjs';
import { superviseProcess } from './supervised-process.mjs';

const STOP_TIMEOUT_MS = 5_000;
/** The simulators are on this machine, which a server does not reach unless it is told to. */
const LOOPBACK = '127.0.0.0/8';

/** What the server's environment has besides, so that its connectors may reach the simulators. */
export function demoVendorEnvironment({ DOCKET_ALLOW_NETWORKS: allowed }) {
  return { DOCKET_ALLOW_NETWORKS: [allowed, LOOPBACK].filter(Boolean).join(',') };
}

/** Starts simulated vendors with connectors that mirror them; they run as long as everything else does. */
export function runDemoVendors({ serverUrl, account }) {
  if (!account) {
    throw new SetUpError(
      'Simulated vendors need the key that npm start makes, and this data folder was filled without it.',
      'choose an empty folder with DOCKET_DATA_DIR.',
    );
  }
  const args = ['resources/demo-vendors/run-vendors.ts', '--server', serverUrl, '--key-file', account.accountFile];
  const onLine = (line, stream) => process[stream].write(`${line}\n`);
  return superviseProcess(pinnedNode, args, { cwd: projectRoot, env: process.env, stopTimeoutMs: STOP_TIMEOUT_MS, onLine });
}
