import { createServer } from 'mysql2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VendorError } from '../vendor-error.ts';
import { readQuery } from './read-query.ts';

const session = { findAddress: async () => '127.0.0.1', signal: new AbortController().signal };

async function errorOf(work: Promise<unknown>): Promise<VendorError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(VendorError);
  return error as VendorError;
}

describe('a query to MySQL', () => {
  let server: ReturnType<typeof createServer>;
  let port: number;
  let queries: string[];

  // The protocol is real, the database behind it is not.
  beforeEach(async () => {
    queries = [];
    server = createServer(() => undefined);
    server.on('connection', (connection) => {
      // The client counts a command's packets from 0, the answer goes on from 1.
      const countAnew = () => setImmediate(() => Object.assign(connection, { sequenceId: 0 }));
      const answer = (write: () => void) => {
        Object.assign(connection, { sequenceId: 1 });
        write();
        countAnew();
      };
      connection.serverHandshake({
        protocolVersion: 10,
        serverVersion: '8.4.0',
        connectionId: 1,
        statusFlags: 2,
        characterSet: 45,
        capabilityFlags: 0x00ffffff & ~0x800,
        authCallback({ user }: { user: string }, done: (_: null, refusal?: { message: string; code: number }) => void) {
          done(null, user === 'docket' ? undefined : { message: `Access denied for user '${user}'`, code: 1045 });
          countAnew();
        },
      });
      connection.on('error', () => undefined);
      connection.on('stmt_prepare', (text: string) => {
        queries.push(text);
        answer(() => connection.writeOk({ affectedRows: 0 }));
      });
      connection.on('query', (text: string) => {
        queries.push(text);
        answer(() => {
          if (!text.includes('docket_rows')) connection.writeOk({ affectedRows: 0 });
          else if (text.includes('elsewhere')) connection.writeError({ message: "Table 'office.elsewhere' doesn't exist", code: 1146 });
          else connection.writeTextResult([{ id: '1', title: 'One' }], [column('id'), column('title')] as never);
        });
      });
    });
    server.listen(0);
    port = await new Promise((resolve) => {
      const inner = (server as unknown as { _server: { address(): { port: number } | null; once(name: string, done: () => void): void } })
        ._server;
      inner.once('listening', () => resolve(inner.address()?.port ?? 0));
    });
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const column = (name: string) => ({
    catalog: 'def',
    schema: 'office',
    table: 'cases',
    orgTable: 'cases',
    name,
    orgName: name,
    characterSet: 45,
    columnLength: 100,
    columnType: 253,
    flags: 0,
    decimals: 0,
  });
  const read = (query: string, username = 'docket') =>
    readQuery(
      { url: new URL(`mysql://db.example:${port}/office?ssl=off`), username, password: 'secret 4711', query, timeMs: 5_000 },
      session,
    );

  it('runs in a read-only transaction, with a limit of time and rows', async () => {
    expect(await read('SELECT id, title FROM cases')).toEqual([{ id: '1', title: 'One' }]);
    expect(queries).toEqual([
      'SET SESSION MAX_EXECUTION_TIME = 5000',
      'START TRANSACTION READ ONLY',
      expect.stringMatching(/^SELECT \* FROM \(SELECT id, title FROM cases\n\) AS docket_rows LIMIT 100001$/),
    ]);
  });

  it('says what is wrong, and never the password', async () => {
    expect(await errorOf(read('SELECT * FROM elsewhere'))).toMatchObject({ reason: 'not_found', message: expect.stringMatching(/table/) });
    const error = await errorOf(read('SELECT 1', 'nobody'));
    expect(error.reason).toBe('unauthorized');
    expect(error.message).not.toContain('secret 4711');
  });

  it('is refused before anything is sent where it is no SELECT', async () => {
    expect(await errorOf(read('DROP TABLE cases'))).toMatchObject({ reason: 'rejected' });
    expect(queries).toEqual([]);
  });
});
