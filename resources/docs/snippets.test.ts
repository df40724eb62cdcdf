import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../e2e/fixtures/webhook-receiver.ts';
import type { JsonValue } from '../../src-shared/schema/task.ts';
import { type DocketForTests, startDocket } from '../integrations/docket-for-tests.ts';
import { differencesFrom, textFits } from './match-example.ts';
import { readSnippets, type Snippet } from './read-snippets.ts';
import { runSnippet, startSnippet } from './run-snippet.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HAS_PYTHON = canRun('python3', ['--version']);
const HAS_REQUESTS = canRun('python3', ['-c', 'import requests']);
/** What a reader of the guides has in place of ours. */
const README_SERVER = 'http://127.0.0.1:4600';
const README_RECEIVER = 'https://example.com/docket';

let docket: DocketForTests;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [docket, receiver] = await Promise.all([startDocket(), startWebhookReceiver()]);
});
afterAll(async () => {
  await receiver?.close();
  await docket?.stop();
});

function snippetsOf(file: string): Snippet[] {
  return readSnippets(readFileSync(join(ROOT, file), 'utf8'));
}

/** What is to be run from top to bottom: the rest sets variables, starts Docket itself, or has a test of its own. */
function stepsOf(file: string): Snippet[] {
  return snippetsOf(file).filter(({ language, code, role }) => role === null && (language !== 'sh' || /\bcurl |python3 /.test(code)));
}

function environment(): Record<string, string> {
  return { DOCKET_SERVER: docket.url, DOCKET_API_KEY: docket.key };
}

async function runStep(snippet: Snippet): Promise<string> {
  const code = snippet.code
    .replaceAll(README_SERVER, docket.url)
    .replaceAll(README_RECEIVER, receiver.url)
    .replace('DOCKET_API_KEY=… ', '');
  return runSnippet({ ...snippet, code }, environment());
}

function expectExample({ prints }: Snippet, printed: string): void {
  if (prints?.language === 'text') expect(textFits(prints.text, printed), printed).toBe(true);
  if (prints?.language === 'json') expect(differencesFrom(JSON.parse(prints.text) as JsonValue, lastAnswer(printed))).toEqual([]);
}

/** Two requests in one snippet print two answers without a line between them. */
function lastAnswer(printed: string): JsonValue {
  return JSON.parse(printed.replace(/^.*}\s*(?={"uid")/s, '')) as JsonValue;
}

describe.each(['README.md', 'resources/docs/integrators.md', 'resources/docs/webhooks.md'])('%s', (file) => {
  const steps = stepsOf(file);

  it('has something to run', () => {
    expect(steps.length).toBeGreaterThan(1);
  });

  for (const step of steps) {
    const needs = step.language === 'python' || step.code.includes('python3 ') ? 'python3' : null;
    const needsRequests = step.code.includes('send_task.py');
    const name = `line ${step.line}: ${step.language} does what it says`;
    it(name, async ({ skip }) => {
      if (needs && !HAS_PYTHON) skip('there is no python3 here');
      if (needsRequests && !HAS_REQUESTS) skip('Python has no package "requests" here');
      expectExample(step, await runStep(step));
    });
  }

  if (file === 'README.md') {
    it('leaves nothing behind that the next guide would meet', async () => {
      await docket.api.json('DELETE', '/hooks/webhook_1234');
    });
  }
});

describe('the guide for integrators', () => {
  it('created only one task with two requests of one Idempotency-Key', async () => {
    const { items } = await docket.api.json<{ items: unknown[] }>('GET', '/tasks?title=Only+once');
    expect(items).toHaveLength(1);
  });

  it('names files that are there', () => {
    for (const guide of ['integrators.md', 'webhooks.md']) {
      const text = readFileSync(join(import.meta.dirname, guide), 'utf8');
      for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        expect(() => readFileSync(join(import.meta.dirname, target ?? '')), target).not.toThrow();
      }
    }
  });
});

