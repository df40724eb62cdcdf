import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../store/test-store.ts';
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

describe('a query to PostgreSQL', () => {
  let store: TestStore;
  let url: URL;

  beforeEach(async () => {
    store = await openTestStore();
    url = new URL(store.address);
    url.searchParams.set('ssl', 'off');
    const database = store.open();
    await database.write(async (sql) => {
      await sql.run('CREATE TABLE cases (id BIGINT, title TEXT, due TIMESTAMPTZ, more JSONB)');
      await sql.run("INSERT INTO cases VALUES (1, 'One', '2026-03-01 10:00+01', '{\"a\": [1]}'), (9007199254740993, NULL, NULL, NULL)");
    });
    await database.close();
  });
  afterEach(() => store.remove());

  const read = (query: string, change: { password?: string; timeMs?: number } = {}) =>
    readQuery({ url, username: url.username, password: decodeURIComponent(url.password), query, timeMs: 5_000, ...change }, session);

  it('gives its rows as values of JSON', async () => {
    expect(await read('SELECT id, title, due, more FROM cases ORDER BY id; ')).toEqual([
      { id: expect.anything(), title: 'One', due: '2026-03-01T09:00:00.000Z', more: { a: [1] } },
      { id: '9007199254740993', title: null, due: null, more: null },
    ]);
  });

  it.each([
    'DELETE FROM cases',
    'SELECT 1; DELETE FROM cases',
    'SELECT 1) x; DELETE FROM cases; SELECT * FROM (SELECT 1',
    'WITH gone AS (DELETE FROM cases RETURNING *) SELECT * FROM gone',
    "SELECT setval('feed_seq', 1), lo_create(4711)",
  ])('changes nothing: %s', async (query) => {
    await errorOf(read(query));
    expect(await read('SELECT id FROM cases')).toHaveLength(2);
  });

  it.each([
    ['SELECT nothing FROM cases', 'unexpected', /column/],
    ['SELECT * FROM elsewhere', 'not_found', /table/],
    ['SELECT pg_sleep(30)', 'unavailable', /too long/],
  ])('says what is wrong with %s', async (query, reason, message) => {
    expect(await errorOf(read(query, { timeMs: 300 }))).toMatchObject({ reason, message: expect.stringMatching(message) });
  });
});
