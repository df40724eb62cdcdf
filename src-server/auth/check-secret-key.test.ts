import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { isSecretKeyOf } from './check-secret-key.ts';

describe('the secret key of a database', () => {
  let store: TestStore;
  let database: Database;
  beforeEach(async () => {
    store = await openTestStore();
    database = store.open();
    await database.migrate();
  });
  afterEach(async () => {
    await database.close();
    await store.remove();
  });

  it('is that of the server that came first, for all that come later', async () => {
    const [key, other] = [randomBytes(32), randomBytes(32)];
    expect(await isSecretKeyOf(database, key)).toBe(true);
    expect(await isSecretKeyOf(database, other)).toBe(false);
    expect(await isSecretKeyOf(database, key)).toBe(true);
  });

  it('is one also where several servers start at once', async () => {
    const keys = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const answers = await Promise.all(keys.map((key) => isSecretKeyOf(database, key)));
    expect(answers.filter((isRight) => isRight)).toHaveLength(1);
  });

  it('stands in no row', async () => {
    const key = randomBytes(32);
    await isSecretKeyOf(database, key);
    const rows = JSON.stringify(await database.read((sql) => sql.all('SELECT * FROM server_values')));
    for (const text of [key.toString('base64'), key.toString('base64url'), key.toString('hex')]) expect(rows).not.toContain(text);
  });
});
