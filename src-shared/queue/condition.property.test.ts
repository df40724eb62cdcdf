import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, Task } from '../schema/task.ts';
import { parseMoment } from '../time/timestamp.ts';
import { checkCondition, compileCondition, conditionHolds, explainCondition, normalizeCondition } from './condition.ts';
import { CONDITION_OPERATORS } from './condition-grammar.ts';
import { ConditionSubject } from './condition-subject.ts';

/** The rules of `condition.ts` once more, as plainly as they can be said. */
function naiveHolds(task: Task, group: NaiveGroup): boolean {
  const results = group.rules.map((node) => ('rules' in node ? naiveHolds(task, node) : naiveRule(task, node)));
  const result = results.length === 0 || (group.combinator === 'and' ? results.every(Boolean) : results.some(Boolean));
  return group.not ? !result : result;
}

interface NaiveRule {
  field: string;
  operator: string;
  value: JsonValue;
}
interface NaiveGroup {
  combinator: 'and' | 'or';
  not: boolean;
  rules: (NaiveRule | NaiveGroup)[];
}

const OPPOSITES: Record<string, string> = {
  '!=': '=',
  doesNotContain: 'contains',
  doesNotBeginWith: 'beginsWith',
  doesNotEndWith: 'endsWith',
  notIn: 'in',
  notBetween: 'between',
  null: 'notNull',
};

function naiveRule(task: Task, { field, operator, value }: NaiveRule): boolean {
  const opposite = OPPOSITES[operator];
  if (opposite) return !naiveRule(task, { field, operator: opposite, value });
  const found = field.startsWith('fields.') ? naiveLookUp(task.fields, field.slice(7)) : task[field as keyof Task];
  return naiveFlat(found as JsonValue | undefined).some((actual) => naiveMatch(actual, operator, value, field));
}

function naiveFlat(value: JsonValue | undefined): JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.flatMap(naiveFlat) : [value];
}

function naiveLookUp(from: JsonValue, path: string): JsonValue | undefined {
  if (typeof from !== 'object' || from === null) return undefined;
  const parts = path.split('.');
  for (let count = parts.length; count > 0; count -= 1) {
    const key = parts.slice(0, count).join('.');
    if (!Object.hasOwn(from, key) || (Array.isArray(from) && key === 'length')) continue;
    const value = (from as JsonObject)[key] as JsonValue;
    if (count === parts.length) return value;
    const deeper = naiveLookUp(value, parts.slice(count).join('.'));
    if (deeper !== undefined) return deeper;
  }
  if (!Array.isArray(from)) return undefined;
  const found = from.map((element) => naiveLookUp(element, path)).filter((value) => value !== undefined);
  return found.length > 0 ? found : undefined;
}

function naiveMatch(actual: JsonValue, operator: string, value: JsonValue, field: string): boolean {
  if (operator === 'notNull') return true;
  if (typeof actual === 'object') return false;
  const list =
    typeof value === 'string' && (operator === 'in' || operator === 'between') ? value.split(',').map((part) => part.trim()) : value;
  const isDate = field === 'due_at';
  switch (operator) {
    case '=':
      return naiveEqual(actual, value, isDate);
    case 'in':
      return (list as JsonValue[]).some((item) => naiveEqual(actual, item, isDate));
    case 'contains':
      return fold(actual).includes(fold(value));
    case 'beginsWith':
      return fold(actual).startsWith(fold(value));
    case 'endsWith':
      return fold(actual).endsWith(fold(value));
    case 'between': {
      const [low, high] = list as [JsonValue, JsonValue];
      return naiveMatch(actual, '>=', low, field) && naiveMatch(actual, '<=', high, field);
    }
    default: {
      const order = naiveOrder(actual, value, isDate);
      if (order === null) return false;
      return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator] ?? false;
    }
  }
}

function naiveEqual(actual: string | number | boolean, value: JsonValue, isDate: boolean): boolean {
  const range = naiveRange(value, isDate);
  if (range && typeof actual !== 'boolean') {
    const moment = naiveMoment(actual);
    if (moment !== null && moment >= range[0] && moment <= range[1]) return true;
  }
  if (typeof actual === 'number') return naiveNumber(value) === actual;
  if (typeof actual === 'string' && typeof value === 'number' && !isDate) return naiveNumber(actual) === value;
  return fold(actual) === fold(value);
}

function naiveOrder(actual: string | number | boolean, value: JsonValue, isDate: boolean): number | null {
  if (typeof actual === 'boolean' || typeof value === 'boolean') return null;
  const number = isDate ? null : naiveNumber(value);
  if (number !== null) {
    const other = naiveNumber(actual);
    return other === null ? null : Math.sign(other - number);
  }
  const range = naiveRange(value, isDate);
  if (range) {
    const moment = naiveMoment(actual);
    if (moment === null) return null;
    return moment < range[0] ? -1 : moment > range[1] ? 1 : 0;
  }
  if (typeof actual !== 'string') return null;
  return fold(actual) < fold(value) ? -1 : fold(actual) > fold(value) ? 1 : 0;
}

function fold(value: JsonValue): string {
  return String(value).normalize('NFC').toLowerCase();
}

