import type { JsonValue } from '../schema/task.ts';
import { FIELD_PREFIX, FILTER_ATTRIBUTES, kindOf, ROUTING_ATTRIBUTES } from './condition-field.ts';
import { isNumeric, readMomentRange } from './condition-operand.ts';

export const CONDITION_COMBINATORS = ['and', 'or'] as const;
export type ConditionCombinator = (typeof CONDITION_COMBINATORS)[number];

export const CONDITION_OPERATORS = [
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'contains',
  'beginsWith',
  'endsWith',
  'doesNotContain',
  'doesNotBeginWith',
  'doesNotEndWith',
  'null',
  'notNull',
  'in',
  'notIn',
  'between',
  'notBetween',
] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/**
 * `depth` counts groups in groups, the outermost as one; `rules` counts rules and groups of the whole tree. What is looked
 * for in texts is shorter than what is compared with them: the worst search costs the product of both lengths.
 */
export const CONDITION_LIMITS = {
  depth: 16,
  rules: 500,
  values: 1_000,
  textCharacters: 2_000,
  searchCharacters: 500,
  fieldCharacters: 256,
  fieldParts: 16,
} as const;

export type ConditionPurpose = 'routing' | 'filter';

export interface ConditionProblem {
  /** Where in the tree, such as `rules.0.operator`; empty: the tree itself. */
  path: string;
  /** The end of a sentence that begins with the path: `must be …`. */
  message: string;
}

export type ConditionScalar = string | number | boolean;

export interface ConditionRule {
  kind: 'rule';
  field: string;
  operator: ConditionOperator;
  /** None for null and notNull, two for between and notBetween. */
  values: ConditionScalar[];
  /** As it stood in the tree. */
  value: JsonValue;
}

export interface ConditionGroup {
  kind: 'group';
  combinator: ConditionCombinator;
  not: boolean;
  rules: (ConditionRule | ConditionGroup)[];
}

export interface ReadCondition {
  /** What could be read: of use only when there are no problems. */
  root: ConditionGroup;
  problems: ConditionProblem[];
}

/** Reads a tree in react-querybuilder's format. Never throws, whatever it is given. */
export function readCondition(value: unknown, purpose: ConditionPurpose = 'filter'): ReadCondition {
  const reader = new Reader(purpose);
  const root = reader.group(isRuleLike(value) ? { rules: [value] } : value, '', 1);
  return { root: root ?? emptyGroup(), problems: reader.problems };
}

/** What a group without rules may have. With rules it may have anything: query builders keep their own keys there. */
const BARE_GROUP_KEYS: ReadonlySet<string> = new Set(['id', 'path', 'combinator', 'not', 'disabled', 'muted']);

/** Whoever makes more mistakes gets to know the rest after mending these. */
const PROBLEMS_SHOWN = 20;

class Reader {
  readonly problems: ConditionProblem[] = [];
  readonly #purpose: ConditionPurpose;
  #nodes = 0;

  constructor(purpose: ConditionPurpose) {
    this.#purpose = purpose;
  }

  group(value: unknown, path: string, depth: number): ConditionGroup | null {
    if (!isObject(value)) return this.#problem(path, 'must be a group: an object with combinator and rules');
    if (depth > CONDITION_LIMITS.depth) return this.#problem(path, `is nested deeper than ${CONDITION_LIMITS.depth} groups`);
    if (value.rules !== undefined && value.conditions !== undefined) {
      return this.#problem(path, 'has both rules and conditions; send one of them');
    }
    const key = value.conditions === undefined ? 'rules' : 'conditions';
    const stray = value[key] === undefined ? Object.keys(value).find((name) => !BARE_GROUP_KEYS.has(name)) : undefined;
    // Read as a group without rules, a slip of the pen would hold for every task.
    if (stray !== undefined) this.#problem(join(path, stray), 'is not known here: a group has combinator, not and rules');
    const rules = value[key] ?? [];
    if (!Array.isArray(rules)) return this.#problem(join(path, key), 'must be a list of rules and groups');
    const group = emptyGroup();
    if (value.not !== undefined && typeof value.not !== 'boolean') this.#problem(join(path, 'not'), 'must be true or false');
    else group.not = value.not ?? false;
    group.combinator = this.#combinator(value.combinator, join(path, 'combinator'));
    for (const [index, rule] of rules.entries()) {
      const found = this.#node(rule, join(path, `${key}.${index}`), depth);
      if (found) group.rules.push(found);
      if (this.problems.length >= PROBLEMS_SHOWN) break;
    }
    return group;
  }

  #node(value: unknown, path: string, depth: number): ConditionRule | ConditionGroup | null {
    this.#nodes += 1;
    if (this.#nodes > CONDITION_LIMITS.rules) {
      if (this.#nodes > CONDITION_LIMITS.rules + 1) return null;
      return this.#problem(path, `is one too many: a condition has at most ${CONDITION_LIMITS.rules} rules and groups`);
    }
    if (typeof value === 'string') {
      return this.#problem(path, 'is a combinator between rules: name one combinator for the whole group, and nest groups');
    }
    if (!isObject(value)) return this.#problem(path, 'must be a rule or a group');
    // The query builder's way to leave a rule in place without effect.
    if (value.muted === true) return null;
    return isRuleLike(value) ? this.#rule(value, path) : this.group(value, path, depth + 1);
  }

