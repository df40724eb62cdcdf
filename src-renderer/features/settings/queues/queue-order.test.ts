import { expect, it } from 'vitest';
import { byPriority } from '../../../../src-shared/queue/routing-rules.ts';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import { moveId, orderChanges } from './queue-order.ts';

function queues(priorities: Readonly<Record<string, number>>): Queue[] {
  const made = Object.entries(priorities).map(([id, priority]) => ({
    ...{ id, name: id, priority, condition: {}, skills: [] },
    ...{ enabled: true, release_on_skip: false },
  }));
  return made.toSorted(byPriority);
}

function orderAfter(before: readonly Queue[], ids: readonly string[]): string[] {
  const changes = new Map(orderChanges(before, ids).map(({ id, priority }) => [id, priority]));
  return before
    .map((queue) => ({ ...queue, priority: changes.get(queue.id) ?? queue.priority }))
    .toSorted(byPriority)
    .map(({ id }) => id);
}

it('changes one queue alone where there is room between its neighbours', () => {
  const known = queues({ a: 10, b: 20, c: 30 });
  expect(orderChanges(known, ['a', 'c', 'b'])).toEqual([{ id: 'b', priority: 40 }]);
  expect(orderChanges(known, ['c', 'a', 'b'])).toEqual([{ id: 'c', priority: 0 }]);
  expect(orderChanges(known, ['a', 'b', 'c'])).toEqual([]);
});

it('makes room where there is none, also among queues of one priority', () => {
  const close = queues({ a: 1, b: 2, c: 3 });
  expect(orderAfter(close, ['a', 'c', 'b'])).toEqual(['a', 'c', 'b']);
  const equal = queues({ a: 5, b: 5, c: 5, d: 6 });
  for (const id of ['a', 'b', 'c', 'd']) {
    for (const place of [0, 1, 2, 3]) {
      const ids = moveId(['a', 'b', 'c', 'd'], id, place);
      expect(orderAfter(equal, ids)).toEqual(ids);
    }
  }
});

it('keeps a queue within the list', () => {
  expect(moveId(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a']);
  expect(moveId(['a', 'b', 'c'], 'c', -3)).toEqual(['c', 'a', 'b']);
});
