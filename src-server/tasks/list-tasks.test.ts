import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

interface Item {
  uid: string;
  status: string;
  queue_uid: string | null;
  assignee_uid: string | null;
  updated_at: string;
}

let server: TestApp;
let people: string[];
let all: Item[];

beforeAll(async () => {
  server = await openTestApp();
  for (const id of ['refunds', 'claims']) {
    const condition = { rules: [{ field: 'fields.team', operator: '=', value: id }] };
    await server.call('POST', '/api/v1/queues', { body: { id, name: id, condition } });
  }
  people = [(await server.person('olga')).id, (await server.person('sam')).id];
  const statuses = ['TODO', 'ASSIGNED', 'STARTED', 'DONE'];
  const items = Array.from({ length: 90 }, (_, index) => ({
    uid: `t${String((index * 37) % 90).padStart(2, '0')}`,
    // Several were made at the same moment.
    created_at: `2026-01-01T00:00:${String(Math.floor(index / 4)).padStart(2, '0')}Z`,
    status: statuses[(index * 7) % 4],
    ...((index * 7) % 4 === 0 ? {} : { assignee_uid: people[(index >> 1) % 2] }),
    fields: { team: ['refunds', 'claims', 'nobody'][index % 3] },
  }));
  await server.call('POST', '/api/v1/tasks/batch', { body: { items } });
  await server.call('DELETE', '/api/v1/tasks/t05');
  all = await walk('limit=1000');
  expect(all).toHaveLength(89);
});
afterAll(() => server.close());

async function walk(query: string): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await server.call('GET', `/api/v1/tasks?${query}&cursor=${cursor}`);
    items.push(...body.items);
    cursor = body.meta.next_cursor;
  }
  return items;
}

const uids = (items: Item[]) => items.map(({ uid }) => uid);

describe('a walk through a filtered list', () => {
  const filters: [string, (item: Item) => boolean][] = [
    ['status=TODO', ({ status }) => status === 'TODO'],
    ['status=TODO,DONE,TODO', ({ status }) => status === 'TODO' || status === 'DONE'],
    ['queue_uid=refunds', ({ queue_uid: queue }) => queue === 'refunds'],
    ['queue_uid=refunds&status=STARTED,ASSIGNED', ({ queue_uid: queue, status }) => queue === 'refunds' && /STARTED|ASSIGNED/.test(status)],
    ['assignee_uid=OLGA', ({ assignee_uid: assignee }) => assignee === people[0]],
    ['assignee_uid=OLGA&queue_uid=claims', ({ assignee_uid: assignee, queue_uid: queue }) => assignee === people[0] && queue === 'claims'],
    ['assignee_uid=OLGA&status=DONE', ({ assignee_uid: assignee, status }) => assignee === people[0] && status === 'DONE'],
  ];

  it.each(filters)('%s gives what a look at every task gives, in either order', async (filter, holds) => {
    const query = filter.replace('OLGA', people[0] ?? '');
    const expected = uids(all.filter(holds));
    expect(expected.length).toBeGreaterThan(2);
    for (const limit of [1, 4, 1000]) {
      expect(uids(await walk(`${query}&limit=${limit}`))).toEqual(expected);
      expect(uids(await walk(`${query}&limit=${limit}&order=asc`))).toEqual(expected.toReversed());
    }
  });

  it('with updated_since goes on in the order of changes', async () => {
    const byChange = all.toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : 1));
    for (const place of [0, 1, 40, 88]) {
      const since = encodeURIComponent(byChange[place]?.updated_at ?? '');
      expect(uids(await walk(`updated_since=${since}&limit=7`))).toEqual(uids(byChange.slice(place)));
      const open = byChange.slice(place).filter(({ status }) => status === 'TODO' || status === 'STARTED');
      expect(uids(await walk(`updated_since=${since}&limit=7&status=TODO,STARTED`))).toEqual(uids(open));
    }
  });
});

it('loses no change where the clock was set back', async () => {
  const late = (await server.call('PATCH', '/api/v1/tasks/t10', { body: { fields: { note: 'late' } } })).body;
  server.clock.advanceSeconds(-3_600);
  const early = (await server.call('PATCH', '/api/v1/tasks/t11', { body: { fields: { note: 'early' } } })).body;
  expect(early.updated_at < late.updated_at).toBe(true);
  expect(uids(await walk(`updated_since=${encodeURIComponent(late.updated_at)}`))).toEqual(['t10', 't11']);
  expect(uids(await walk(`updated_since=${encodeURIComponent(early.updated_at)}`)).slice(-2)).toEqual(['t10', 't11']);
});
