import { describe, expect, it } from 'vitest';
import type { Queue } from '../schema/queue.ts';
import type { JsonObject, Task } from '../schema/task.ts';
import { compileRules } from './routing-rules.ts';

const at = '2026-03-01T09:00:00.000000+00:00';

function taskWith(fields: JsonObject): Task {
  return {
    uid: 't1',
    status: 'TODO',
    status_at: at,
    assignee_uid: null,
    queue_uid: null,
    due_at: at,
    created_at: at,
    updated_at: at,
    started_at: null,
    done_at: null,
    snooze_expires_at: null,
    fields,
    integrations: {},
    skills: [],
    priority: null,
    version: 1,
  };
}

function queue(id: string, priority: number, value: string | null, others: Partial<Queue> = {}): Queue {
  const rules = value === null ? [] : [{ field: 'fields.country', operator: '=', value }];
  return { id, name: id, priority, condition: { combinator: 'and', rules }, skills: [], enabled: true, release_on_skip: false, ...others };
}

describe('routing', () => {
  const rules = compileRules([
    queue('last', 100, null),
    queue('b', 5, 'FR'),
    queue('a', 5, 'FR'),
    queue('first', 1, 'DE'),
    queue('off', 0, null, { enabled: false }),
  ]);

  it('takes the first enabled queue by priority, and by id where that is the same', () => {
    expect(rules.queues.map(({ id }) => id)).toEqual(['off', 'first', 'a', 'b', 'last']);
    expect(rules.route(taskWith({ country: 'de' }), null)).toBe('first');
    expect(rules.route(taskWith({ country: 'FR' }), null)).toBe('a');
    expect(rules.route(taskWith({}), null)).toBe('last');
  });

  it('gives no queue to a task that none wants', () => {
    expect(compileRules([queue('a', 1, 'FR')]).route(taskWith({}), null)).toBeNull();
  });

  it('lets a choice by hand win while that queue exists and is enabled', () => {
    expect(rules.route(taskWith({ country: 'DE' }), 'b')).toBe('b');
    expect(rules.route(taskWith({ country: 'DE' }), 'gone')).toBe('first');
    expect(rules.route(taskWith({ country: 'DE' }), 'off')).toBe('first');
  });

  it('passes over a queue whose stored condition cannot be read', () => {
    const broken = queue('broken', 0, null, { condition: { rules: [{ field: 'fields.x', operator: 'like', value: 1 }] } });
    expect(compileRules([broken, queue('a', 1, null)]).route(taskWith({}), null)).toBe('a');
  });
});
