import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { SimulatorExchange } from '../../src-server/connectors/simulator/simulator.ts';

export interface Finding {
  operation: string;
  /** `undescribed`: a parameter that the description does not have; many leave some to their prose. */
  where: 'request' | 'answer' | 'undescribed';
  problem: string;
}

export interface OpenApiCheck {
  /** Of the file, and what it calls itself: which vendor it is about. */
  names: string[];
  /** The operation that an exchange calls, as the description has it; null where it has none such. */
  operationOf(exchange: SimulatorExchange): string | null;
  findProblems(exchange: SimulatorExchange): Finding[];
}

type Json = Record<string, unknown>;
interface Operation {
  name: string;
  method: string;
  pattern: RegExp;
  parameterNames: string[];
  pointer: string;
  parameters: { name: string; in: string; required?: boolean; pointer: string }[];
  value: Json;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const ROOT = 'vendor.json';

/** A validator of recorded traffic against a description (OpenAPI 3.0 or 3.1, JSON or YAML). Throws on what is none. */
export function openApiCheck(path: string): OpenApiCheck {
  const text = readFileSync(path, 'utf8');
  const document = (/\.ya?ml$/.test(path) ? parse(text) : JSON.parse(text)) as Json;
  if (typeof document.openapi !== 'string') throw new Error(`${path} is no OpenAPI description`);
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, coerceTypes: false, logger: false });
  (addFormats as unknown as (target: Ajv2020) => void)(ajv);
  ajv.addSchema(modernize(document) as Json, ROOT);
  const operations = readOperations(document);
  const compiled = new Map<string, ValidateFunction | null>();

  function validatorAt(pointer: string): ValidateFunction | null {
    const known = compiled.get(pointer);
    if (known !== undefined) return known;
    let made: ValidateFunction | null;
    try {
      made = ajv.compile({ $ref: `${ROOT}#${pointer}` });
    } catch (error) {
      // A schema that no validator takes says nothing about the traffic.
      process.stderr.write(`${basename(path)}: the schema at ${pointer} cannot be read: ${(error as Error).message.slice(0, 120)}\n`);
      made = null;
    }
    compiled.set(pointer, made);
    return made;
  }

  const check = (pointer: string, value: unknown): string[] => {
    const validate = validatorAt(pointer);
    if (!validate || validate(value)) return [];
    return (validate.errors ?? []).slice(0, 5).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
  };

  return {
    names: [basename(path), String((document.info as Json | undefined)?.title ?? '')],
    operationOf: (exchange) => find(operations, exchange)?.name ?? null,
    findProblems(exchange) {
      const operation = find(operations, exchange);
      if (!operation) return [];
      const say = (where: Finding['where']) => (problem: string) => ({ operation: operation.name, where, problem });
      return [
        ...undescribedParameters(operation, exchange).map(say('undescribed')),
        ...parameterProblems(operation, exchange, check).map(say('request')),
        ...bodyProblems(document, operation, exchange, check).map(say('request')),
        ...answerProblems(document, operation, exchange, check).map(say('answer')),
      ];
    },
  };
}

function readOperations(document: Json): Operation[] {
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries((document.paths ?? {}) as Record<string, Json>)) {
    for (const method of METHODS) {
      const value = item[method] as Json | undefined;
      if (!value) continue;
      const pointer = `/paths/${escapePart(path)}/${method}`;
      const shared = listParameters(document, item, `/paths/${escapePart(path)}`);
      const own = listParameters(document, value, pointer);
      operations.push({
        ...{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), pointer, value },
        pattern: new RegExp(
          `^${path
            .split(/\{[^}]+\}/)
            .map(escapeRegExp)
            .join('([^/]+)')}$`,
        ),
        parameterNames: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name),
        parameters: [...shared.filter(({ name }) => !own.some((each) => each.name === name)), ...own],
      });
    }
  }
  // A path without parameters goes before one that could be it: /tickets/search is no ticket.
  return operations.sort((a, b) => a.parameterNames.length - b.parameterNames.length);
}

function listParameters(document: Json, holder: Json, pointer: string): Operation['parameters'] {
  return ((holder.parameters ?? []) as Json[]).map((each, at) => {
    const ref = typeof each.$ref === 'string' ? each.$ref.slice(1) : null;
    const value = (ref === null ? each : valueAt(document, ref)) as { name: string; in: string; required?: boolean };
    return { name: value.name, in: value.in, required: value.required ?? false, pointer: `${ref ?? `${pointer}/parameters/${at}`}/schema` };
  });
}

function find(operations: readonly Operation[], { method, url }: SimulatorExchange): Operation | null {
  const path = url.split('?')[0] ?? '';
  return (
    operations.find((operation) => operation.method === method && operation.pattern.test(path)) ??
    operations.find((operation) => operation.method === method && operation.pattern.test(path.replace(/\.json$/, ''))) ??
    null
  );
}

