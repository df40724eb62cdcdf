import type { TSchema } from 'typebox';
import { Compile } from 'typebox/schema';
import { Clone, Default } from 'typebox/value';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { equalJson } from '../../../src-shared/task/merge-json.ts';
import { ApiError } from '../../http/api-error.ts';
import { issuesOf } from '../../http/validation.ts';
import type { VendorKind } from '../vendor.ts';

const ISSUES_MAXIMUM = 20;
/** Settings that say where requests go, in any kind. */
const ADDRESSES = ['baseUrl', 'host', 'port', 'subdomain', 'region', 'server', 'domain'] as const;

/** The settings with their defaults. Throws an ApiError `validation_failed` that names each setting that is wrong. */
export function checkConfig(kind: VendorKind, config: JsonObject): JsonObject {
  const filled = Default(kind.config, Clone(config)) as JsonObject;
  checkSchema(kind.config, filled, 'body.config');
  return filled;
}

/** Throws an ApiError `validation_failed`; nothing of the credentials stands in it. */
export function checkCredentials(kind: VendorKind, credentials: JsonObject): JsonObject {
  const ways = waysOf(kind.credentials);
  if (ways.length > 1) {
    const filled = ways.map((way) => ({ way, value: Default(way, Clone(credentials)) as JsonObject }));
    const fitting = filled.find(({ way, value }) => Compile(way).Check(value));
    if (fitting) return fitting.value;
    const meant = filled.filter(({ way }) => isMeant(way, credentials));
    if (meant.length === 1 && meant[0]) checkSchema(meant[0].way, meant[0].value, 'body.credentials');
    const names = ways.map((way, at) => titleOf(way) ?? `way ${at + 1}`);
    throw new ApiError('validation_failed', `body.credentials are none of the ways to sign in: ${names.join('; ')}.`, {
      details: { issues: [{ path: 'body.credentials', message: `must be one of: ${names.join('; ')}` }] },
    });
  }
  const value = Default(kind.credentials, Clone(credentials)) as JsonObject;
  checkSchema(kind.credentials, value, 'body.credentials');
  return value;
}

/** Whether credentials for the one must not be sent with the other. */
export function goElsewhere(kind: VendorKind, before: JsonObject, after: JsonObject): boolean {
  const isMoved = ADDRESSES.some((name) => !equalJson(before[name] ?? null, after[name] ?? null));
  return isMoved || kind.baseUrlOf(before) !== kind.baseUrlOf(after);
}

function checkSchema(schema: TSchema, value: JsonObject, part: string): void {
  const validator = Compile(schema);
  if (validator.Check(value)) return;
  const [, errors] = validator.Errors(value);
  const issues = errors.flatMap((error) => issuesOf(part, error)).slice(0, ISSUES_MAXIMUM);
  const [first = { path: part, message: 'is not valid' }] = issues;
  throw new ApiError('validation_failed', `${first.path} ${first.message}.`, { details: { issues } });
}

function waysOf(schema: TSchema): TSchema[] {
  const { anyOf, oneOf } = schema as { anyOf?: TSchema[]; oneOf?: TSchema[] };
  return anyOf ?? oneOf ?? [schema];
}

/** Whether the constants of a way are those that were sent: then it is the one that was chosen. */
function isMeant(way: TSchema, credentials: JsonObject): boolean {
  const { properties = {} } = way as { properties?: Record<string, { const?: unknown }> };
  const constants = Object.entries(properties).filter(([, schema]) => schema.const !== undefined);
  return constants.length > 0 && constants.every(([name, schema]) => credentials[name] === schema.const);
}

function titleOf(schema: TSchema): string | null {
  const { title } = schema as { title?: unknown };
  return typeof title === 'string' ? title : null;
}
