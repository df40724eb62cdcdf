import net from 'node:net';
import { pinnedNode, projectRoot } from './project-paths.mjs';
import { collectorsFlag, memoryEnvironment, youngSpaceFlag } from './server-memory.mjs';
import { SetUpError } from './set-up-error.mjs';
import { superviseProcess } from './supervised-process.mjs';
import { tell } from './tell.mjs';

// The server finishes its requests within its own, shorter limit; this only ends what hangs.
const STOP_TIMEOUT_MS = 30_000;
const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 4600;
const LISTENING = /\blistening on (https?:\/\/[^\s"]+)/;
// Wildcard addresses are for listening; one connects to the loopback address of their family.
const LOOPBACK_OF = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['[::]', '[::1]'],
]);
// Its requests are nobody's business on a terminal with a console beside it; warnings are. An admin can choose another level.
const defaultCommand = [pinnedNode, youngSpaceFlag, collectorsFlag, 'src-server/start.ts', '--quiet'];

/** Starts the server and returns its process; `listens` resolves to the URL to reach it once it is ready. */
export function startServer(environment, [program, ...args] = defaultCommand) {
  let onListening;
  const listening = new Promise((resolve) => {
    onListening = resolve;
  });
  const server = superviseProcess(program, args, {
    cwd: projectRoot,
    env: { ...memoryEnvironment, ...environment },
    stopTimeoutMs: STOP_TIMEOUT_MS,
    onLine: (line, stream) => {
      process[stream].write(`${line}\n`);
      const address = LISTENING.exec(line)?.[1];
      if (address) onListening(connectableUrl(address));
    },
  });
  const failed = server.exited.then((end) => {
    throw new SetUpError(`The server ${end.text} before it was ready:\n${server.lastLines()}`, 'correct what it names and start again.');
  });
  return { ...server, listens: Promise.race([listening, failed]) };
}

/** The environment of the server, which refuses variables that it does not know: those of the console are left out. */
export function serverEnvironment(environment, own) {
  const inherited = Object.entries(environment).filter(([name]) => !name.startsWith('DOCKET_CONSOLE_'));
  return { ...Object.fromEntries(inherited), ...own };
}

/** The port for the server: what the user chose, else 4600, else 0 for any free one. */
export async function choosePort(environment) {
  if (environment.DOCKET_PORT) return environment.DOCKET_PORT;
  if (await isPortFree(DEFAULT_PORT, environment.DOCKET_HOST || DEFAULT_HOST)) return String(DEFAULT_PORT);
  tell(`Port ${DEFAULT_PORT} is in use: taking a free one (set DOCKET_PORT to choose)`);
  return '0';
}

/** The address under which this machine reaches a server that listens on `address`. */
export function connectableUrl(address) {
  const url = new URL(address);
  url.hostname = LOOPBACK_OF.get(url.hostname) ?? url.hostname;
  return url.origin;
}

function isPortFree(port, host) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
