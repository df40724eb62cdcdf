import { describe, expect, it } from 'vitest';
import type { Queue } from '../../src-shared/schema/queue.ts';
import { changedKeys, changeOf, draftOfMade, draftOfQueue, newQueueDraft, newQueueOf, rebaseDraft, takeKeys } from './queue-draft.ts';

const rule = (value: string) => ({ combinator: 'and', rules: [{ field: 'fields.country', operator: '=', value }] });
const queue: Queue = {
  id: 'kyc',
  name: 'KYC',
  priority: 10,
  condition: rule('FR'),
  skills: ['kyc'],
  enabled: true,
  release_on_skip: false,
};

describe('a queue that is edited', () => {
  it('asks for its changes alone, and says what they were made from', () => {
    const draft = { ...draftOfQueue(queue), name: ' Checks ', priority: '5' };
    expect(changeOf(queue, draft)).toEqual({ name: 'Checks', priority: 5, expected: { name: 'KYC', priority: 10 } });
    expect(changedKeys(queue, draftOfQueue(queue))).toEqual([]);
  });

  it('is not changed by a condition that is written in another way', () => {
    const published = { ...queue, condition: { combinator: 'AND', conditions: rule('FR').rules } };
    expect(changedKeys(published, draftOfQueue(published))).toEqual([]);
  });

  it('is made without an id and a priority where none were given', () => {
    expect(newQueueOf({ ...newQueueDraft(), name: 'New' })).toEqual({
      ...{ name: 'New', condition: { combinator: 'and', rules: [] }, skills: [] },
      ...{ enabled: true, release_on_skip: false },
    });
  });

  it('has nothing left to save once it was made, whatever was left to the server', () => {
    const typed = { ...newQueueDraft(), name: 'New', condition: draftOfQueue(queue).condition };
    const made: Queue = { ...queue, id: 'queue_1', name: 'New', priority: 30, condition: rule('FR'), skills: [] };
    const draft = draftOfMade(typed, made);
    expect([draft.id, draft.priority, changedKeys(made, draft)]).toEqual(['queue_1', '30', []]);
    expect(draftOfMade({ ...typed, priority: ' 30' }, made).priority).toBe(' 30');
  });

  it('takes in what somebody else saved, and keeps its own where both changed the same', () => {
    const draft = { ...draftOfQueue(queue), condition: draftOfQueue({ ...queue, condition: rule('DE') }).condition };
    const current = { ...queue, name: 'Checks', condition: rule('IT') };
    const rebased = rebaseDraft(queue, draft, current);
    expect(rebased.conflicts).toEqual(['condition']);
    expect(rebased.draft).toMatchObject({ name: 'Checks', condition: draft.condition });
    expect(changeOf(current, rebased.draft)).toEqual({ condition: rule('DE'), expected: { condition: rule('IT') } });
    expect(changedKeys(current, takeKeys(rebased.draft, current, rebased.conflicts))).toEqual([]);
  });

  it('has no conflict where both made the same change', () => {
    const draft = { ...draftOfQueue(queue), name: 'Checks' };
    expect(rebaseDraft(queue, draft, { ...queue, name: 'Checks' }).conflicts).toEqual([]);
  });
});
