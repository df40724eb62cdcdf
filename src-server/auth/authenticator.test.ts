import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { TestClock } from '../sync/engine-fixture.ts';
import { createGroupCommit, type GroupCommit } from '../tasks/group-commit.ts';
import { createApiKey, revokeApiKey } from './api-keys.ts';
import { type Authenticator, createAuthenticator } from './authenticator.ts';

const KEY = 'dk_live_key_of_many_at_once_0123456789';

describe('who is asked about by many at once', () => {
  let store: TestStore;
  let database: Database;
  let authenticator: Authenticator;
  let groupCommit: GroupCommit;
  let keyId: string;
  let looks: number;
  /** Looks at the database begin, and go on when this settles. */
  let gate: Promise<void>;

  beforeEach(async () => {
    store = await openTestStore();
    database = store.open();
    await database.migrate();
    const clock = new TestClock();
    ({ id: keyId } = await database.write((sql) => createApiKey(sql, { clock, randomBytes }, { name: 'Many', scopes: ['admin'] }, KEY)));
    looks = 0;
    gate = Promise.resolve();
    const watched: Database = {
      ...database,
      read: (work) => {
        looks += 1;
        const mine = gate;
        return database.read(async (sql) => {
          const value = await work(sql);
          await mine;
          return value;
        });
      },
    };
    const onError = (error: unknown) => expect.unreachable(String(error));
    groupCommit = createGroupCommit(database, { onCommitted: () => undefined });
    authenticator = createAuthenticator({ database: watched, groupCommit, clock, onError });
  });
  afterEach(async () => {
    await groupCommit.drain();
    await database.close();
    await store.remove();
  });

  it('is looked up once', async () => {
    const callers = await Promise.all(Array.from({ length: 50 }, () => authenticator.identify(KEY)));
    expect(callers.every((caller) => caller.kind === 'key' && caller.keyId === keyId)).toBe(true);
    expect(looks).toBe(1);
  });

  it('is refused to each of them, and asked about again by the next', async () => {
    const refused = await Promise.allSettled(Array.from({ length: 3 }, () => authenticator.identify('dk_live_nobody')));
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(looks).toBe(1);
    await expect(authenticator.identify('dk_live_nobody')).rejects.toMatchObject({ code: 'unauthorized' });
    expect(looks).toBe(2);
  });

  it('is looked up again for whoever comes after a change, also while a look from before is under way', async () => {
    const held = Promise.withResolvers<void>();
    gate = held.promise;
    const before = authenticator.identify(KEY);
    await expect.poll(() => looks).toBe(1);
    gate = Promise.resolve();
    await database.write((sql) => revokeApiKey(sql, { clock: new TestClock(), randomBytes }, keyId));
    authenticator.forget();
    const after = authenticator.identify(KEY);
    await expect(after).rejects.toMatchObject({ code: 'unauthorized' });
    held.resolve();
    await before.catch(() => undefined);
    await expect(authenticator.identify(KEY)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('looks for an admin once', async () => {
    expect(await Promise.all([authenticator.isSetUp(), authenticator.isSetUp(), authenticator.isSetUp()])).toEqual([true, true, true]);
    expect(looks).toBe(1);
  });
});