describe('the guide for receivers', () => {
  const snippets = snippetsOf('resources/docs/webhooks.md');
  const [signature, sender] = ['signature', 'sender'].map((role) => snippets.find((snippet) => snippet.role === role));
  const receivers = snippets.filter(({ role }) => role === 'receiver');

  it('has a receiver in each language', () => {
    expect(receivers.map(({ language }) => language)).toEqual(['js', 'python']);
  });

  it.for(receivers)('has a receiver in $language that takes what Docket sends once, and nothing else', async (snippet, { skip }) => {
    if (snippet.language === 'python' && !HAS_PYTHON) skip('there is no python3 here');
    const id = `webhook_${snippet.language}`;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const { secret } = await docket.api.json<{ secret: string }>('POST', '/hooks', { id, url });
    const running = await listening(startSnippet(snippet, { ...environment(), PORT: String(port), DOCKET_WEBHOOK_SECRET: secret }));
    try {
      const uid = `receive-${snippet.language}`;
      await docket.api.json('PATCH', '/tasks/', { uid, fields: { title: 'Received' }, integrations: { [id]: { externalId: 'abc' } } });
      await docket.complete(uid);
      const expected = ['task.assigned', 'task.started', 'task.completed'].map((type) => `${type} ${uid} {"externalId":"abc"}`);
      await running.lines((lines) => lines.length >= expected.length);

      // A replay comes with the same webhook-id; what comes by hand is another message.
      await docket.api.json('POST', `/hooks/${id}/replay`, { since: '2020-01-01T00:00:00Z', only: 'all' });
      const post = (body: string, at: Date, key = secret) => sendSigned(url, { body, at, key });
      const body = '{"type":"task.paused","data":{"task":{"id":"by-hand"},"info":{}}}';
      expect(await post(body, new Date(), 'whsec_AAAA')).toBe(401);
      expect(await post(body, new Date(Date.now() - 600_000))).toBe(401);
      expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
      expect(await post(body, new Date())).toBe(204);
      if (sender) await runSnippet(sender, { DOCKET_WEBHOOK_SECRET: secret, RECEIVER: url });
      await deliveredAll(id);
      expect(await running.lines((lines) => lines.length >= expected.length + 2)).toEqual([
        ...expected,
        'task.paused by-hand {}',
        'task.started 1 {}',
      ]);
    } finally {
      await running.stop();
    }
  });

  it('computes by openssl the signature that Docket sent', async ({ skip }) => {
    if (!canRun('openssl', ['version'])) skip('there is no openssl here');
    const { secret, id } = await docket.api.json<{ secret: string; id: string }>('POST', '/hooks', {
      target_url: receiver.url,
      event: 'task.created',
    });
    const before = receiver.events.length;
    await docket.api.json('PATCH', '/tasks/', { uid: 'by-openssl', fields: { title: 'é' } });
    await receiver.waitFor((events) => events.length > before, 15_000);
    const received = receiver.events[before];
    const folder = mkdtempSync(join(tmpdir(), 'docket-signature-'));
    writeFileSync(join(folder, 'body.json'), received?.bytes ?? '');
    const [messageId, timestamp, sent] = ['id', 'timestamp', 'signature'].map((name) => String(received?.headers[`webhook-${name}`]));
    const variables = { DOCKET_WEBHOOK_SECRET: secret, WEBHOOK_ID: messageId ?? '', WEBHOOK_TIMESTAMP: timestamp ?? '' };
    const printed = await runSnippet(signature ?? never(), variables, folder);
    rmSync(folder, { recursive: true });
    await docket.api.json('DELETE', `/hooks/${id}`);
    expect(`v1,${printed.trim()}`).toBe(sent);
  });
});

async function sendSigned(url: string, { body, at, key }: { body: string; at: Date; key: string }): Promise<number> {
  const signature = new Webhook(key).sign('msg_other', at, body);
  const headers = {
    'webhook-id': 'msg_other',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signature,
  };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

async function deliveredAll(hookId: string): Promise<void> {
  await expect
    .poll(
      async () =>
        (await docket.api.json<{ items: { status: string }[] }>('GET', `/hooks/${hookId}/deliveries`)).items.map(({ status }) => status),
      {
        timeout: 10_000,
      },
    )
    .toEqual(['delivered', 'delivered', 'delivered']);
}

/** Waits until a receiver says that it listens; from then on its lines are the events that it took. */
async function listening(child: ReturnType<typeof startSnippet>) {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const closed = new Promise((done) => child.once('close', done));
  const linesSoFar = () => text.split('\n').slice(1, -1);
  await expect.poll(() => text, { timeout: 10_000 }).toMatch(/^listening\n/);
  return {
    async lines(isEnough: (lines: string[]) => boolean): Promise<string[]> {
      await expect.poll(() => isEnough(linesSoFar()), { timeout: 10_000, message: text }).toBe(true);
      return linesSoFar();
    },
    async stop() {
      child.kill();
      await closed;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : never();
}

function canRun(command: string, options: string[]): boolean {
  try {
    execFileSync(command, options, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function never(): never {
  throw new Error('this cannot be');
}
