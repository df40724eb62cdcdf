import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConnector } from '../connectors/engine/connector-commands.ts';
import { createMemoryVendor } from '../connectors/memory-vendor.ts';
import { type Engine, openEngine } from '../sync/engine-fixture.ts';
import { isSecretKeyOf } from './check-secret-key.ts';
import { resealSecrets } from './reseal-secrets.ts';
import { createSecretBox } from './secret-box.ts';

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
let engine: Engine;

beforeEach(async () => {
  engine = await openEngine();
});
afterEach(() => engine.remove());

const credentials = () =>
  engine.database.read(async (sql) => (await sql.get<{ sealed: string }>('SELECT credentials AS sealed FROM connectors'))?.sealed ?? '');

describe('a new secret key', () => {
  beforeEach(async () => {
    const { kind } = createMemoryVendor();
    const making = { clock: engine.clock, randomBytes, secretBox: createSecretBox(OLD), kinds: [kind] };
    const body = { id: 'crm', kind: 'memory', credentials: { token: 'right' } };
    await engine.database.write((sql) => createConnector(sql, making, body));
    expect(await isSecretKeyOf(engine.database, OLD)).toBe(true);
  });

  it('opens what the old one opened, and the old one nothing more', async () => {
    expect(await resealSecrets(engine.database, OLD, NEW)).toBe(2);
    expect(createSecretBox(NEW).open(await credentials(), 'connector:crm:credentials')).toBe('{"token":"right"}');
    const sealed = await credentials();
    expect(() => createSecretBox(OLD).open(sealed, 'connector:crm:credentials')).toThrow('does not open');
    expect(await isSecretKeyOf(engine.database, NEW)).toBe(true);
    expect(await isSecretKeyOf(engine.database, OLD)).toBe(false);
  });

  it('changes nothing where the old one is not the right one', async () => {
    const before = await credentials();
    await expect(resealSecrets(engine.database, Buffer.alloc(32, 3), NEW)).rejects.toThrow('does not open');
    expect(await credentials()).toBe(before);
  });
});
