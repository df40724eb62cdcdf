import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { createAction, type Engine, openEngine } from '../sync/engine-fixture.ts';
import type { TaskSearchRequest } from '../tasks/search-tasks.ts';
import { type BackgroundReader, createBackgroundReader } from './background-reader.ts';

describe('what looks through everything', () => {
  let engine: Engine;
  let reader: BackgroundReader | null = null;
  beforeEach(async () => {
    engine = await openEngine();
    // The clock is looked at after every 500 of them.
    await Promise.all(Array.from({ length: 600 }, (_, index) => engine.write(`t${index}`, createAction(`t${index}`))));
  });
  afterEach(async () => {
    await reader?.close();
    await engine.remove();
  });
  const open = (options: object = {}) => {
    reader = createBackgroundReader({ location: engine.store.address, ...options });
    return reader;
  };
  const search: TaskSearchRequest = { condition: {}, sorts: [{ field: 'uid', order: 'asc' }], limit: 10, after: null, scope: null };

  it('has a limit of time, and the next one gets its turn', async () => {
    const late = open({ timeMs: -1 });
    const answers = await Promise.allSettled([late.run('searchTasks', search), late.run('searchTasks', search)]);
    expect(answers.map((answer) => answer.status === 'rejected' && answer.reason.code)).toEqual(['unavailable', 'unavailable']);
  });

  it('is refused where too many wait, and taken again later', async () => {
    const full = open({ waitingMaximum: 2 });
    const answers = await Promise.allSettled([1, 2, 3].map(() => full.run('searchTasks', search)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect((await full.run('searchTasks', search)).tasks).toHaveLength(10);
  });

  it('takes nothing once it is closed', async () => {
    const closed = open();
    await closed.close();
    await expect(closed.run('searchTasks', search)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a filter over every task', () => {
  let server: TestApp;
  beforeEach(async () => {
    server = await openTestApp();
  });
  afterEach(() => server.close());

  it('is looked up in another thread: the server writes before it has an answer', async () => {
    const items = Array.from({ length: 1_000 }, (_, index) => ({ uid: `t${index}`, fields: { index, text: 'x'.repeat(500) } }));
    await server.call('POST', '/api/v1/tasks/batch', { body: { items } });
    const order: string[] = [];
    const note = (name: string) => (answer: { status: number }) => order.push(`${name} ${answer.status}`);
    const sorts = [{ field: 'fields.text' }, { field: 'fields.index', order: 'desc' }];
    await Promise.all([
      server.call('POST', '/api/v1/tasks/query', { body: { sorts, limit: 1_000 } }).then(note('search')),
      server.call('PATCH', '/api/v1/tasks', { body: { uid: 'new', fields: { n: 1 } } }).then(note('write')),
    ]);
    expect(order).toEqual(['write 200', 'search 200']);
  });
});