  #combinator(value: unknown, path: string): ConditionCombinator {
    if (value === undefined) return 'and';
    const known = CONDITION_COMBINATORS.find((combinator) => typeof value === 'string' && combinator === value.toLowerCase());
    if (!known) this.#problem(path, 'must be and or or');
    return known ?? 'and';
  }

  #rule(value: Record<string, unknown>, path: string): ConditionRule | null {
    const operator = CONDITION_OPERATORS.find((known) => known === value.operator);
    if (!operator) this.#problem(join(path, 'operator'), `must be one of ${CONDITION_OPERATORS.join(', ')}`);
    const field = this.#field(value.field, join(path, 'field'));
    if (value.valueSource !== undefined && value.valueSource !== 'value') {
      return this.#problem(join(path, 'valueSource'), 'must be value: fields are not compared with fields');
    }
    if (value.match !== undefined)
      return this.#problem(join(path, 'match'), 'is not known here: a list holds when any of its elements does');
    if (!operator || field === null) return null;
    const values = this.#values(operator, value.value, join(path, 'value'));
    if (!values || !this.#fits(field, operator, values, join(path, 'value'))) return null;
    return { kind: 'rule', field, operator, values, value: (value.value ?? null) as JsonValue };
  }

  #field(value: unknown, path: string): string | null {
    if (typeof value !== 'string' || value === '' || value === '~') return this.#problem(path, 'must name a field, such as fields.country');
    if (value.length > CONDITION_LIMITS.fieldCharacters) {
      return this.#problem(path, `must have at most ${CONDITION_LIMITS.fieldCharacters} characters`);
    }
    if (value.startsWith(FIELD_PREFIX) && value.length > FIELD_PREFIX.length) {
      const parts = value.split('.').length - 1;
      return parts <= CONDITION_LIMITS.fieldParts ? value : this.#problem(path, `must have at most ${CONDITION_LIMITS.fieldParts} parts`);
    }
    const attributes = this.#purpose === 'routing' ? ROUTING_ATTRIBUTES : FILTER_ATTRIBUTES;
    if (Object.hasOwn(attributes, value)) return value;
    if (Object.hasOwn(FILTER_ATTRIBUTES, value)) return this.#problem(path, `must not be ${value}: queues cannot depend on it`);
    return this.#problem(
      path,
      `is no attribute of a task; fields are written fields.NAME, attributes are ${Object.keys(attributes).join(', ')}`,
    );
  }

  #values(operator: ConditionOperator, value: unknown, path: string): ConditionScalar[] | null {
    switch (operator) {
      case 'null':
      case 'notNull':
        return [];
      case 'in':
      case 'notIn':
        return this.#list(value, path);
      case 'between':
      case 'notBetween': {
        const pair = this.#list(value, path);
        return pair && pair.length !== 2 ? this.#problem(path, 'must be a list of two values') : pair;
      }
      case 'contains':
      case 'beginsWith':
      case 'endsWith':
      case 'doesNotContain':
      case 'doesNotBeginWith':
      case 'doesNotEndWith':
        if (value === '') return this.#problem(path, 'must not be empty');
        return this.#scalar(value, path, CONDITION_LIMITS.searchCharacters);
      case '=':
      case '!=':
      case '<':
      case '>':
      case '<=':
      case '>=':
        return this.#scalar(value, path);
    }
  }

  #scalar(value: unknown, path: string, charactersMaximum: number = CONDITION_LIMITS.textCharacters): ConditionScalar[] | null {
    if (typeof value === 'string') {
      return value.length <= charactersMaximum ? [value] : this.#problem(path, `must have at most ${charactersMaximum} characters`);
    }
    if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return [value];
    if (value === undefined) return this.#problem(path, 'is missing');
    if (value === null) return this.#problem(path, 'must not be null; use the operator null or notNull');
    return this.#problem(path, 'must be a text, a number, true or false');
  }

  #list(value: unknown, path: string): ConditionScalar[] | null {
    // The query builder writes lists as text unless it is told otherwise.
    const items: unknown = typeof value === 'string' ? splitList(value) : value;
    if (!Array.isArray(items)) return this.#problem(path, 'must be a list');
    if (items.length > CONDITION_LIMITS.values) return this.#problem(path, `must have at most ${CONDITION_LIMITS.values} values`);
    const values: ConditionScalar[] = [];
    for (const [index, item] of items.entries()) {
      const read = this.#scalar(item, `${path}.${index}`);
      if (!read) return null;
      values.push(...read);
    }
    return values;
  }

  /** Dates and numbers of a task are compared with dates and numbers alone. */
  #fits(field: string, operator: ConditionOperator, values: readonly ConditionScalar[], path: string): boolean {
    if (/contain|begin|end/i.test(operator)) return true;
    const kind = kindOf(field);
    if (kind === 'date' && !values.every((value) => readMomentRange(value) !== null)) {
      this.#problem(path, 'must be a date of the years 1684 to 2255: YYYY-MM-DD, RFC 3339 or an epoch number');
      return false;
    }
    if (kind === 'number' && !values.every(isNumeric)) {
      this.#problem(path, 'must be a number');
      return false;
    }
    return true;
  }

  #problem(path: string, message: string): null {
    if (this.problems.length < PROBLEMS_SHOWN) this.problems.push({ path, message });
    return null;
  }
}

/** Commas part values; `\,` is a comma within one. */
function splitList(text: string): string[] {
  const items: string[] = [];
  let item = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\' && text[index + 1] === ',') {
      item += ',';
      index += 1;
    } else if (character === ',') {
      items.push(item);
      item = '';
    } else item += character;
  }
  items.push(item);
  return items.map((part) => part.trim()).filter((part) => part !== '');
}

function emptyGroup(): ConditionGroup {
  return { kind: 'group', combinator: 'and', not: false, rules: [] };
}

function isRuleLike(value: unknown): value is Record<string, unknown> {
  return isObject(value) && value.rules === undefined && value.conditions === undefined && ('field' in value || 'operator' in value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
