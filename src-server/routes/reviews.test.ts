import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Review } from '../../src-shared/http/review-endpoints.ts';
import { openTestApp, type TestAnswer, type TestApp } from '../app-fixture.ts';
import { createMaintenance } from '../maintenance/create-maintenance.ts';
import { sampleReviews } from '../reviews/sample-reviews.ts';

let app: TestApp;
let ann: { id: string; token: string };
let mo: { id: string; token: string };

beforeEach(async () => {
  app = await openTestApp();
  ann = await app.person('ann');
  mo = await app.person('mo', 'manager');
});

afterEach(async () => {
  expect(app.failures).toEqual([]);
  await app.close();
});

const call = (method: string, path: string, body?: unknown, token?: string): Promise<TestAnswer> =>
  app.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const configure = (percent: number) => call('PUT', '/reviews/settings', { percent }, mo.token);
const list = async (query = ''): Promise<Review[]> => (await call('GET', `/reviews${query}`, undefined, mo.token)).body.items;

async function complete(...uids: string[]): Promise<void> {
  for (const uid of uids) {
    await call('PUT', `/tasks/${uid}`, { status: 'STARTED', assignee_uid: ann.id, fields: { title: `Task ${uid}` } });
    await call('POST', `/tasks/${uid}/complete`);
  }
}

/** As the job does, whenever it is due. */
async function draw(): Promise<void> {
  app.clock.advanceSeconds(60);
  const jobs = [{ name: 'reviews.sample', everyMs: 15_000, runPiece: sampleReviews }];
  const onError = (error: unknown) => {
    throw error;
  };
  await createMaintenance({ ...app.dependencies, jobs, onError, pauseMs: 0 }).runDue();
}

describe('reviews', () => {
  it('are drawn from what is completed once they are switched on, each once', async () => {
    await complete('before');
    await draw();
    expect((await configure(100)).body).toEqual({ percent: 100 });
    await complete('a', 'b');
    await draw();
    await draw();
    expect(await list()).toMatchObject([
      { task_uid: 'b', title: 'Task b', person_uid: ann.id, state: 'open', reviewer_uid: null },
      { task_uid: 'a', state: 'open' },
    ]);
    await configure(0);
    await complete('c');
    await draw();
    expect(await list()).toHaveLength(2);
    await configure(100);
    await draw();
    expect(await list(), 'what was completed meanwhile').toHaveLength(2);
  });

  it('are about the share that was asked for, and the same whoever draws', async () => {
    await configure(25);
    const items = Array.from({ length: 400 }, (_, index) => ({ uid: `t${index}`, status: 'STARTED', assignee_uid: ann.id }));
    await call('POST', '/tasks/batch', { items });
    await call('PATCH', '/tasks/batch', { items: items.map(({ uid }) => ({ uid, status: 'DONE' })) });
    await draw();
    const drawn = await list('?limit=500');
    expect(drawn.length).toBeGreaterThan(60);
    expect(drawn.length).toBeLessThan(140);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call('GET', `/reviews?limit=30${cursor}`);
      seen.push(...body.items.map(({ id }: Review) => id));
      cursor = body.meta.has_more ? `&cursor=${body.meta.next_cursor}` : '';
    } while (cursor !== '');
    expect(seen).toEqual(drawn.map(({ id }) => id));
  });

  it('are decided once, by somebody else, with a comment on the task, which is done again where that is wanted', async () => {
    await configure(100);
    await complete('a', 'b');
    await draw();
    const [b, a] = await list();
    const passed = await call('POST', `/reviews/${a?.id}`, { verdict: 'passed' }, mo.token);
    expect(passed.body).toMatchObject({ state: 'passed', reviewer_uid: mo.id, reviewer_name: 'mo', note: null });
    const again = await call('POST', `/reviews/${a?.id}`, { verdict: 'failed' });
    expect([again.status, again.body.error.message]).toEqual([409, 'mo has reviewed it already.']);
    const body = { verdict: 'failed', note: 'The amount is wrong.', reopen: true };
    expect((await call('POST', `/reviews/${b?.id}`, body, ann.token)).status).toBe(403);
    expect((await call('POST', `/reviews/${b?.id}`, body, mo.token)).body).toMatchObject({ state: 'failed', note: 'The amount is wrong.' });
    expect((await call('GET', '/tasks/b')).body.status).toBe('TODO');
    expect((await call('GET', '/tasks/b/history')).text).toContain('The amount is wrong.');
    expect((await list('?state=open')).length).toBe(0);
    expect((await call('GET', '/audit?limit=2')).text).toContain('reviews.decide');
    expect((await call('POST', '/reviews/nothing', { verdict: 'passed' })).status).toBe(404);
  });

  it('of one’s own work are for others, and a task that is reopened already is not reopened again', async () => {
    await configure(100);
    await call('PUT', '/tasks/own', { status: 'STARTED', assignee_uid: mo.id });
    await call('POST', '/tasks/own/complete');
    await draw();
    const [own] = await list();
    expect((await call('POST', `/reviews/${own?.id}`, { verdict: 'passed' }, mo.token)).status).toBe(403);
    await call('POST', '/tasks/own/reopen');
    const late = await call('POST', `/reviews/${own?.id}`, { verdict: 'failed', note: 'Late', reopen: true });
    expect(late.status).toBe(409);
    expect((await call('GET', '/tasks/own/history')).text).not.toContain('Late');
    expect((await list('?state=open')).length).toBe(1);
  });
});
