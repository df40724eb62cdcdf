import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { openTestApp, TEST_ADMIN, TEST_KEY, type TestApp } from '../app-fixture.ts';
import { ApiError } from './api-error.ts';
import { type FuzzRequest, fuzzRequests } from './fuzz-requests.ts';
import type { Known } from './fuzz-values.ts';

/** An answer that has not begun and ended after this never will. */
const HANG_MS = 30_000;
const PATIENCE_TRIES = 5;
const METRICS_TOKEN = 'metrics-token-of-the-fuzz-tests-0123456789';
const PASSWORD = 'a password that nobody repeats';

export interface FuzzOutcome {
  /** How often each status was answered. */
  statuses: Map<number, number>;
  /** What went wrong in the background. */
  failures: unknown[];
}

/**
 * Sends so many requests of every kind to a whole server on a real socket. Throws at the first answer that is a 5xx,
 * never comes, or holds a secret, and when the server does no work any more at the end.
 */
export async function fuzzServer({ requests, seed }: { requests: number; seed?: number }): Promise<FuzzOutcome> {
  const server = await openTestApp({ settings: { metricsToken: METRICS_TOKEN } });
  try {
    await server.app.listen({ host: '127.0.0.1', port: 0 });
    server.dependencies.dispatcher.start();
    const planted = await plant(server);
    const { port } = server.app.server.address() as AddressInfo;
    const statuses = new Map<number, number>();
    const shown = new Set<string>();
    const one = fc.asyncProperty(fuzzRequests(planted.known), async (wanted) => {
      const { status, text } = await sendPatiently(port, wanted, planted.tokens[wanted.caller]);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500) throw new Error(`${status}: ${text}`);
      const said = saidSecret(text, planted.secrets, shown);
      if (said !== null) throw new Error(`an answer of ${status} holds ${said}`);
    });
    // What was written stays written: a shorter request that fails as well would tell nothing new.
    await fc.assert(one, { numRuns: requests, endOnFailure: true, ...(seed === undefined ? {} : { seed }) });
    await checkAlive(server);
    const isBusy = (failure: unknown) => failure instanceof ApiError && failure.code === 'unavailable';
    return { statuses, failures: server.failures.filter((failure) => !isBusy(failure)) };
  } finally {
    await server.close();
  }
}

async function checkAlive(server: TestApp): Promise<void> {
  const ready = await server.call('GET', '/health/ready');
  const written = await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'last', fields: { title: 'still here' } } });
  if (ready.status !== 200 || written.status !== 200)
    throw new Error(`in the end: ${ready.status} ${ready.text}, ${written.status} ${written.text}`);
}

/** Secrets of any kind that an answer shows: each is shown once, to whoever has just made it. */
const SHOWN_ONCE = /(?:whsec_|dk_live_|ds_|di_|dr_)[A-Za-z0-9+/_-]{30,}=*/g;

function saidSecret(text: string, secrets: readonly string[], shown: Set<string>): string | null {
  for (const secret of secrets) if (text.includes(secret)) return secret;
  for (const [token] of text.matchAll(SHOWN_ONCE)) {
    if (shown.has(token)) return token;
    shown.add(token);
  }
  return /scrypt\$/.test(text) ? 'a hash of a password' : null;
}

interface Planted {
  known: Known;
  secrets: string[];
  tokens: Partial<Record<FuzzRequest['caller'], string>>;
}

