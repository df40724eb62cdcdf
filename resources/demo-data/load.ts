import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DEMO_PEOPLE, DEMO_QUEUES } from './demo-queues.ts';
import { demoTasks } from './demo-tasks.ts';

const COUNT = 2_000;
const BATCH = 500;

/** Fills a server with queues, people and 2,000 tasks. Ids are fixed: running it twice makes nothing twice. */
async function load(): Promise<void> {
  const { values } = parseArgs({ options: { server: { type: 'string' }, 'key-file': { type: 'string' } } });
  if (!values.server || !values['key-file']) throw new Error('usage: load.ts --server URL --key-file FILE');
  const { apiKey } = JSON.parse(await readFile(values['key-file'], 'utf8')) as { apiKey: string };

  async function send(method: string, path: string, body: unknown, accept: readonly number[] = []): Promise<unknown> {
    const response = await fetch(`${values.server}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok && !accept.includes(response.status)) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return JSON.parse(text || 'null');
  }

  const ALREADY_THERE = [409];
  for (const queue of DEMO_QUEUES) await send('POST', '/queues', queue, ALREADY_THERE);
  for (const person of DEMO_PEOPLE) await send('POST', '/users', { ...person, skills: [] }, ALREADY_THERE);

  const tasks = demoTasks(COUNT, Date.now());
  let failed = 0;
  for (let from = 0; from < tasks.length; from += BATCH) {
    const items = tasks.slice(from, from + BATCH);
    const answer = (await send('POST', '/tasks/batch', { items })) as { results: { status: number; error?: unknown }[] };
    failed += answer.results.filter(({ status }) => status >= 400 && status !== 409).length;
    console.log(`demo data: ${Math.min(from + BATCH, COUNT)} of ${COUNT} tasks`);
  }
  if (failed > 0) throw new Error(`${failed} demo tasks were refused`);
}

load().catch((error: unknown) => {
  console.error(`demo data: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
