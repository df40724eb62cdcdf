import { mkdirSync, mkdtempSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { provideLocalAccount } from './local-account.mjs';

const permissionsOf = (file) => statSync(file).mode & 0o777;

describe('local account', () => {
  let folder;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'docket-test-')), 'data');
  });

  test('is made for an empty data folder, readable by its owner only', () => {
    const account = provideLocalAccount(folder, {});
    expect(account.apiKey).toMatch(/^dk_live_[\w-]{32}$/);
    expect(account.email).toBe('admin@docket.local');
    expect(account.password.length).toBeGreaterThanOrEqual(24);
    expect(readFileSync(account.keyFile, 'utf8')).toBe(account.apiKey);
    expect([folder, account.accountFile, account.keyFile].map(permissionsOf)).toEqual([0o700, 0o600, 0o600]);
  });

  test('stays the same for a folder that has one, also when the key file was removed', () => {
    const first = provideLocalAccount(folder, {});
    writeFileSync(path.join(folder, 'docket.db'), '');
    unlinkSync(first.keyFile);
    expect(provideLocalAccount(folder, {})).toEqual(first);
    expect(readFileSync(first.keyFile, 'utf8')).toBe(first.apiKey);
  });

  test('takes what the environment already chose for the first admin and key', () => {
    const environment = { DOCKET_BOOTSTRAP_API_KEY: 'chosen-by-the-operator-1', DOCKET_BOOTSTRAP_ADMIN_EMAIL: 'a@example.org' };
    expect(provideLocalAccount(folder, environment)).toMatchObject({ apiKey: 'chosen-by-the-operator-1', email: 'a@example.org' });
  });

  test('is not made for a folder that a server filled', () => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'docket.db'), '');
    expect(provideLocalAccount(folder, {})).toBeUndefined();
  });

  test('is made for a folder in which an earlier start got no further than its lock', () => {
    mkdirSync(path.join(folder, 'console'), { recursive: true });
    writeFileSync(path.join(folder, 'start.lock'), '[]');
    writeFileSync(path.join(folder, 'local-account.json.draft'), '{"api');
    expect(provideLocalAccount(folder, {})).toBeDefined();
  });

  test('that is damaged is named with the way out, and not replaced', () => {
    mkdirSync(folder);
    const file = path.join(folder, 'local-account.json');
    writeFileSync(file, '{"apiKey": 1}');
    expect(() => provideLocalAccount(folder, {})).toThrow(/lacks apiKey, email, password[\s\S]*DOCKET_DATA_DIR/);
    writeFileSync(file, '{');
    expect(() => provideLocalAccount(folder, {})).toThrow('cannot be read');
    expect(readFileSync(file, 'utf8')).toBe('{');
  });
});
