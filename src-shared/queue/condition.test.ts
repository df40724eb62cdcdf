import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, Task } from '../schema/task.ts';
import {
  checkCondition,
  compileCondition,
  conditionHolds,
  explainCondition,
  explainConditionTree,
  normalizeCondition,
} from './condition.ts';
import { CONDITION_LIMITS } from './condition-grammar.ts';
import { ConditionSubject } from './condition-subject.ts';

function taskWith(fields: JsonObject, others: Partial<Task> = {}): Task {
  const at = '2026-03-01T09:00:00.000000+00:00';
  return {
    uid: 'Task-1',
    status: 'TODO',
    status_at: at,
    assignee_uid: null,
    queue_uid: null,
    due_at: '2026-03-02T23:30:00.000000+00:00',
    created_at: at,
    updated_at: at,
    started_at: null,
    done_at: null,
    snooze_expires_at: null,
    fields,
    integrations: {},
    skills: ['German', 'police'],
    priority: 5,
    version: 1,
    ...others,
  };
}

function holds(fields: JsonObject, field: string, operator: string, value?: JsonValue): boolean {
  const condition = { rules: [{ field, operator, ...(value === undefined ? {} : { value }) }] };
  expect(checkCondition(condition)).toEqual([]);
  return conditionHolds(taskWith(fields), condition);
}