function naiveNumber(value: JsonValue): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*[+-]?[\d.]*\d[\d.]*(e[+-]?\d+)?\s*$/i.test(value) && !Number.isNaN(Number(value))
    ? Number(value)
    : null;
}

function naiveRange(value: JsonValue, isDate: boolean): [number, number] | null {
  if (typeof value === 'number') {
    const moment = isDate ? parseMoment(value) : null;
    return moment === null ? null : [moment, moment];
  }
  if (typeof value !== 'string' || naiveNumber(value) !== null) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? parseMoment(`${value}T00:00:00Z`) : null;
  if (day !== null) return [day, day + 24 * 3600 * 1_000_000 - 1];
  const moment = parseMoment(value);
  return moment === null ? null : [moment, moment];
}

function naiveMoment(value: string | number): number | null {
  return typeof value === 'number' ? parseMoment(value) : (naiveRange(value, false)?.[0] ?? null);
}

const texts = ['', 'a', 'A', 'ab', 'Abc', 'é', 'e\u0301', 'true', '7', '7.0', '007', '10', '-3', '1e1', ' 7 ', '0x10'];
const dates = [
  '2026-03-01',
  '2026-03-01T00:00:00Z',
  '2026-03-01T23:59:59.999999Z',
  '2026-03-02',
  '2026-03-01T23:00:00-02:00',
  '2026-02-30',
];
const text = fc.constantFrom(...texts, ...dates);
const number = fc.constantFrom(-3, 0, 7, 10, 7.5, 1_772_323_200, 1_772_323_200_000);
const scalar = fc.oneof(text, number, fc.boolean());
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'a.b', '0', 'length', '__proto__'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const fields = fc.dictionary(fc.constantFrom('a', 'b', 'a.b', '__proto__'), json, { maxKeys: 4, noNullPrototype: true });
const field = fc.constantFrom(
  'fields.a',
  'fields.a.b',
  'fields.a.b.a',
  'fields.a.0',
  'fields.a.length',
  'fields.__proto__',
  'status',
  'skills',
);

function valueFor(operator: string, value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> {
  if (operator === 'in' || operator === 'notIn') return fc.array(value, { maxLength: 4 });
  if (operator.toLowerCase().endsWith('between')) return fc.tuple(value, value);
  if (/contain|begin|end/i.test(operator)) return fc.oneof(text, number).filter((item) => item !== '');
  return operator.toLowerCase().endsWith('null') ? fc.constant(null) : value;
}

const rule: fc.Arbitrary<NaiveRule> = fc.constantFrom(...CONDITION_OPERATORS).chain((operator) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ field, operator: fc.constant(operator), value: valueFor(operator, scalar) }) },
    fc.record({
      field: fc.constant('due_at'),
      operator: fc.constant(operator),
      value: valueFor(operator, fc.constantFrom<JsonValue>('2026-03-01', '2026-03-02T23:30:00Z', 1_772_323_200)),
    }),
  ),
);
const group: fc.Arbitrary<NaiveGroup> = fc.letrec<{ group: NaiveGroup }>((tie) => ({
  group: fc.record({
    combinator: fc.constantFrom('and' as const, 'or' as const),
    not: fc.boolean(),
    rules: fc.array(fc.oneof({ maxDepth: 3, withCrossShrink: true }, rule, tie('group')), { maxLength: 4 }),
  }),
})).group;

function taskOf(found: JsonObject): Task {
  const at = '2026-03-01T09:00:00.000000+00:00';
  return {
    uid: 't1',
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
    fields: found,
    integrations: {},
    skills: ['a', 'Abc'],
    priority: null,
    version: 1,
  };
}

describe('conditions', () => {
  it('agree with a naive reading of the same rules', () => {
    fc.assert(
      fc.property(fields, rule, (found, only) => {
        const task = taskOf(found);
        const condition: NaiveGroup = { combinator: 'and', not: false, rules: [only] };
        expect(checkCondition(condition)).toEqual([]);
        expect(conditionHolds(task, condition)).toBe(naiveHolds(task, condition));
      }),
      { numRuns: 5_000 },
    );
  });

  it('agree with it as whole trees, also when several conditions share what they looked up', () => {
    fc.assert(
      fc.property(fields, fc.array(group, { minLength: 1, maxLength: 4 }), (found, conditions) => {
        const task = taskOf(found);
        const subject = new ConditionSubject(task);
        for (const condition of conditions) {
          const expected = naiveHolds(task, condition);
          expect(compileCondition(condition).holds(subject)).toBe(expected);
          expect(conditionHolds(task, normalizeCondition(condition as unknown as JsonObject))).toBe(expected);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 6, withNullPrototype: true }), fields, (anything, found) => {
        for (const value of [
          anything,
          { rules: anything },
          { rules: [anything] },
          { rules: [{ field: 'fields.a', operator: '=', value: anything }] },
        ]) {
          const task = taskOf(found);
          if (checkCondition(value).length > 0) expect(conditionHolds(task, value)).toBe(false);
          else expect(typeof conditionHolds(task, value)).toBe('boolean');
          explainCondition(value, new ConditionSubject(task));
        }
      }),
    );
  });
});
