import { checkCondition } from '../../src-shared/queue/condition.ts';
import {
  CONDITION_OPERATORS,
  type ConditionCombinator,
  type ConditionOperator,
  type ConditionProblem,
  type ConditionScalar,
  readCondition,
} from '../../src-shared/queue/condition-grammar.ts';
import type { JsonObject, JsonValue } from '../../src-shared/schema/task.ts';

/** A rule while somebody writes it; null: a value that is not there yet. */
export interface DraftRule {
  kind: 'rule';
  key: string;
  field: string;
  operator: ConditionOperator;
  values: readonly (ConditionScalar | null)[];
  /** What the tree has besides: ids of query builders, `muted`. */
  others: JsonObject;
}

export interface DraftGroup {
  kind: 'group';
  key: string;
  combinator: ConditionCombinator;
  not: boolean;
  nodes: readonly DraftNode[];
  others: JsonObject;
}

export type DraftNode = DraftRule | DraftGroup;

/** How many values an operator takes; null: any number. */
export function valueCount(operator: ConditionOperator): 0 | 1 | 2 | null {
  switch (operator) {
    case 'null':
    case 'notNull':
      return 0;
    case 'in':
    case 'notIn':
      return null;
    case 'between':
    case 'notBetween':
      return 2;
    default:
      return 1;
  }
}

let keysMade = 0;
const keyStart = Date.now().toString(36);

/** A draft outlives the page that made it: a key must not come twice. */
function newKey(): string {
  keysMade += 1;
  return `${keyStart}-${keysMade}`;
}

export function newRule(): DraftRule {
  return { kind: 'rule', key: newKey(), field: '', operator: '=', values: [null], others: {} };
}

export function newGroup(nodes: readonly DraftNode[] = []): DraftGroup {
  return { kind: 'group', key: newKey(), combinator: 'and', not: false, nodes, others: {} };
}

/** A condition as it is kept, to be edited. What cannot be read is left as it stands, and is a problem. */
export function draftOfCondition(condition: JsonObject): DraftGroup {
  return isRule(condition) ? newGroup([draftOfRule(condition)]) : draftOfGroup(condition);
}

function draftOfGroup({ combinator, not, rules, conditions, ...others }: JsonObject): DraftGroup {
  const nodes = [rules ?? conditions ?? []].flat().filter(isObject);
  return {
    kind: 'group',
    key: newKey(),
    combinator: typeof combinator === 'string' && combinator.toLowerCase() === 'or' ? 'or' : 'and',
    not: not === true,
    nodes: nodes.map((node) => (isRule(node) ? draftOfRule(node) : draftOfGroup(node))),
    others,
  };
}

function draftOfRule(rule: JsonObject): DraftRule {
  const { field, operator, value, ...others } = rule;
  const known = CONDITION_OPERATORS.find((name) => name === operator) ?? '=';
  return {
    kind: 'rule',
    key: newKey(),
    field: typeof field === 'string' ? field : '',
    operator: known,
    values: fitValues(known, valuesOf(rule, value)),
    others,
  };
}

/** As the engine reads them: lists may be written as one text. */
function valuesOf({ muted: _muted, ...rule }: JsonObject, value: JsonValue | undefined): readonly (ConditionScalar | null)[] {
  const [read] = readCondition({ rules: [rule] }).root.rules;
  if (read?.kind === 'rule') return read.values;
  return [value ?? []].flat().map((item) => (typeof item === 'object' ? null : item));
}

/** The values with another operator: what can be kept is. */
export function fitValues(operator: ConditionOperator, values: readonly (ConditionScalar | null)[]): readonly (ConditionScalar | null)[] {
  switch (valueCount(operator)) {
    case 0:
      return [];
    case 1:
      return [values[0] ?? null];
    case 2:
      return [values[0] ?? null, values[1] ?? null];
    case null:
      return values.filter((value) => value !== null);
  }
}

/** The tree as the server takes it. A value that is not there yet is left out, so that it is a problem. */
export function conditionOfDraft(group: DraftGroup): JsonObject {
  const { combinator, not, nodes, others } = group;
  return {
    ...others,
    combinator,
    ...(not ? { not } : {}),
    rules: nodes.map((node) => (node.kind === 'group' ? conditionOfDraft(node) : ruleOfDraft(node))),
  };
}

function ruleOfDraft({ field, operator, values, others }: DraftRule): JsonObject {
  const rule = { ...others, field, operator };
  switch (valueCount(operator)) {
    case 0:
      return { ...rule, value: null };
    case 1:
      return typeof values[0] === 'object' || values[0] === undefined ? rule : { ...rule, value: values[0] };
    case 2:
      return { ...rule, value: [...values] };
    case null:
      return values.length === 0 ? rule : { ...rule, value: [...values] };
  }
}

/** The tree with one node as `change` makes it. */
export function changeNode(group: DraftGroup, key: string, change: (node: DraftNode) => DraftNode): DraftGroup {
  if (group.key === key) {
    const changed = change(group);
    return changed.kind === 'group' ? changed : group;
  }
  return { ...group, nodes: group.nodes.map((node) => changeBelow(node, key, change)) };
}

function changeBelow(node: DraftNode, key: string, change: (node: DraftNode) => DraftNode): DraftNode {
  if (node.key === key) return change(node);
  return node.kind === 'group' ? changeNode(node, key, change) : node;
}

export function addNode(group: DraftGroup, parentKey: string, added: DraftNode): DraftGroup {
  return changeNode(group, parentKey, (parent) => (parent.kind === 'group' ? { ...parent, nodes: [...parent.nodes, added] } : parent));
}

export function removeNode(group: DraftGroup, key: string): DraftGroup {
  const nodes = group.nodes.filter((node) => node.key !== key);
  return { ...group, nodes: nodes.map((node) => (node.kind === 'group' ? removeNode(node, key) : node)) };
}

/** One place up or down among its neighbours. */
export function moveNode(group: DraftGroup, key: string, step: 1 | -1): DraftGroup {
  const place = group.nodes.findIndex((node) => node.key === key);
  if (place === -1) return { ...group, nodes: group.nodes.map((node) => (node.kind === 'group' ? moveNode(node, key, step) : node)) };
  const target = place + step;
  const moved = group.nodes[place];
  if (!moved || target < 0 || target >= group.nodes.length) return group;
  const rest = group.nodes.filter((node) => node.key !== key);
  return { ...group, nodes: [...rest.slice(0, target), moved, ...rest.slice(target)] };
}

export interface DraftProblem extends ConditionProblem {
  /** Of the rule or group that it is about. */
  key: string;
  /** Which of its controls. */
  part: 'field' | 'operator' | 'value' | 'whole';
}

/** What the engine has against the condition, by the control that it is about. */
export function problemsOfDraft(root: DraftGroup): DraftProblem[] {
  return checkCondition(conditionOfDraft(root), 'routing').map((problem) => ({ ...problem, ...placeOf(root, problem.path) }));
}

function placeOf(root: DraftGroup, path: string): Pick<DraftProblem, 'key' | 'part'> {
  let node: DraftNode = root;
  const parts = path.split('.');
  while (node.kind === 'group' && parts[0] === 'rules') {
    const below: DraftNode | undefined = node.nodes[Number(parts[1])];
    if (!below) break;
    node = below;
    parts.splice(0, 2);
  }
  const part = (['field', 'operator', 'value'] as const).find((name) => name === parts[0]) ?? 'whole';
  return { key: node.key, part };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRule(node: JsonObject): boolean {
  return node.rules === undefined && node.conditions === undefined && ('field' in node || 'operator' in node);
}