describe('a rule', () => {
  it.each<[JsonValue, string, JsonValue | undefined, boolean]>([
    // Text: whatever the case, and however an accent is encoded.
    ['France', '=', 'france', true],
    ['Caf\u00e9', '=', 'CAFE\u0301', true],
    ['France', '!=', 'FRANCE', false],
    ['France', '=', 'Fran', false],
    ['France', 'contains', 'RAN', true],
    ['France', 'beginsWith', 'fr', true],
    ['France', 'endsWith', 'CE', true],
    ['France', 'doesNotContain', 'ran', false],
    ['France', 'doesNotBeginWith', 'ce', true],
    ['France', 'doesNotEndWith', 'ce', false],
    ['banana', '>', 'Apple', true],
    ['', '=', '', true],
    // Numbers, and texts that are numbers.
    [12, '=', 12, true],
    [12, '=', '12.0', true],
    ['12', '=', 12, true],
    ['007', '=', '7', false],
    ['007', '=', 7, true],
    ['9', '<', '10', true],
    [9, '<', '10', true],
    ['about 9', '<', 10, false],
    [12, 'contains', '2', true],
    [12, 'between', '10,12', true],
    [12, 'between', [13, 20], false],
    [12, 'notBetween', [13, 20], true],
    [0.1, '>=', 1e-1, true],
    // Dates: moments whatever the offset; a day is all of it.
    ['2026-03-01T10:00:00+02:00', '=', '2026-03-01T08:00:00Z', true],
    ['2026-03-01T23:59:59.999999Z', '=', '2026-03-01', true],
    ['2026-03-01T12:00:00Z', '>', '2026-03-01', false],
    ['2026-03-02T00:00:00Z', '>', '2026-03-01', true],
    ['2026-03-01T12:00:00Z', '<=', '2026-03-01', true],
    ['2026-03-01', 'between', '2026-02-28,2026-03-01', true],
    ['2026-03-01T08:30', '=', '2026-03-01T08:30:00Z', true],
    [1_772_355_600, '=', '2026-03-01T09:00:00Z', true],
    [1_772_355_600_000, '<', '2026-03-02', true],
    ['soon', '<', '2026-03-02', false],
    // Booleans.
    [true, '=', true, true],
    [true, '=', 'TRUE', true],
    [true, '=', 1, false],
    [false, '!=', true, true],
    // Lists: any element; the negative operators: none.
    [['vip', 'new'], '=', 'NEW', true],
    [['vip', 'new'], 'contains', 'vi', true],
    [['vip', 'new'], 'in', ['old', 'new'], true],
    [['vip', 'new'], 'notIn', 'old, new', false],
    [['vip', 'new'], '!=', 'new', false],
    [[1, 5, 9], 'between', [4, 6], true],
    [[1, [7]], '>', 6, true],
    [[], '=', '', false],
    ['a,b', 'in', 'x, a\\,b', true],
    [4, 'in', '3, 4', true],
    ['4', 'in', [4], true],
    ['04', 'in', ['4'], false],
    ['2026-03-01T09:00:00Z', 'in', ['2026-03-01'], true],
    // Existence: null and a list of nothing are none; an empty text is a value.
    [null, 'null', undefined, true],
    [[], 'null', undefined, true],
    [[null], 'notNull', undefined, false],
    ['', 'null', undefined, false],
    [{}, 'notNull', undefined, true],
    [null, '=', 'x', false],
    [null, '!=', 'x', true],
    [null, 'doesNotContain', 'x', true],
    [null, 'notIn', ['x'], true],
    [null, '<', 5, false],
    [{ a: 1 }, '=', '[object Object]', false],
    [{ a: 1 }, 'contains', 'object', false],
  ])('on %j: %s %j is %j', (actual, operator, value, expected) => {
    expect(holds({ x: actual }, 'fields.x', operator, value)).toBe(expected);
  });

  it('sees attributes of the task', () => {
    expect(holds({}, 'status', '=', 'todo')).toBe(true);
    expect(holds({}, 'priority', '>', '4')).toBe(true);
    expect(holds({}, 'skills', 'in', ['german'])).toBe(true);
    expect(holds({}, 'due_at', '=', '2026-03-02')).toBe(true);
    expect(holds({}, 'due_at', '<', 1_772_355_600)).toBe(false);
    expect(holds({}, 'created_at', '<=', 1_772_355_600)).toBe(true);
    expect(holds({}, 'queue_uid', 'null')).toBe(true);
    expect(holds({ title: 'Claim' }, 'title', 'beginsWith', 'cl')).toBe(true);
    expect(holds({}, 'url', 'null')).toBe(true);
  });

  it('compares ids exactly', () => {
    expect(holds({}, 'uid', '=', 'Task-1')).toBe(true);
    expect(holds({}, 'uid', '=', 'task-1')).toBe(false);
    expect(holds({}, 'uid', 'in', ['task-1', 'Task-1'])).toBe(true);
  });

  it('finds nested fields; a key with a dot in it wins', () => {
    expect(holds({ customer: { country: 'FR' } }, 'fields.customer.country', '=', 'FR')).toBe(true);
    expect(holds({ 'customer.country': 'DE', customer: { country: 'FR' } }, 'fields.customer.country', '=', 'DE')).toBe(true);
    expect(holds({ 'a.b': { d: 1 }, a: { b: { c: 2 } } }, 'fields.a.b.c', '=', 2)).toBe(true);
    expect(holds({ a: { 'b.c': 3 } }, 'fields.a.b.c', '=', 3)).toBe(true);
    expect(holds({ a: 'text' }, 'fields.a.length', 'null')).toBe(true);
  });

  it('goes through lists of objects, and takes places of lists', () => {
    const fields = { items: [{ sku: 'A' }, { sku: 'B', tags: ['x'] }] };
    expect(holds(fields, 'fields.items.sku', '=', 'b')).toBe(true);
    expect(holds(fields, 'fields.items.sku', '!=', 'b')).toBe(false);
    expect(holds(fields, 'fields.items.0.sku', '=', 'b')).toBe(false);
    expect(holds(fields, 'fields.items.tags', 'contains', 'x')).toBe(true);
    expect(holds(fields, 'fields.items.length', 'null')).toBe(true);
  });

  it('never takes a prototype for a field', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) expect(holds({}, `fields.${name}`, 'null')).toBe(true);
    expect(holds(JSON.parse('{"__proto__": "x"}') as JsonObject, 'fields.__proto__', '=', 'x')).toBe(true);
  });
});

