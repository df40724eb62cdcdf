import { expect, it } from 'vitest';
import { RoutingPreview } from '../../../../src-shared/queue/routing-preview.ts';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import type { Task } from '../../../../src-shared/schema/task.ts';
import type { TaskEntry } from '../../../data/console-data.ts';
import { previewLocally } from './preview-locally.ts';

const at = '2026-03-01T09:00:00.000000+00:00';
const rule = (value: string) => ({ combinator: 'and', rules: [{ field: 'fields.country', operator: '=', value }] });

function queue(id: string, priority: number, condition = {}): Queue {
  return {
    id,
    name: id,
    priority,
    condition: { combinator: 'and', rules: [], ...condition },
    skills: [],
    enabled: true,
    release_on_skip: false,
  };
}

function entry(uid: string, country: string, queueUid: string | null, status: Task['status'] = 'TODO'): TaskEntry {
  const moments = { status_at: at, due_at: at, created_at: at, updated_at: at, started_at: null, done_at: null, snooze_expires_at: null };
  const task = {
    uid,
    status,
    assignee_uid: null,
    queue_uid: queueUid,
    fields: { country },
    integrations: {},
    skills: [],
    priority: null,
    version: 1,
  };
  return { task: { ...task, ...moments }, title: uid, url: null, pending: [], doubtful: [], rejected: [] };
}

const queues = [queue('fr', 10, rule('FR')), queue('rest', 20)];
const entries = [entry('a', 'FR', 'fr'), entry('b', 'DE', 'rest'), entry('placed', 'DE', 'fr'), entry('done', 'DE', 'rest', 'DONE')];

it('says what would move, and leaves alone what was placed by hand', async () => {
  const preview = new RoutingPreview(queues, { condition: rule('DE'), priority: 5 });
  const result = await previewLocally({ entries, queues, preview, signal: new AbortController().signal });
  expect(result).toEqual({
    ...{ open: 3, matching: 2, moving: 1, moves: [{ from: 'rest', to: '~new', count: 1 }] },
    samples: [{ uid: 'b', title: 'b', from: 'rest', to: '~new' }],
  });
});

it('takes also what was placed by hand out of a queue that is switched off', async () => {
  const preview = new RoutingPreview(queues, { id: 'fr', condition: rule('FR'), enabled: false });
  const result = await previewLocally({ entries, queues, preview, signal: new AbortController().signal });
  expect(result?.moves).toEqual([{ from: 'fr', to: 'rest', count: 2 }]);
});
