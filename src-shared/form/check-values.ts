import type { JsonObject, JsonValue } from '../schema/task.ts';
import { equalJson } from '../task/merge-json.ts';
import { FORM_LIMITS, type FormSchema, type JsonType } from './form-schema.ts';
import { FORMATS } from './formats.ts';

/** What is wrong with a value, and where: the path through the values, without `values` itself. */
export interface ValueIssue {
  path: readonly string[];
  /** The end of a sentence that begins with the field's name. */
  message: string;
}

const ISSUES_MAXIMUM = 100;
/** Looks at a value with a schema: far more than any form that people fill in takes. */
const STEPS_MAXIMUM = 100_000;

/**
 * Everything that is wrong with values that were sent for a form; none, if nothing is. Stops after so many steps, in the
 * browser as on the server: nothing that is sent takes long.
 */
export function checkValues(schema: FormSchema, values: JsonObject): ValueIssue[] {
  const checker = new ValueChecker();
  checker.check(schema, values, [], true);
  return checker.issues.slice(0, ISSUES_MAXIMUM);
}

type Path = readonly string[];

class ValueChecker {
  issues: ValueIssue[] = [];
  private steps = 0;

  /** `isField`: the schema says what may be there, and so names that it does not know are refused. */
  check(schema: FormSchema, value: JsonValue, path: Path, isField: boolean): void {
    this.steps += 1;
    if (this.steps > STEPS_MAXIMUM) {
      if (this.steps === STEPS_MAXIMUM + 1) this.add([], 'hold more than can be checked');
      return;
    }
    const typeProblem = wrongType(schema, value);
    if (typeProblem !== null) {
      this.add(path, typeProblem);
      return;
    }
    this.checkChoice(schema, value, path);
    if (typeof value === 'string') this.checkText(schema, value, path);
    else if (typeof value === 'number') this.checkNumber(schema, value, path);
    else if (Array.isArray(value)) this.checkList(schema, value, path, isField);
    else if (typeof value === 'object' && value !== null) this.checkGroup(schema, value, path, isField);
    this.checkCombinations(schema, value, path);
  }

  private checkChoice(schema: FormSchema, value: JsonValue, path: Path): void {
    if (schema.enum && !schema.enum.some((choice) => equalJson(choice, value))) this.add(path, 'must be one of the choices');
    if (schema.const !== undefined && !equalJson(schema.const, value)) {
      this.add(path, schema.const === true ? 'must be ticked' : `must be ${shown(schema.const)}`);
    }
  }

  private checkText(schema: FormSchema, value: string, path: Path): void {
    const { minLength = 0, maxLength = FORM_LIMITS.textCharacters, pattern, format } = schema;
    // Code points, as JSON Schema counts them; a long text need not be taken apart for it.
    const length = value.length > 2 * maxLength ? value.length : [...value].length;
    if (length > maxLength) {
      this.add(path, `must have at most ${plural(maxLength, 'character')}`);
      return;
    }
    if (length < minLength) this.add(path, minLength === 1 ? 'is missing' : `must have at least ${plural(minLength, 'character')}`);
    if (pattern !== undefined && !compiled(pattern).test(value)) this.add(path, 'is not written as it should be');
    const known = format === undefined ? undefined : FORMATS.get(format);
    if (known && !known.accepts(value)) this.add(path, known.must);
  }

