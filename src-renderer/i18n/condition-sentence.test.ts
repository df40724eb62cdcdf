import { expect, it } from 'vitest';
import { conditionSentence, fieldLabel, operatorLabel } from './condition-sentence.ts';

const nameOf = (userUid: string) => (userUid === 'ada' ? 'Ada' : userUid);

it('says a condition as one would', () => {
  const rules = [
    { field: 'fields.country', operator: 'in', value: ['FR', 'DE'] },
    {
      combinator: 'or',
      rules: [
        { field: 'due_at', operator: '<', value: '2026-12-01' },
        { field: 'assignee_uid', operator: '=', value: 'ada' },
      ],
    },
    { not: true, rules: [{ field: 'status', operator: '=', value: 'DONE' }] },
    { field: 'fields.amount', operator: 'between', value: [1, 2] },
    { field: 'fields.vip', operator: 'null' },
  ];
  expect(conditionSentence({ combinator: 'and', rules }, nameOf)).toBe(
    'country is one of FR, DE and (Due is before 2026-12-01 or Assignee is Ada) and not (Status is Done) and amount is between 1 and 2 and vip is empty',
  );
  expect(conditionSentence({ rules: [] }, nameOf)).toBe('every task');
  expect(conditionSentence({ not: true, rules: [] }, nameOf)).toBe('no task');
});

it('names a long list by its beginning', () => {
  const rule = { field: 'fields.x', operator: 'in', value: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
  expect(conditionSentence(rule, nameOf)).toBe('x is one of a, b, c, d, e and 2 more');
});

it('tells a field from the attribute of the same name', () => {
  expect([fieldLabel('due_at'), fieldLabel('fields.country'), fieldLabel('fields.status')]).toEqual(['Due', 'country', 'fields.status']);
  expect([operatorLabel('>', false), operatorLabel('>', true), operatorLabel('in', true)]).toEqual(['is above', 'is after', 'is one of']);
});
