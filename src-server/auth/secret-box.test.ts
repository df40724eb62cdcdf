import { randomBytes } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { createSecretBox } from './secret-box.ts';
import { loadSecretKey } from './secret-key.ts';

describe('the secret box', () => {
  const box = createSecretBox(randomBytes(32));

  it('opens what it sealed, never sealing twice alike', () => {
    const sealed = box.seal('whsec_ü', 'hook:1');
    expect(box.open(sealed, 'hook:1')).toBe('whsec_ü');
    expect(sealed).not.toContain('whsec');
    expect(box.seal('whsec_ü', 'hook:1')).not.toBe(sealed);
  });

  it('refuses what was changed, moved to another context, or sealed with another key', () => {
    const sealed = box.seal('secret', 'hook:1');
    const flipped = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.at(-1);
    expect(() => box.open(flipped, 'hook:1')).toThrow('does not open');
    expect(() => box.open(sealed, 'hook:2')).toThrow('does not open');
    expect(() => createSecretBox(randomBytes(32)).open(sealed, 'hook:1')).toThrow('does not open');
    expect(() => box.open('plain', 'hook:1')).toThrow('no sealed secret');
  });

  it('wants 32 bytes', () => {
    expect(() => createSecretBox(randomBytes(16))).toThrow('32 bytes');
  });
});

describe('the secret key', () => {
  let folder: string;
  let remove: () => void;

  beforeEach(() => {
    ({ folder, remove } = makeTemporaryFolder());
  });
  afterEach(() => remove());

  it('is made once, for its owner only', () => {
    const key = loadSecretKey(folder, null);
    expect(key).toHaveLength(32);
    expect(loadSecretKey(folder, null)).toEqual(key);
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('comes from the environment when that names one', () => {
    const key = loadSecretKey(folder, 'a configured secret key');
    expect(key).toHaveLength(32);
    expect(loadSecretKey(folder, 'a configured secret key')).toEqual(key);
    expect(loadSecretKey(folder, 'another configured key')).not.toEqual(key);
    expect(() => loadSecretKey(folder, 'short')).toThrow('at least 16 characters');
  });

  it('is never replaced when the file is damaged', () => {
    writeFileSync(join(folder, 'secret.key'), 'damaged');
    expect(() => loadSecretKey(folder, null)).toThrow('holds no key');
  });
});
