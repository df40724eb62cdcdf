import { describe, expect, it } from 'vitest';
import { statusOf } from '../engine/map-item.ts';
import { COMPLYADVANTAGE } from './complyadvantage-kind.ts';
import { readCase } from './mesh-items.ts';

describe('what a case of Mesh becomes', () => {
  it.each([
    ['INITIAL', 'TODO', 'ASSIGNED'],
    ['REVIEW', 'TODO', 'STARTED'],
    ['DECISION', 'DONE', 'DONE'],
    ['A_NEW_TYPE', 'TODO', 'ASSIGNED'],
  ])('in a stage of the type %s it is %s, and with somebody %s', (stageType, alone, held) => {
    const statusWith = (assignee: string | null): string => {
      const stage = { identifier: 's', display_name: 'Some stage', stage_type: stageType };
      const read = readCase({ identifier: 'c', type: 'T', stage, assignee, created_at: '2026-01-01T00:00:00Z' }, {});
      if (!('item' in read)) throw new Error(read.reason);
      const { state, statusWord, assigneeExternalId } = read.item;
      return state === 'open' ? statusOf(COMPLYADVANTAGE.statuses, statusWord, assigneeExternalId) : 'DONE';
    };
    expect(statusWith(null)).toBe(alone);
    expect(statusWith('018d3157-0ec8-7004-a684-000000000001')).toBe(held);
  });

  it.each([
    ['potential_match', 'ASSIGNED'],
    ['no_match', 'DONE'],
    ['false_positive', 'DONE'],
    ['true_positive_approve', 'DONE'],
    ['true_positive_reject', 'DONE'],
    ['unknown', 'ASSIGNED'],
  ])('a search that is %s is %s', (word, status) => {
    expect(statusOf(COMPLYADVANTAGE.statuses, word, 'somebody')).toBe(status);
  });
});
