import type { JsonObject, JsonValue, Task } from '../schema/task.ts';
import { kindOf } from './condition-field.ts';
import {
  type ConditionGroup,
  type ConditionOperator,
  type ConditionProblem,
  type ConditionPurpose,
  type ConditionRule,
  readCondition,
} from './condition-grammar.ts';
import { type Actual, compareWithOperand, equalsOperand, type Operand, readNumber, readOperand } from './condition-operand.ts';
import { ConditionSubject } from './condition-subject.ts';

/**
 * Conditions: a tree `{combinator, not, rules[]}` over a task, the same on server and console.
 *
 * - A field that is absent, null or an empty list has no value: `null` holds, and of the others only the negative ones.
 * - A list holds when any of its elements does. Each negative operator is exactly the opposite of its positive one.
 * - Text is compared whatever its case; ids (uid, queue_uid, assignee_uid) exactly.
 * - The rule's value decides how: a number, or a text that is one, with numbers and numeric texts; a date with moments,
 *   a day meaning all of that day in UTC; anything else as text. Two texts are equal only as texts: "007" is not "7".
 * - A group without rules holds.
 */
export interface CompiledCondition {
  holds(subject: ConditionSubject): boolean;
}

type Test = (subject: ConditionSubject) => boolean;

const NEVER: CompiledCondition = { holds: () => false };

/** What is wrong with a condition; nothing when it can be used. Never throws. */
export function checkCondition(value: unknown, purpose: ConditionPurpose = 'filter'): ConditionProblem[] {
  return readCondition(value, purpose).problems;
}

/** Reads the tree once for many tasks. One that has problems holds for no task. Never throws. */
export function compileCondition(value: unknown, purpose: ConditionPurpose = 'filter'): CompiledCondition {
  const { root, problems } = readCondition(value, purpose);
  return problems.length > 0 ? NEVER : { holds: compileGroup(root) };
}

/** Whether the condition holds for one task; for many, compile it. */
export function conditionHolds(task: Task, condition: unknown): boolean {
  return compileCondition(condition).holds(new ConditionSubject(task));
}

export interface ExplainedRule {
  field: string;
  operator: ConditionOperator;
  value: JsonValue;
  holds: boolean;
}

/** Each rule of the tree by itself, in the order in which they stand. */
export function explainCondition(value: unknown, subject: ConditionSubject): ExplainedRule[] {
  const { root, problems } = readCondition(value);
  return problems.length > 0 ? [] : rulesOf(root).map((rule) => explainRule(rule, subject));
}

/** A rule with what the task has there: nothing where it has no value. */
export interface ExplainedLeaf extends ExplainedRule {
  kind: 'rule';
  actual: readonly JsonValue[];
}

export interface ExplainedGroup {
  kind: 'group';
  combinator: ConditionGroup['combinator'];
  not: boolean;
  holds: boolean;
  nodes: readonly (ExplainedLeaf | ExplainedGroup)[];
}

/** The whole tree with what became of each part; null for one that cannot be used. Never throws. */
export function explainConditionTree(
  value: unknown,
  subject: ConditionSubject,
  purpose: ConditionPurpose = 'routing',
): ExplainedGroup | null {
  const { root, problems } = readCondition(value, purpose);
  return problems.length > 0 ? null : explainGroup(root, subject);
}

function explainGroup(group: ConditionGroup, subject: ConditionSubject): ExplainedGroup {
  const { combinator, not, rules } = group;
  const nodes = rules.map((node) => (node.kind === 'group' ? explainGroup(node, subject) : explainLeaf(node, subject)));
  return { kind: 'group', combinator, not, holds: compileGroup(group)(subject), nodes };
}

function explainLeaf(rule: ConditionRule, subject: ConditionSubject): ExplainedLeaf {
  return { kind: 'rule', ...explainRule(rule, subject), actual: subject.valuesOf(rule.field).map(({ value }) => value) };
}

/** The tree as it is kept: `conditions` of the published format as `rules`, with a combinator in every group. */
export function normalizeCondition(condition: JsonObject): JsonObject {
  return normalizeGroup('field' in condition || 'operator' in condition ? { rules: [condition] } : condition);
}

