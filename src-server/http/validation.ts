import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Compile, type Validator } from 'typebox/schema';
import { ApiError } from './api-error.ts';

export interface ValidationIssue {
  path: string;
  message: string;
}

const PART_NAMES = { body: 'body', querystring: 'query', params: 'path', headers: 'headers' } as const;
const ISSUES_MAXIMUM = 20;

/**
 * Checks requests against the schemas of `http/api.ts`. Bodies are taken as they are: nothing is converted, nothing is
 * dropped. Texts of a query become numbers and booleans where the schema says so, and empty ones count as absent.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  const name = PART_NAMES[(httpPart ?? 'body') as keyof typeof PART_NAMES];
  const isText = httpPart === 'querystring';
  return (data: unknown) => {
    const value = isText ? convertQuery(schema, data as Record<string, unknown>) : data;
    if (validator.Check(value)) return { value };
    return { error: validationError(name, validator, value) };
  };
};

function validationError(part: string, validator: Validator, value: unknown): ApiError {
  const [, errors] = validator.Errors(value);
  const issues = errors.flatMap((error) => issuesOf(part, error)).slice(0, ISSUES_MAXIMUM);
  const [first = { path: part, message: 'is not valid' }] = issues;
  return new ApiError('validation_failed', `${first.path} ${first.message}.`, { details: { issues } });
}

export function issuesOf(part: string, error: TLocalizedValidationError): ValidationIssue[] {
  const path = [part, ...error.instancePath.split('/').slice(1).map(unescapePointer)].join('.');
  switch (error.keyword) {
    // The error on additionalProperties says the same, better.
    case 'boolean':
      return [];
    case 'additionalProperties':
      return error.params.additionalProperties.map((key) => ({ path: `${path}.${key}`, message: 'is not known here' }));
    case 'required':
      return error.params.requiredProperties.map((key) => ({ path: `${path}.${key}`, message: 'is missing' }));
    case 'enum':
      return [{ path, message: `must be one of ${error.params.allowedValues.map((value) => JSON.stringify(value)).join(', ')}` }];
    default:
      return [{ path, message: error.message }];
  }
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function convertQuery(schema: TSchema, query: Record<string, unknown>): Record<string, unknown> {
  const properties = (schema as { properties?: Record<string, { type?: unknown }> }).properties ?? {};
  const entries = Object.entries(query)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => [key, Object.hasOwn(properties, key) ? convert(properties[key]?.type, value) : value] as const);
  return Object.fromEntries(entries);
}

function convert(type: unknown, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
