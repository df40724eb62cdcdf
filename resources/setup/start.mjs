// `npm start`: set-up, then the server and the console on one data folder until one of them ends or Ctrl-C.
import path from 'node:path';
import { buildConsole } from './build-console.mjs';
import { claimDataFolder } from './claim-data-folder.mjs';
import { loadDemoData } from './load-demo-data.mjs';
import { bootstrapEnvironment, provideLocalAccount } from './local-account.mjs';
import { onNpmGone } from './parent-process.mjs';
import { projectRoot } from './project-paths.mjs';
import { demoVendorEnvironment, runDemoVendors } from './run-demo-vendors.mjs';
import { SetUpError } from './set-up-error.mjs';
import { exitOnSetUpError, setUp } from './setup.mjs';
import { startConsole } from './start-console.mjs';
import { parseStartOptions, startUsage } from './start-options.mjs';
import { choosePort, serverEnvironment, startServer } from './start-server.mjs';
import { stopSupervised } from './supervised-process.mjs';
import { hasDisplay } from './system-libraries.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';
import { welcome } from './welcome.mjs';

const dataFolder = path.resolve(projectRoot, process.env.DOCKET_DATA_DIR || 'data');
const stopRequested = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
  onNpmGone(resolve);
  // Nobody reads any more, as in `npm start | head`: end in order instead of by an exception.
  process.stdout.on('error', resolve);
  process.stderr.on('error', resolve);
}).then(() => 'stop');

await exitOnSetUpError(async () => {
  const { withDemoData, withDemoVendors, wantsHelp } = parseStartOptions(process.argv.slice(2));
  if (wantsHelp) return process.stdout.write(startUsage);
  await setUpOrStop();
  const lock = await claimDataFolder(dataFolder);
  try {
    await Promise.race([stopRequested, runServer({ withDemoData, withDemoVendors })]);
  } finally {
    await stopSupervised();
    lock.release();
  }
});
process.exit(0);

async function setUpOrStop() {
  const end = await Promise.race([stopRequested, setUp().then(buildConsole)]);
  if (end === 'stop') process.exit(0);
}

async function runServer({ withDemoData, withDemoVendors }) {
  const account = provideLocalAccount(dataFolder);
  const own = {
    DOCKET_DATA_DIR: dataFolder,
    DOCKET_PORT: await choosePort(process.env),
    ...(account && bootstrapEnvironment(account)),
    ...(withDemoVendors ? demoVendorEnvironment(process.env) : {}),
  };
  const server = startServer(serverEnvironment(process.env, own));
  const serverUrl = await server.listens;
  process.stdout.write(welcome({ serverUrl, account, dataFolder, isTerminal: process.stdout.isTTY }));
  if (withDemoVendors) runDemoVendors({ serverUrl, account });
  const serverDied = server.exited.then((end) => {
    throw new SetUpError(
      `The server ${end.text}. Its last lines:\n${server.lastLines()}`,
      'npm start starts it again; nothing it acknowledged is lost.',
    );
  });
  await Promise.race([serverDied, runConsole(serverUrl, account, withDemoData)]);
}

async function runConsole(serverUrl, account, withDemoData) {
  if (withDemoData) await loadDemoData({ dataFolder, serverUrl, account });
  const display = hasDisplay() ? undefined : await startVirtualDisplay();
  const app = startConsole({ dataFolder, serverUrl, accountFile: account?.accountFile, displayEnvironment: display?.environment });
  const end = await app.exited;
  if (end.isSuccess) return;
  throw new SetUpError(
    `The console ${end.text}. Its last lines:\n${app.lastLines()}`,
    sandboxRepair(app.lastLines()) ?? 'npm start starts it again; what operators had saved is kept.',
  );
}

// Where the system forbids user namespaces (Ubuntu's AppArmor does), Chromium needs its helper to belong to root.
function sandboxRepair(lines) {
  const helper = /(\/\S*chrome-sandbox) is owned by root/.exec(lines)?.[1];
  return helper && `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
}