function normalizeGroup({ combinator, rules, conditions, ...others }: JsonObject): JsonObject {
  const nodes = [rules ?? conditions ?? []].flat();
  return {
    ...others,
    combinator: typeof combinator === 'string' ? combinator.toLowerCase() : 'and',
    rules: nodes.map((node) => (isGroup(node) ? normalizeGroup(node) : node)),
  };
}

function isGroup(node: JsonValue): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node) && !('field' in node || 'operator' in node);
}

function rulesOf(group: ConditionGroup): ConditionRule[] {
  return group.rules.flatMap((node) => (node.kind === 'group' ? rulesOf(node) : [node]));
}

function explainRule(rule: ConditionRule, subject: ConditionSubject): ExplainedRule {
  const { field, operator, value } = rule;
  return { field, operator, value, holds: compileRule(rule)(subject) };
}

function compileGroup({ combinator, not, rules }: ConditionGroup): Test {
  const tests = rules.map((node) => (node.kind === 'group' ? compileGroup(node) : compileRule(node)));
  const [only] = tests;
  const test: Test =
    tests.length === 0 || !only
      ? () => true
      : tests.length === 1
        ? only
        : combinator === 'and'
          ? (subject) => tests.every((holds) => holds(subject))
          : (subject) => tests.some((holds) => holds(subject));
  return not ? (subject) => !test(subject) : test;
}

function compileRule({ field, operator, values }: ConditionRule): Test {
  const kind = kindOf(field);
  const operands = values.map((value) => readOperand(value, kind));
  const [first, second] = operands;
  const any = (matches: (actual: Actual) => boolean): Test => {
    return (subject) => subject.valuesOf(field).some(matches);
  };
  const positive = (): Test => {
    switch (operator) {
      case 'null':
      case 'notNull':
        return (subject) => subject.valuesOf(field).length > 0;
      case 'in':
      case 'notIn':
        return any(matchAnyOf(operands));
      default:
        return first ? any(matchOne(operator, first, second ?? first)) : () => false;
    }
  };
  const test = positive();
  return isNegative(operator) ? (subject) => !test(subject) : test;
}

function isNegative(operator: ConditionOperator): boolean {
  return operator === '!=' || operator === 'null' || operator === 'notIn' || operator === 'notBetween' || operator.startsWith('doesNot');
}

function matchOne(operator: Exclude<ConditionOperator, 'null' | 'notNull' | 'in' | 'notIn'>, first: Operand, second: Operand) {
  const compare = (accepts: (order: -1 | 0 | 1) => boolean) => (actual: Actual) => {
    const order = compareWithOperand(actual, first);
    return order !== null && accepts(order);
  };
  switch (operator) {
    case '=':
    case '!=':
      return (actual: Actual) => equalsOperand(actual, first);
    case '<':
      return compare((order) => order < 0);
    case '<=':
      return compare((order) => order <= 0);
    case '>':
      return compare((order) => order > 0);
    case '>=':
      return compare((order) => order >= 0);
    case 'between':
    case 'notBetween':
      return (actual: Actual) => (compareWithOperand(actual, first) ?? -1) >= 0 && (compareWithOperand(actual, second) ?? 1) <= 0;
    case 'contains':
    case 'doesNotContain':
      return ({ text }: Actual) => text?.includes(first.text) ?? false;
    case 'beginsWith':
    case 'doesNotBeginWith':
      return ({ text }: Actual) => text?.startsWith(first.text) ?? false;
    case 'endsWith':
    case 'doesNotEndWith':
      return ({ text }: Actual) => text?.endsWith(first.text) ?? false;
  }
}

/** The same as `equalsOperand` with any of them; a long list costs one look-up, not one comparison each. */
function matchAnyOf(operands: readonly Operand[]): (actual: Actual) => boolean {
  const texts = new Set(operands.filter(({ strictNumber }) => strictNumber === null).map(({ text }) => text));
  const numbers = new Set(operands.flatMap(({ number }) => number ?? []));
  const strictNumbers = new Set(operands.flatMap(({ strictNumber }) => strictNumber ?? []));
  const dates = operands.filter(({ range }) => range !== null);
  return (actual) => {
    const { value, text } = actual;
    const isListed = typeof value === 'number' ? numbers.has(value) : text !== null && texts.has(text);
    if (isListed || dates.some((operand) => equalsOperand(actual, operand))) return true;
    if (typeof value !== 'string' || strictNumbers.size === 0) return false;
    const number = readNumber(value);
    return number !== null && strictNumbers.has(number);
  };
}
