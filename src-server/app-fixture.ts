import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { buildApp } from './app.ts';
import type { AppDependencies } from './app-dependencies.ts';
import { createApiKey } from './auth/api-keys.ts';
import { bootstrapAccounts } from './auth/bootstrap.ts';
import type { PasswordCost } from './auth/password.ts';
import type { Clock } from './clock.ts';
import { createDependencies } from './create-dependencies.ts';
import type { StartedSettings } from './settings/server-settings.ts';
import type { Database } from './store/database.ts';
import { openSqliteDatabase } from './store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from './store/temporary-folder.ts';
import { openTestStore } from './store/test-store.ts';

export const TEST_KEY = 'dk_live_key_of_the_tests_0123456789';
export const TEST_ADMIN = { email: 'mia@example.com', password: 'correct horse battery' };
/** Real scrypt, at a price that a test can pay. */
const CHEAP: PasswordCost = { N: 1024, r: 8, p: 1 };

/** Moves by a millisecond at every look, and further when a test says so. */
export class SettableClock implements Clock {
  micros = Date.parse('2026-03-01T09:00:00Z') * 1000;

  nowMicros(): number {
    this.micros += 1_000;
    return this.micros;
  }

  advanceSeconds(seconds: number): void {
    this.micros += seconds * 1_000_000;
  }
}

export interface TestCall {
  body?: unknown;
  /** A bearer token; the admin key where absent, none where null. */
  token?: string | null;
  headers?: Record<string, string>;
}

export interface TestAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any;
}

export interface TestApp {
  app: ReturnType<typeof buildApp>;
  dependencies: AppDependencies;
  clock: SettableClock;
  /** What went wrong in the background. */
  failures: unknown[];
  call(method: string, path: string, call?: TestCall): Promise<TestAnswer>;
  /** Makes a person and signs them in. */
  person(name: string, role?: string, skills?: string[]): Promise<{ id: string; token: string }>;
  key(scopes: readonly ('tasks:read' | 'tasks:write' | 'hooks' | 'admin')[], source?: string): Promise<string>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  settings?: Partial<StartedSettings>;
  /** Without accounts, as after the very first start. */
  isEmpty?: boolean;
}

const templates = new Map<boolean, Promise<string>>();

/** Migrating takes longer than most tests: it is done once, and copied. */
function templateFile(isEmpty: boolean): Promise<string> {
  const known = templates.get(isEmpty);
  if (known) return known;
  const made = makeTemplate(isEmpty);
  templates.set(isEmpty, made);
  return made;
}

async function makeTemplate(isEmpty: boolean): Promise<string> {
  const { folder, remove } = makeTemporaryFolder();
  process.once('exit', remove);
  const file = join(folder, 'docket.db');
  const clock = new SettableClock();
  const database = openSqliteDatabase({ file, clock });
  await fill(database, clock, isEmpty);
  // Closing the last connection moves the write-ahead log into the file.
  await database.close();
  return file;
}

async function fill(database: Database, clock: Clock, isEmpty: boolean): Promise<void> {
  await database.migrate();
  if (!isEmpty) await bootstrapAccounts(database, { apiKey: TEST_KEY, admin: TEST_ADMIN, clock, randomBytes, passwordCost: CHEAP });
}

/** For tests: the whole server on a database of its own, without a port. */
export async function openTestApp({ settings = {}, isEmpty = false }: TestAppOptions = {}): Promise<TestApp> {
  const clock = new SettableClock();
  const failures: unknown[] = [];
  const store = await openTestStore();
  if (store.file !== null) copyFileSync(await templateFile(isEmpty), store.file);
  const database = store.open({ clock });
  if (store.file === null) await fill(database, clock, isEmpty);
  const dependencies = await createDependencies({
    database,
    location: store.address,
    clock,
    randomBytes,
    random: Math.random,
    passwordCost: CHEAP,
    secretKey: Buffer.alloc(32, 7),
    onError: (error) => failures.push(error),
    settings: {
      rateLimitPerMinute: 0,
      publicUrl: null,
      trustedProxies: [],
      allowedNetworks: ['127.0.0.0/8'],
      metricsToken: null,
      doneRetentionDays: 0,
      version: '0.0.0-test',
      log: null,
      https: null,
      fixed: new Set(),
      ...settings,
    },
  });
  const app = buildApp(dependencies);
  await app.ready();

  async function call(method: string, path: string, { body, token = TEST_KEY, headers = {} }: TestCall = {}): Promise<TestAnswer> {
    const isText = typeof body === 'string' || Buffer.isBuffer(body);
    const options: InjectOptions = {
      method: method as NonNullable<InjectOptions['method']>,
      url: path,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: isText ? body : JSON.stringify(body) }),
    };
    const answer = await app.inject(options);
    const isJson = String(answer.headers['content-type']).includes('application/json');
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
      text: answer.payload,
      body: isJson ? JSON.parse(answer.payload) : null,
    };
  }

  return {
    app,
    dependencies,
    clock,
    failures,
    call,
    async person(name, role = 'operator', skills = []) {
      const email = `${name}@example.com`;
      const password = `password of ${name}`;
      const created = await call('POST', '/api/v1/users', { body: { email, name, role, skills, password } });
      const { body } = await call('POST', '/api/v1/auth/login', { token: null, body: { email, password } });
      return { id: created.body.id, token: body.token };
    },
    async key(scopes, source = 'tests') {
      const created = await database.write((sql) =>
        createApiKey(sql, { clock, randomBytes }, { name: 'A key', source, scopes: [...scopes] }),
      );
      return created.key;
    },
    async close() {
      await app.close();
      await dependencies.background.close();
      await dependencies.groupCommit.drain();
      await dependencies.dispatcher.stop();
      await database.close();
      await store.remove();
    },
  };
}
