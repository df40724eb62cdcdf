import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { SetUpError } from './set-up-error.mjs';

const ACCOUNT_FILE = 'local-account.json';
const KEY_FILE = 'api-key';
const KEY_BYTES = 24;
const PASSWORD_BYTES = 18;
// What `npm start` itself makes in a data folder: a folder with nothing else in it has not held a database yet.
const OWN_ENTRIES = /^(local-account\.json|api-key|start\.lock|console)(\..*)?$/;

/**
 * The first admin and the first key of a data folder, made and stored before the server sees the folder for the
 * first time. Undefined for a folder that a server filled without `npm start`: its people have accounts of their own.
 */
export function provideLocalAccount(dataFolder, environment = process.env) {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  chmodSync(dataFolder, 0o700);
  const accountFile = path.join(dataFolder, ACCOUNT_FILE);
  const keyFile = path.join(dataFolder, KEY_FILE);
  if (!existsSync(accountFile)) {
    if (readdirSync(dataFolder).some((name) => !OWN_ENTRIES.test(name))) return undefined;
    writeDurably(accountFile, `${JSON.stringify(makeAccount(environment), null, 2)}\n`);
  }
  const account = readAccount(accountFile);
  if (!existsSync(keyFile) || readFileSync(keyFile, 'utf8') !== account.apiKey) writeDurably(keyFile, account.apiKey);
  return { ...account, accountFile, keyFile };
}

/** The variables that let a server with an empty database begin with this account; on any other they do nothing. */
export function bootstrapEnvironment(account) {
  return {
    DOCKET_BOOTSTRAP_API_KEY: account.apiKey,
    DOCKET_BOOTSTRAP_ADMIN_EMAIL: account.email,
    DOCKET_BOOTSTRAP_ADMIN_PASSWORD: account.password,
  };
}

function makeAccount(environment) {
  return {
    apiKey: environment.DOCKET_BOOTSTRAP_API_KEY || `dk_live_${randomBytes(KEY_BYTES).toString('base64url')}`,
    email: environment.DOCKET_BOOTSTRAP_ADMIN_EMAIL || 'admin@docket.local',
    password: environment.DOCKET_BOOTSTRAP_ADMIN_PASSWORD || randomBytes(PASSWORD_BYTES).toString('base64url'),
    name: 'Local admin',
  };
}

function readAccount(accountFile) {
  const nextStep = 'put the file back from a backup, or choose another data folder with DOCKET_DATA_DIR.';
  let account;
  try {
    account = JSON.parse(readFileSync(accountFile, 'utf8'));
  } catch (error) {
    throw new SetUpError(`${accountFile} cannot be read: ${error.message}`, nextStep);
  }
  const missing = ['apiKey', 'email', 'password'].filter((name) => typeof account?.[name] !== 'string');
  if (missing.length > 0) throw new SetUpError(`${accountFile} lacks ${missing.join(', ')}.`, nextStep);
  return account;
}

// Whole and on the disk before the server makes the account: a key that only the server knew, hashed, would be lost.
function writeDurably(file, content) {
  const draft = `${file}.draft`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeSync(descriptor, content);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
  syncFolder(path.dirname(file));
}

function syncFolder(folder) {
  // Windows cannot open a folder, and makes renames durable by itself.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
