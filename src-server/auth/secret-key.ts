import { hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
const FILE = 'secret.key';
/** What a person would type by hand is no key. */
const CONFIGURED_CHARACTERS_MINIMUM = 16;

/**
 * The key for `createSecretBox`: derived from `configured` (DOCKET_SECRET_KEY), else from a file in the data directory
 * that is made once, with mode 0600. Processes that start at the same time on one directory get the same key.
 */
export function loadSecretKey(dataDir: string, configured: string | null): Buffer {
  if (configured !== null) return deriveKey(configured);
  const path = join(dataDir, FILE);
  return readKey(path) ?? makeKey(path);
}

function deriveKey(configured: string): Buffer {
  if (configured.length < CONFIGURED_CHARACTERS_MINIMUM) {
    throw new Error(`DOCKET_SECRET_KEY must have at least ${CONFIGURED_CHARACTERS_MINIMUM} characters`);
  }
  return Buffer.from(hkdfSync('sha256', configured, 'docket', 'secret-key', KEY_BYTES));
}

function readKey(path: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${path} holds no key: restore it from a backup, secrets cannot be read without it`);
  return key;
}

function makeKey(path: string): Buffer {
  // Written aside and linked into place: a key is whole or it is not there, and the first of several processes wins.
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(aside, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  const key = readKey(path);
  if (!key) throw new Error(`${path} vanished while it was made`);
  return key;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
