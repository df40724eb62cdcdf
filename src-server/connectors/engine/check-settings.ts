import type { TSchema } from 'typebox';
import { Compile } from 'typebox/schema';
import { Clone, Default } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { equalJson } from '../../../src-shared/task/merge-json.ts';
import { ApiError } from '../../http/api-error.ts';
import { issuesOf } from '../../http/validation.ts';
import type { VendorKind } from '../vendor.ts';
import { baseUrlOf } from './connector-session.ts';

const ISSUES_MAXIMUM = 20;
/** What a setting that says where requests go is called, in any kind. */
const ADDRESS_NAME = /url|host|port|domain|region|server|address|origin|path|method/i;

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
  return baseUrlOf(kind, before) !== baseUrlOf(kind, after) || !equalJson(addressesOf(before), addressesOf(after));
}

function addressesOf(config: JsonObject): JsonObject {
  const found: JsonObject = {};
  const visit = (value: JsonValue, path: string, isAddress: boolean): void => {
    if (value !== null && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) visit(inner, `${path}/${name}`, isAddress || ADDRESS_NAME.test(name));
    } else if (isAddress) found[path] = value;
  };
  visit(config, '', false);
  return found;
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

function titleOf(schema: TSchema): string | null {
  const { title } = schema as { title?: unknown };
  return typeof title === 'string' ? title : null;
}
