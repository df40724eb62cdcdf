import { readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { evaluateIml, type ImlScope } from './evaluate-iml.ts';

export interface Component {
  codeFiles: Readonly<Record<string, string>>;
  [key: string]: unknown;
}

interface Communication {
  url: string;
  method?: string;
  headers?: JsonObject;
  qs?: JsonObject;
  body?: JsonValue;
  response?: {
    valid?: string;
    error?: ErrorDirective;
    iterate?: string;
    output?: JsonValue;
    limit?: string;
    data?: JsonObject;
    metadata?: JsonObject;
  };
  pagination?: { qs: JsonObject; condition: string };
}

interface ErrorDirective {
  message: string;
  [status: string]: string | { message: string };
}

export function readCode<Content = JsonValue>(path: string): Content {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Content;
}

/** Runs a communication as Make does: base, request, errors, then output, iteration, limit and pages. */
export async function runComponent(path: string, scope: ImlScope, options: { hasBase: boolean } = { hasBase: true }) {
  const base = options.hasBase ? readCode<Omit<Communication, 'url'> & { baseUrl: string }>('general/base.iml.json') : null;
  const communication = readCode<Communication>(path);
  const given: ImlScope = { connection: {}, webhook: {}, ...scope, parameters: withoutEmpty(scope.parameters) };
  const limit = Number(evaluateIml(communication.response?.limit ?? '', given) || Number.POSITIVE_INFINITY);
  const outputs: unknown[] = [];
  let qs = evaluateIml(communication.qs ?? {}, given) as JsonObject;
  for (;;) {
    const answer = await send(communication, base, qs, given);
    const answered: ImlScope = { ...given, ...answer };
    refuse(answer.statusCode, communication, base, answered);
    outputs.push(...outputsOf(communication, answered));
    const { pagination } = communication;
    if (!pagination || outputs.length >= limit || evaluateIml(pagination.condition, answered) !== true) {
      return { outputs: outputs.slice(0, limit), ...savedBy(communication, answered) };
    }
    qs = { ...qs, ...(evaluateIml(pagination.qs, answered) as JsonObject) };
  }
}

async function send(communication: Communication, base: { baseUrl: string; headers?: JsonObject } | null, qs: JsonObject, scope: ImlScope) {
  const path = String(evaluateIml(communication.url, scope));
  const url = new URL(base && path.startsWith('/') ? `${evaluateIml(base.baseUrl, scope)}${path}` : path);
  for (const [name, value] of Object.entries(qs)) url.searchParams.set(name, String(value));
  const headers = evaluateIml({ ...base?.headers, ...communication.headers }, scope) as Record<string, string>;
  const body = communication.body === undefined ? undefined : JSON.stringify(evaluateIml(communication.body, scope));
  const response = await fetch(url, {
    method: communication.method ?? 'GET',
    headers: { 'user-agent': 'Make/production', ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const parsed = text === '' ? null : (JSON.parse(text) as JsonValue);
  return { statusCode: response.status, headers: Object.fromEntries(response.headers) as JsonObject, body: parsed };
}

function refuse(statusCode: number, communication: Communication, base: Omit<Communication, 'url'> | null, answered: ImlScope): void {
  const valid = communication.response?.valid;
  if (statusCode < 400 && (valid === undefined || evaluateIml(valid, answered) === true)) return;
  const error = communication.response?.error ?? base?.response?.error;
  const special = error?.[String(statusCode)];
  const message = typeof special === 'object' ? special.message : (error?.message ?? 'The operation failed.');
  throw new Error(String(evaluateIml(message, answered)));
}

function outputsOf({ response }: Communication, answered: ImlScope): unknown[] {
  if (response?.iterate === undefined) return [evaluateIml(response?.output ?? '{{body}}', answered)];
  const items = evaluateIml(response.iterate, answered);
  if (!Array.isArray(items)) throw new Error(`${response.iterate} is no list`);
  return items.map((item) => evaluateIml(response.output ?? '{{item}}', { ...answered, item }));
}

/** What a webhook and a connection keep. */
function savedBy({ response }: Communication, answered: ImlScope) {
  return { data: evaluateIml(response?.data ?? {}, answered) as JsonObject, metadata: evaluateIml(response?.metadata ?? {}, answered) };
}

/** Make's platform 2 passes no empty inputs on. */
function withoutEmpty(parameters: ImlScope[string]): JsonObject {
  const entries = Object.entries((parameters ?? {}) as JsonObject);
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== ''));
}
