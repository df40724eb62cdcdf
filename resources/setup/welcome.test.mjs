import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { welcome } from './welcome.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), "docket's test-"));
const account = { apiKey: 'dk_live_secret', keyFile: path.join(folder, 'api-key') };
const given = { serverUrl: 'http://127.0.0.1:4600', account, dataFolder: folder };

test('a terminal is shown the key, and a command to copy with the key in it', () => {
  const text = welcome({ ...given, isTerminal: true });
  expect(text).toContain('API key   dk_live_secret');
  expect(text).toContain('"Authorization: Bearer dk_live_secret"');
});

test('what is redirected names the file only, and its command reads the key from there', () => {
  const text = welcome({ ...given, isTerminal: false });
  expect(text).not.toContain('dk_live_secret');
  expect(text).toContain(`Key file  ${account.keyFile}`);
  writeFileSync(account.keyFile, account.apiKey);
  const command = text.match(/^ {2}curl (.*)$/m)[1];
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
  expect(words).toContain('Authorization: Bearer dk_live_secret\n');
});

test('a folder without a local account asks for an own one', () => {
  expect(welcome({ ...given, account: undefined, isTerminal: true })).toContain('sign in to the console with an account of your own');
});