  private checkNumber(schema: FormSchema, value: number, path: Path): void {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
    if (minimum !== undefined && value < minimum) this.add(path, `must be at least ${minimum}`);
    if (maximum !== undefined && value > maximum) this.add(path, `must be at most ${maximum}`);
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) this.add(path, `must be more than ${exclusiveMinimum}`);
    if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) this.add(path, `must be less than ${exclusiveMaximum}`);
    if (multipleOf !== undefined && !isMultiple(value, multipleOf)) this.add(path, `must be a multiple of ${multipleOf}`);
  }

  private checkList(schema: FormSchema, value: readonly JsonValue[], path: Path, isField: boolean): void {
    const { minItems = 0, maxItems = FORM_LIMITS.listItems, uniqueItems, items } = schema;
    if (value.length > maxItems) {
      this.add(path, `must have at most ${plural(maxItems, 'entry')}`);
      return;
    }
    if (value.length < minItems) this.add(path, `must have at least ${plural(minItems, 'entry')}`);
    if (uniqueItems && new Set(value.map(canonical)).size < value.length) this.add(path, 'must not have the same entry twice');
    if (items) for (const [index, item] of value.entries()) this.check(items, item, [...path, String(index)], isField);
  }

  private checkGroup(schema: FormSchema, value: JsonObject, path: Path, isField: boolean): void {
    const { properties = {}, required = [], additionalProperties: others = !isField, dependentRequired = {} } = schema;
    const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY } = schema;
    const names = Object.keys(value);
    if (names.length < minProperties) this.add(path, `must have at least ${plural(minProperties, 'entry')}`);
    if (names.length > maxProperties) this.add(path, `must have at most ${plural(maxProperties, 'entry')}`);
    for (const name of required) if (!Object.hasOwn(value, name)) this.add([...path, name], 'is missing');
    for (const [name, needed] of Object.entries(dependentRequired)) {
      if (!Object.hasOwn(value, name)) continue;
      for (const other of needed) if (!Object.hasOwn(value, other)) this.add([...path, other], 'is missing');
    }
    for (const [name, item] of Object.entries(value)) {
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (known) this.check(known, item, [...path, name], isField);
      else if (others === false) this.add([...path, name.slice(0, 100)], 'is no field of this form');
      else if (others !== true) this.check(others, item, [...path, name], false);
    }
  }

  private checkCombinations(schema: FormSchema, value: JsonValue, path: Path): void {
    const { allOf, anyOf, oneOf, not } = schema;
    for (const part of allOf ?? []) this.check(part, value, path, false);
    if (anyOf && !anyOf.some((part) => this.holds(part, value, path))) this.add(path, mismatch(anyOf));
    if (oneOf && oneOf.filter((part) => this.holds(part, value, path)).length !== 1) this.add(path, mismatch(oneOf));
    if (not && this.holds(not, value, path)) this.add(path, 'is not possible here');
    if (schema.if) {
      const next = this.holds(schema.if, value, path) ? schema.then : schema.else;
      if (next) this.check(next, value, path, false);
    }
  }

  private holds(schema: FormSchema, value: JsonValue, path: Path): boolean {
    const before = this.issues;
    this.issues = [];
    this.check(schema, value, path, false);
    const found = this.issues;
    this.issues = before;
    // Running out of steps is no answer: it goes up as it is.
    if (this.steps > STEPS_MAXIMUM) this.issues = [...before, ...found];
    return found.length === 0;
  }

  private add(path: Path, message: string): void {
    if (this.issues.length <= ISSUES_MAXIMUM) this.issues.push({ path, message });
  }
}

const TYPE_NAMES: Readonly<Record<JsonType, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

function wrongType({ type }: FormSchema, value: JsonValue): string | null {
  if (type === undefined) return null;
  const types = [type].flat();
  if (types.some((one) => hasType(one, value))) return null;
  return `must be ${types.map((one) => TYPE_NAMES[one]).join(' or ')}`;
}

function hasType(type: JsonType, value: JsonValue): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

const patterns = new Map<string, RegExp>();
const PATTERNS_MAXIMUM = 1_000;

function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  if (patterns.size >= PATTERNS_MAXIMUM) patterns.clear();
  const made = new RegExp(pattern, 'u');
  patterns.set(pattern, made);
  return made;
}

function mismatch(parts: readonly FormSchema[]): string {
  return parts.every((part) => part.const !== undefined)
    ? 'must be one of the choices'
    : 'does not fit together with what else was entered';
}

/** 0.3 is a multiple of 0.1 for everybody but binary fractions. */
function isMultiple(value: number, step: number): boolean {
  const ratio = value / step;
  return Math.abs(ratio - Math.round(ratio)) <= 1e-9 * Math.max(1, Math.abs(ratio));
}

/** Equal values get equal texts, whatever the order of their keys. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function shown(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function plural(count: number, noun: 'character' | 'entry'): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun === 'entry' ? 'entries' : 'characters'}`;
}