describe('a group', () => {
  const yes = { field: 'status', operator: '=', value: 'TODO' };
  const no = { field: 'status', operator: '=', value: 'DONE' };

  it.each<[string, JsonObject, boolean]>([
    ['without rules holds', { combinator: 'or', rules: [] }, true],
    ['that is empty holds', {}, true],
    ['without rules, negated, does not hold', { not: true, rules: [] }, false],
    ['and: all', { combinator: 'and', rules: [yes, no] }, false],
    ['or: any', { combinator: 'or', rules: [no, yes] }, true],
    ['not negates the whole', { combinator: 'or', not: true, rules: [no, yes] }, false],
    ['groups in groups', { rules: [yes, { combinator: 'OR', rules: [no, { not: true, rules: [no] }] }] }, true],
    ['conditions is read as rules', { combinator: 'and', conditions: [yes, { conditions: [no] }] }, false],
    ['a rule alone is a group of one', yes, true],
    ['a muted rule does not count', { rules: [yes, { ...no, muted: true }] }, true],
  ])('%s', (_name, condition, expected) => {
    expect(checkCondition(condition)).toEqual([]);
    expect(conditionHolds(taskWith({}), condition)).toBe(expected);
    expect(conditionHolds(taskWith({}), normalizeCondition(condition))).toBe(expected);
  });

  it('is kept with rules and a combinator, and with what the query builder wrote besides', () => {
    expect(normalizeCondition({ id: 'g1', combinator: 'OR', conditions: [yes, { conditions: [no] }] })).toEqual({
      id: 'g1',
      combinator: 'or',
      rules: [yes, { combinator: 'and', rules: [no] }],
    });
  });

  it('is explained as a tree, with what the task has', () => {
    const condition = {
      combinator: 'or',
      rules: [
        { ...no, field: 'fields.tags' },
        { not: true, rules: [{ ...yes, field: 'fields.none' }] },
      ],
    };
    const subject = new ConditionSubject(taskWith({ tags: ['a', 'b'] }));
    expect(explainConditionTree(condition, subject)).toMatchObject({
      ...{ kind: 'group', combinator: 'or', not: false },
      nodes: [
        { kind: 'rule', field: 'fields.tags', actual: ['a', 'b'] },
        { kind: 'group', not: true, nodes: [{ kind: 'rule', actual: [] }] },
      ],
    });
    expect(explainConditionTree({ rules: [{ field: 'queue_uid', operator: '=', value: 'kyc' }] }, subject)).toBeNull();
  });

  it('is explained rule by rule', () => {
    const condition = { combinator: 'or', rules: [no, { not: true, rules: [yes] }] };
    expect(explainCondition(condition, new ConditionSubject(taskWith({})))).toEqual([
      { ...no, holds: false },
      { ...yes, holds: true },
    ]);
  });
});