function undescribedParameters({ parameters }: Operation, { url }: SimulatorExchange): string[] {
  const known = new Set(parameters.filter((each) => each.in === 'query').map(({ name }) => name));
  const names = new Set(new URL(url, 'http://vendor.example').searchParams.keys());
  return [...names].filter((name) => !known.has(name) && !known.has(name.replace(/\[.*\]$/, ''))).map((name) => `query.${name}`);
}

type Check = (pointer: string, value: unknown) => string[];

function parameterProblems(operation: Operation, { url, requestHeaders }: SimulatorExchange, check: Check): string[] {
  const { pathname, searchParams } = new URL(url, 'http://vendor.example');
  const values = operation.pattern.exec(pathname.replace(/\.json$/, ''))?.slice(1) ?? [];
  const problems: string[] = [];
  for (const { name, in: place, required, pointer } of operation.parameters) {
    const value =
      place === 'query'
        ? searchParams.get(name)
        : place === 'path'
          ? (values[operation.parameterNames.indexOf(name)] ?? null)
          : place === 'header'
            ? (requestHeaders[name.toLowerCase()] ?? null)
            : null;
    if (value === null) {
      if (required && place !== 'cookie') problems.push(`${place}.${name} is missing`);
      continue;
    }
    const decoded = place === 'path' ? decodeURIComponent(value) : value;
    const readings = [
      decoded,
      ...(/^-?\d+(\.\d+)?$/.test(decoded) ? [Number(decoded)] : []),
      ...(/^(true|false)$/.test(decoded) ? [decoded === 'true'] : []),
    ];
    const found = readings.map((reading) => check(pointer, reading));
    const lists = check(pointer, decoded.split(','));
    if (found.every((errors) => errors.length > 0) && lists.length > 0)
      problems.push(`${place}.${name} = ${decoded}: ${found[0]?.join(', ')}`);
  }
  return problems;
}

function bodyProblems(document: Json, operation: Operation, { requestBody, requestHeaders }: SimulatorExchange, check: Check): string[] {
  const body = operation.value.requestBody as Json | undefined;
  if (!body) return requestBody === '' ? [] : ['a body is sent, and none is described'];
  const ref = typeof body.$ref === 'string' ? body.$ref.slice(1) : null;
  const described = (ref === null ? body : valueAt(document, ref)) as { required?: boolean; content?: Record<string, Json> };
  if (requestBody === '') return described.required ? ['the body is missing'] : [];
  const type = (requestHeaders['content-type'] ?? '').split(';')[0] ?? '';
  if (!described.content?.[type]?.schema)
    return described.content && !described.content[type] ? [`bodies of the type ${type} are not described`] : [];
  return check(`${ref ?? `${operation.pointer}/requestBody`}/content/${escapePart(type)}/schema`, parseJson(requestBody)).map(
    (each) => `body${each}`,
  );
}

function answerProblems(document: Json, operation: Operation, exchange: SimulatorExchange, check: Check): string[] {
  const responses = (operation.value.responses ?? {}) as Record<string, Json>;
  const key = [String(exchange.status), `${String(exchange.status)[0]}XX`, 'default'].find((each) => responses[each]);
  // Faults and refusals are seldom described.
  if (key === undefined) return exchange.status >= 400 ? [] : [`the status ${exchange.status} is not described`];
  const answer = responses[key] as Json;
  const ref = typeof answer.$ref === 'string' ? answer.$ref.slice(1) : null;
  const described = (ref === null ? answer : valueAt(document, ref)) as { content?: Record<string, Json> };
  const isJson = (exchange.responseHeaders['content-type'] ?? '').includes('json');
  if (!isJson || !described.content?.['application/json']?.schema || exchange.responseBody === '') return [];
  const pointer = `${ref ?? `${operation.pointer}/responses/${key}`}/content/application~1json/schema`;
  return check(pointer, parseJson(exchange.responseBody)).map((each) => `${exchange.status} ${each}`);
}

/** OpenAPI 3.0 says in its own ways what JSON Schema says in others. */
function modernize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modernize);
  if (typeof value !== 'object' || value === null) return value;
  const made: Json = {};
  for (const [key, inner] of Object.entries(value)) made[key] = key === 'example' || key === 'examples' ? inner : modernize(inner);
  const isNullable = made.nullable === true;
  if (typeof made.nullable === 'boolean') delete made.nullable;
  if (isNullable) {
    if (typeof made.type === 'string') made.type = [made.type, 'null'];
    if (Array.isArray(made.enum)) made.enum = [...made.enum, null];
    for (const name of ['$ref', 'allOf', 'anyOf', 'oneOf']) {
      if (made[name] !== undefined) return { anyOf: [made, { type: 'null' }] };
    }
  }
  for (const [flag, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (made[flag] === true) made[flag] = made[limit];
    else if (made[flag] === false) delete made[flag];
  }
  return made;
}

function valueAt(document: Json, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, part) => (value as Json | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function escapePart(part: string): string {
  // In a reference, a pointer is part of an address.
  return part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