async function plant(server: TestApp): Promise<Planted> {
  const api = async (path: string, body: object) => (await server.call('POST', `/api/v1${path}`, { body })).body;
  const [olga, mo, spare] = [await server.person('olga'), await server.person('mo', 'manager'), await server.person('spare')];
  const limited = await server.key(['tasks:read']);
  const unknown = 'dk_live_nobody_ever_made_this_one_0123';
  for (const id of ['refunds', 'claims']) {
    await api('/queues', { id, name: id, condition: { rules: [{ field: 'fields.team', operator: '=', value: id }] } });
  }
  const hook = await api('/hooks', { id: 'hook-1', url: 'http://127.0.0.1:9/hook', scope: 'all' });
  const tasks = Array.from({ length: 8 }, (_, index) => `t${index}`);
  await api('/tasks/batch', { items: tasks.map((uid) => ({ uid, fields: { team: 'refunds', amount: 1 } })) });
  await api('/tasks/t1/assign', { assignee_uid: olga.id });
  const spareKey = await api('/keys', { name: 'spare', scopes: ['tasks:read'] });
  const form = await api('/forms', {
    title: 'Claim',
    slug: 'claim',
    schema: { type: 'object', properties: { title: { type: 'string' } } },
  });
  const forms = form.id === undefined ? ['none'] : [String(form.id), 'none'];
  const asPerson = async (token: string, path: string, body: object) => (await server.call('POST', `/api/v1${path}`, { token, body })).body;
  await asPerson(mo.token, '/views', { id: 'view-1', name: 'Shared', shared: true });
  const { lease } = await asPerson(olga.token, '/leases', { queue_uid: 'refunds', count: 2 });
  const nouns = {
    users: [spare.id],
    keys: [spareKey.id],
    hooks: ['hook-1', 'hook-2'],
    queues: ['refunds', 'claims', 'new-1'],
    tasks,
    forms,
    views: ['view-1', 'view-2'],
    leases: [String(lease.id)],
  };
  const expendable = { ...nouns, f: ['claim', 'none'], deliveries: ['msg_1'], sessions: ['session_1'] };
  const people = [olga.id, mo.id, spare.id];
  const secrets = [
    ...[TEST_KEY, TEST_ADMIN.password, METRICS_TOKEN, PASSWORD, limited, olga.token, mo.token, spare.token, spareKey.key, hook.secret],
    ...['password of olga', 'password of mo', Buffer.alloc(32, 7).toString('base64'), Buffer.alloc(32, 7).toString('hex')],
    ...(await storedSecrets(server)),
  ];
  if (secrets.some((secret) => secret.length < 10)) throw new Error('a secret was not planted');
  return {
    known: { tasks, queues: ['refunds', 'claims'], people, hooks: ['hook-1'], forms, expendable, password: PASSWORD },
    secrets,
    tokens: { admin: TEST_KEY, operator: olga.token, manager: mo.token, limited, unknown },
  };
}

/** What no answer holds, whoever asks: hashes and sealed texts. */
async function storedSecrets(server: TestApp): Promise<string[]> {
  const looks = [
    'SELECT password_hash AS secret FROM users WHERE password_hash IS NOT NULL',
    'SELECT token_hash AS secret FROM sessions',
    'SELECT secret_hash AS secret FROM api_keys',
    'SELECT secrets AS secret FROM hooks',
  ];
  const rows = await server.dependencies.database.read(async (sql) => {
    const found: { secret: string }[] = [];
    for (const text of looks) found.push(...(await sql.all<{ secret: string }>(text)));
    return found;
  });
  return rows.map(({ secret }) => secret);
}

interface Heard {
  status: number;
  /** Head and body. */
  text: string;
}

/** A machine that is busy with other things may make the server ask to come again: it says so, and nothing was done. */
async function sendPatiently(port: number, wanted: FuzzRequest, token: string | undefined): Promise<Heard> {
  for (let tries = 0; ; tries += 1) {
    const heard = await send(port, wanted, token);
    if (heard.status !== 503 || tries === PATIENCE_TRIES) return heard;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function send(port: number, { method, path, headers, body }: FuzzRequest, token: string | undefined): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sent = request({
      port,
      host: '127.0.0.1',
      method,
      path,
      headers: {
        ...headers,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        // Without it a body of HEAD or GET would be taken for the next request.
        ...(body ? { 'content-length': body.length } : {}),
      },
    });
    const hang = setTimeout(() => sent.destroy(new Error(`no answer in ${HANG_MS} ms`)), HANG_MS);
    sent.once('response', (answer) => {
      let text = `${answer.rawHeaders.join('\n')}\n`;
      const finish = () => {
        clearTimeout(hang);
        resolve({ status: answer.statusCode ?? 0, text });
      };
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
        // A stream goes on for ever.
        if (!answer.headers['content-type']?.startsWith('text/event-stream')) return;
        finish();
        sent.destroy();
      });
      answer.once('end', finish);
    });
    sent.once('error', (error) => {
      clearTimeout(hang);
      reject(error);
    });
    sent.end(body ?? undefined);
  });
}