describe('the grammar', () => {
  const rule = { field: 'fields.x', operator: '=', value: 1 };

  it.each<[string, unknown, string, RegExp]>([
    ['no object', 'x', '', /must be a group/],
    ['null', null, '', /must be a group/],
    ['a list', [], '', /must be a group/],
    ['rules that are no list', { rules: {} }, 'rules', /must be a list/],
    ['both names', { rules: [], conditions: [] }, '', /both rules and conditions/],
    ['an unknown combinator', { combinator: 'xor', rules: [] }, 'combinator', /and or or/],
    ['not that is no boolean', { not: 'yes', rules: [] }, 'not', /true or false/],
    ['combinators between rules', { rules: [rule, 'and', rule] }, 'rules.1', /between rules/],
    ['an unknown operator', { rules: [{ ...rule, operator: 'like' }] }, 'rules.0.operator', /one of =/],
    ['no field', { rules: [{ operator: '=', value: 1 }] }, 'rules.0.field', /must name a field/],
    ['an unknown attribute', { conditions: [{ rules: [{ ...rule, field: 'country' }] }] }, 'conditions.0.rules.0.field', /fields\.NAME/],
    ['a field of nothing', { rules: [{ ...rule, field: 'fields.' }] }, 'rules.0.field', /no attribute/],
    ['a very long field', { rules: [{ ...rule, field: `fields.${'x'.repeat(300)}` }] }, 'rules.0.field', /at most 256/],
    ['a very deep field', { rules: [{ ...rule, field: `fields${'.a'.repeat(20)}` }] }, 'rules.0.field', /at most 16 parts/],
    ['no value', { rules: [{ field: 'fields.x', operator: '=' }] }, 'rules.0.value', /is missing/],
    ['null as a value', { rules: [{ ...rule, value: null }] }, 'rules.0.value', /operator null/],
    ['an object as a value', { rules: [{ ...rule, value: {} }] }, 'rules.0.value', /must be a text/],
    ['an empty text to look for', { rules: [{ ...rule, operator: 'contains', value: '' }] }, 'rules.0.value', /empty/],
    [
      'a very long text to look for',
      { rules: [{ ...rule, operator: 'contains', value: 'x'.repeat(501) }] },
      'rules.0.value',
      /at most 500/,
    ],
    ['a very long text', { rules: [{ ...rule, value: 'x'.repeat(3_000) }] }, 'rules.0.value', /at most 2000/],
    ['one end', { rules: [{ ...rule, operator: 'between', value: '1' }] }, 'rules.0.value', /two values/],
    ['no list', { rules: [{ ...rule, operator: 'in', value: 3 }] }, 'rules.0.value', /must be a list/],
    ['an object in a list', { rules: [{ ...rule, operator: 'in', value: [1, {}] }] }, 'rules.0.value.1', /must be a text/],
    ['a very long list', { rules: [{ ...rule, operator: 'in', value: Array(1_001).fill(1) }] }, 'rules.0.value', /at most 1000/],
    ['no date for a date', { rules: [{ field: 'due_at', operator: '<', value: 'soon' }] }, 'rules.0.value', /must be a date/],
    ['no number for a number', { rules: [{ field: 'priority', operator: '>', value: 'high' }] }, 'rules.0.value', /must be a number/],
    ['a field as a value', { rules: [{ ...rule, valueSource: 'field' }] }, 'rules.0.valueSource', /must be value/],
    ['a match of elements', { rules: [{ ...rule, match: { mode: 'all' } }] }, 'rules.0.match', /any of its elements/],
  ])('refuses %s', (_name, condition, path, message) => {
    const problems = checkCondition(condition);
    expect(problems[0]?.path).toBe(path);
    expect(problems[0]?.message).toMatch(message);
    expect(compileCondition(condition).holds(new ConditionSubject(taskWith({ x: 1 })))).toBe(false);
  });

  it('names every mistake', () => {
    const problems = checkCondition({
      combinator: 'nor',
      rules: [
        { field: 'x', operator: '~' },
        { ...rule, value: [] },
      ],
    });
    expect(problems.map(({ path }) => path)).toEqual(['combinator', 'rules.0.operator', 'rules.0.field', 'rules.1.value']);
  });

  it('refuses a group whose rules are under another name, which would hold for every task', () => {
    for (const path of ['rule', 'filters', '$ref']) {
      expect(checkCondition({ combinator: 'and', [path]: [rule] })).toEqual([{ path, message: expect.stringMatching(/not known/) }]);
    }
    expect(checkCondition({ rules: [{ combinator: 'or', children: [rule] }] }).map(({ path }) => path)).toEqual(['rules.0.children']);
    for (const condition of [{}, { id: 'g', combinator: 'and', not: true }, { rules: [rule], note: 'ours' }]) {
      expect(checkCondition(condition)).toEqual([]);
    }
  });

  it('refuses for queues what depends on routing or changes by itself', () => {
    const condition = { rules: [{ field: 'queue_uid', operator: '=', value: 'kyc' }] };
    expect(checkCondition(condition)).toEqual([]);
    expect(checkCondition(condition, 'routing')).toEqual([
      { path: 'rules.0.field', message: 'must not be queue_uid: queues cannot depend on it' },
    ]);
  });

  it('ends, whatever the depth and the number of rules', () => {
    let deep: JsonObject = { rules: [] };
    for (let depth = 0; depth < 100_000; depth += 1) deep = { rules: [deep] };
    expect(checkCondition(deep)[0]?.message).toMatch(/deeper than 16/);
    const cyclic: Record<string, unknown> = {};
    cyclic.rules = [cyclic, cyclic];
    expect(checkCondition(cyclic)[0]?.message).toMatch(/deeper than 16/);
    const wide = { rules: Array(CONDITION_LIMITS.rules + 100).fill(rule) };
    expect(checkCondition(wide)).toEqual([{ path: `rules.${CONDITION_LIMITS.rules}`, message: expect.stringMatching(/at most 500/) }]);
    expect(checkCondition({ rules: Array(CONDITION_LIMITS.rules).fill(rule) })).toEqual([]);
  });
});
