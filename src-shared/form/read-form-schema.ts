import type { JsonObject, JsonValue } from '../schema/task.ts';
import { type DefinitionIssue, FORM_LIMITS, type FormSchema } from './form-schema.ts';
import { unknownKeywordProblem, VALUE_KEYWORDS } from './schema-keywords.ts';

const SCHEMA_KEYWORDS = new Set(['items', 'not', 'if', 'then', 'else']);
const SCHEMA_LIST_KEYWORDS = new Set(['allOf', 'anyOf', 'oneOf']);
/** More issues than this help nobody. */
const ISSUES_MAXIMUM = 20;

export type FormSchemaResult = { ok: true; schema: FormSchema } | { ok: false; issues: DefinitionIssue[] };

/** A JSON Schema that somebody wrote → one that forms can be made of and checked with, or every mistake in it. */
export function readFormSchema(written: JsonObject): FormSchemaResult {
  const reader = new SchemaReader(written);
  const schema = reader.read(written, 'schema', []);
  return reader.issues.length === 0 ? { ok: true, schema } : { ok: false, issues: reader.issues.slice(0, ISSUES_MAXIMUM) };
}

class SchemaReader {
  readonly issues: DefinitionIssue[] = [];
  private readonly root: JsonObject;
  private schemas = 0;
  private depth = 0;

  constructor(root: JsonObject) {
    this.root = root;
  }

  /** `within`: the references that are being put in place around it. */
  read(written: JsonValue | undefined, path: string, within: readonly string[]): FormSchema {
    this.schemas += 1;
    if (this.schemas > FORM_LIMITS.schemas) {
      if (this.schemas === FORM_LIMITS.schemas + 1)
        this.issues.unshift({ path: 'schema', message: `holds more than ${FORM_LIMITS.schemas} schemas` });
      return {};
    }
    if (written === true) return {};
    if (written === false) return { not: {} };
    if (!isObject(written)) return this.add(path, 'must be a schema: an object, true or false');
    if (this.depth >= FORM_LIMITS.depth) return this.add(path, `is nested deeper than ${FORM_LIMITS.depth} schemas`);
    this.depth += 1;
    const schema = this.readObject(written, path, within);
    this.depth -= 1;
    return schema;
  }

  private readObject(written: JsonObject, path: string, within: readonly string[]): FormSchema {
    const schema: { [keyword: string]: unknown } = {};
    for (const [keyword, value] of Object.entries(written)) {
      const at = `${path}.${keyword}`;
      const check = VALUE_KEYWORDS.get(keyword);
      if (check) {
        const problem = check(value);
        if (problem !== null) this.add(at, problem);
        else schema[keyword] = value;
      } else if (SCHEMA_KEYWORDS.has(keyword)) schema[keyword] = this.read(value, at, within);
      else if (SCHEMA_LIST_KEYWORDS.has(keyword)) schema[keyword] = this.readList(value, at, within);
      else if (keyword === 'properties') schema[keyword] = this.readProperties(value, at, within);
      else if (keyword === 'additionalProperties') schema[keyword] = typeof value === 'boolean' ? value : this.read(value, at, within);
      else if (keyword !== '$ref' && keyword !== '$defs' && !keyword.startsWith('x-')) this.add(at, unknownKeywordProblem(keyword));
    }
    // Only where they are referred to do definitions count.
    if (written.$ref === undefined) return schema;
    return withReference(schema, this.follow(written.$ref, `${path}.$ref`, within));
  }

  private readList(value: JsonValue, path: string, within: readonly string[]): FormSchema[] {
    if (Array.isArray(value) && value.length > 0) return value.map((item, index) => this.read(item, `${path}.${index}`, within));
    this.add(path, 'must be a list of schemas');
    return [];
  }

  private readProperties(value: JsonValue, path: string, within: readonly string[]): { [name: string]: FormSchema } {
    if (!isObject(value)) {
      this.add(path, 'must give a schema for each name');
      return {};
    }
    const properties: { [name: string]: FormSchema } = {};
    for (const [name, schema] of Object.entries(value)) {
      const problem = nameProblem(name);
      if (problem !== null) this.add(`${path}.${name.slice(0, 100)}`, problem);
      else properties[name] = this.read(schema, `${path}.${name}`, within);
    }
    return properties;
  }

  private follow(reference: JsonValue, path: string, within: readonly string[]): FormSchema {
    if (typeof reference !== 'string') return this.add(path, 'must be a text');
    if (reference !== '#' && !reference.startsWith('#/')) {
      return this.add(path, 'must point into this schema, as #/$defs/NAME: nothing is fetched from elsewhere');
    }
    if (reference === '#' || within.includes(reference)) return this.add(path, 'leads back to itself');
    const target = this.find(reference);
    if (target === undefined) return this.add(path, `points to nothing: ${reference.slice(0, 200)}`);
    return this.read(target, path, [...within, reference]);
  }

  /** RFC 6901, percent-encoded as in 6. */
  private find(reference: string): JsonValue | undefined {
    let value: JsonValue | undefined = this.root;
    for (const part of reference.split('/').slice(1)) {
      const key = decodePointerPart(part);
      if (key === null || typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as JsonObject)[key];
    }
    return value;
  }

  private add(path: string, message: string): FormSchema {
    this.issues.push({ path, message });
    return {};
  }
}

/** Names become names of fields in pages (`values[name]`), links (`?name=`) and tasks. */
function nameProblem(name: string): string | null {
  if (name.length === 0 || name.length > FORM_LIMITS.nameCharacters)
    return `must have a name of 1 to ${FORM_LIMITS.nameCharacters} characters`;
  if (/[[\].\p{C}]/u.test(name)) return 'has a dot, a square bracket or an invisible character in its name';
  if (/^\d+$/.test(name)) return 'is named with a number alone';
  return name === '__proto__' ? 'cannot have this name' : null;
}

/** What stands beside a reference counts too, as 2020-12 has it; titles and the like go before those of its target. */
function withReference(own: FormSchema, target: FormSchema): FormSchema {
  const isOnlyNotes = Object.keys(own).every((keyword) => ['title', 'description', 'default', 'examples', '$comment'].includes(keyword));
  if (isOnlyNotes) return { ...target, ...own };
  return { ...target, ...own, allOf: [target, ...(own.allOf ?? [])] };
}

function decodePointerPart(part: string): string | null {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return null;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
