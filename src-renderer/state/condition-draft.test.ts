import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import {
  addNode,
  changeNode,
  conditionOfDraft,
  type DraftGroup,
  type DraftRule,
  draftOfCondition,
  fitValues,
  moveNode,
  newGroup,
  newRule,
  problemsOfDraft,
  removeNode,
} from './condition-draft.ts';

const country = { field: 'fields.country', operator: '=', value: 'FR' };
const amount = { field: 'fields.amount', operator: 'between', value: [10, '20'] };
const tree: JsonObject = {
  id: 'g1',
  combinator: 'or',
  rules: [
    { ...country, id: 'r1', muted: true },
    { combinator: 'and', not: true, rules: [amount, { ...country, operator: 'null', value: null }] },
  ],
};

function ruleAt(group: DraftGroup, place: number): DraftRule {
  const node = group.nodes[place];
  if (node?.kind !== 'rule') throw new Error('no rule there');
  return node;
}

describe('a condition that is edited', () => {
  it('comes back as it was, with what other query builders wrote', () => {
    expect(conditionOfDraft(draftOfCondition(tree))).toEqual(tree);
  });

  it('is read from a rule alone, from the published format, and from lists that are one text', () => {
    expect(conditionOfDraft(draftOfCondition(country))).toEqual({ combinator: 'and', rules: [country] });
    const draft = draftOfCondition({ combinator: 'AND', conditions: [{ ...country, operator: 'in', value: 'FR, DE' }] });
    expect(conditionOfDraft(draft)).toEqual({ combinator: 'and', rules: [{ ...country, operator: 'in', value: ['FR', 'DE'] }] });
  });

  it('keeps its values with another operator where that is possible', () => {
    expect(fitValues('between', ['a'])).toEqual(['a', null]);
    expect(fitValues('in', ['a', null])).toEqual(['a']);
    expect(fitValues('=', [])).toEqual([null]);
    expect(fitValues('null', ['a'])).toEqual([]);
  });

  it('is changed, added to, reordered and taken from anywhere in the tree', () => {
    const root = draftOfCondition(tree);
    const inner = root.nodes[1];
    if (inner?.kind !== 'group') throw new Error('no group there');
    const rule = newRule();
    const grown = addNode(root, inner.key, rule);
    expect(conditionOfDraft(moveNode(grown, rule.key, -1))).toMatchObject({
      rules: [{}, { rules: [amount, { field: '' }, { operator: 'null' }] }],
    });
    expect(moveNode(root, inner.key, 1)).toEqual(root);
    const changed = changeNode(grown, rule.key, (node) => (node.kind === 'rule' ? { ...node, field: 'status', values: ['DONE'] } : node));
    expect(conditionOfDraft(changed)).toMatchObject({ rules: [{}, { rules: [amount, {}, { field: 'status', value: 'DONE' }] }] });
    expect(conditionOfDraft(removeNode(changed, rule.key))).toEqual(tree);
    expect(conditionOfDraft(removeNode(root, inner.key))).toMatchObject({ rules: [{ id: 'r1' }] });
  });

  it('names each problem at the control that it is about', () => {
    const root = newGroup([draftOfCondition({ combinator: 'and', rules: [{ ...country, value: undefined as never }] }), newRule()]);
    const inner = root.nodes[0];
    const late = { field: 'due_at', operator: 'between', value: ['2026-01-01', 'soon'] };
    expect(problemsOfDraft(root).map(({ key, part }) => [key, part])).toEqual([
      [inner?.kind === 'group' ? ruleAt(inner, 0).key : '', 'value'],
      [ruleAt(root, 1).key, 'field'],
    ]);
    expect(problemsOfDraft(draftOfCondition({ rules: [late] }))).toMatchObject([{ part: 'value', message: expect.stringMatching(/date/) }]);
    expect(problemsOfDraft(draftOfCondition(tree))).toEqual([]);
  });
});
