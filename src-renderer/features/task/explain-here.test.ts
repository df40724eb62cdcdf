import { describe, expect, it } from 'vitest';
import type { Queue } from '../../../src-shared/schema/queue.ts';
import type { Task } from '../../../src-shared/schema/task.ts';
import { explainQueues, placementOf } from './explain-here.ts';

const at = '2026-03-01T09:00:00.000000+00:00';
const moments = { status_at: at, due_at: at, created_at: at, updated_at: at, started_at: null, done_at: null, snooze_expires_at: null };

function taskIn(queueUid: string | null, status: Task['status'] = 'TODO'): Task {
  const rest = { assignee_uid: null, integrations: {}, skills: [], priority: null, version: 1 };
  return { uid: 't1', status, queue_uid: queueUid, fields: { country: 'FR' }, ...moments, ...rest };
}

function queue(id: string, value: string | null, others: Partial<Queue> = {}): Queue {
  const rules = value === null ? [] : [{ field: 'fields.country', operator: '=', value }];
  return {
    id,
    name: id,
    priority: 1,
    condition: { combinator: 'and', rules },
    skills: [],
    enabled: true,
    release_on_skip: false,
    ...others,
  };
}

const queues = [queue('off', null, { enabled: false }), queue('de', 'DE'), queue('fr', 'FR'), queue('rest', null)];
const unknown = { kind: 'unknown' } as const;
const by = (queueUid: string | null) => ({ kind: 'known', queueUid }) as const;

describe('why a task is where it is', () => {
  it('is told queue by queue, with what the task has', () => {
    const explained = explainQueues(taskIn('fr'), [...queues, queue('broken', null, { condition: { combinator: 'xor' } })]);
    expect(explained.map(({ queue: { id }, verdict }) => [id, verdict])).toEqual([
      ['off', 'off'],
      ['de', 'fails'],
      ['fr', 'decides'],
      ['rest', 'later'],
      ['broken', 'broken'],
    ]);
    expect(explained[1]?.condition).toMatchObject({
      holds: false,
      nodes: [{ field: 'fields.country', value: 'DE', actual: ['FR'], holds: false }],
    });
  });

  it('is the rules, a choice by hand, or something that is not known here', () => {
    expect(placementOf(taskIn('fr'), queues, unknown)).toEqual({ kind: 'byRule', rules: 'fr' });
    expect(placementOf(taskIn('de'), queues, unknown)).toEqual({ kind: 'differs', rules: 'fr' });
    expect(placementOf(taskIn('de'), queues, by('de'))).toEqual({ kind: 'override', override: 'de', rules: 'fr' });
    expect(placementOf(taskIn('fr'), queues, by('off'))).toEqual({ kind: 'overrideOff', override: 'off', rules: 'fr' });
    expect(placementOf(taskIn('fr'), queues, by(null))).toEqual({ kind: 'byRule', rules: 'fr' });
    expect(placementOf(taskIn('de', 'DONE'), queues, unknown)).toEqual({ kind: 'done', rules: 'fr' });
  });
});
