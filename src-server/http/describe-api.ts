import { ERROR_STATUS } from '../../src-shared/error/codes.ts';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { Access, Endpoint, EndpointBody } from '../../src-shared/http/endpoint.ts';
import { AnsweredTask, CurrentTask, LegacyTask, TaskBody } from '../../src-shared/http/task-shapes.ts';
import { ApiKey } from '../../src-shared/schema/api-key.ts';
import {
  Connector,
  ConnectorKind,
  ConnectorPreview,
  ConnectorRun,
  ConnectorSample,
  ConnectorTestResult,
} from '../../src-shared/schema/connector.ts';
import { Form } from '../../src-shared/schema/form.ts';
import { Delivery, Hook } from '../../src-shared/schema/hook.ts';
import { Lease } from '../../src-shared/schema/lease.ts';
import { Queue } from '../../src-shared/schema/queue.ts';
import { SavedView } from '../../src-shared/schema/saved-view.ts';
import { ShownOnce } from '../../src-shared/schema/shown-once.ts';
import { User } from '../../src-shared/schema/user.ts';
import { SyncDocument } from '../../src-shared/sync/protocol.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of `http/api.ts`. The schemas are JSON Schema already: they stand in it as they are. */
export function describeApi({ version, publicUrl }: { version: string; publicUrl: string | null }): Json {
  const paths: Record<string, Json> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describeEndpoint(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Docket', version },
    ...(publicUrl === null ? {} : { servers: [{ url: publicUrl }] }),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or the token of a session.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
      schemas: {
        ...Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, plain(schema, true)])),
        Error: ERROR_SCHEMA,
      },
    },
  };
}

function describeEndpoint(name: string, endpoint: Endpoint): Json {
  const { summary, access, parameters, query, body, answers, path } = endpoint;
  const [tag = name] = name.split('.');
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...describeAccess(access),
    parameters: [...describeParameters('path', parameters ?? pathParameters(path)), ...describeParameters('query', query)],
    ...(body ? { requestBody: { required: !body.isOptional, content: describeBody(body) } } : {}),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, schema]) => [status, describeAnswer(Number(status), schema, endpoint)])),
      default: { description: 'What went wrong.', content: { ...ERROR_CONTENT, ...(endpoint.isPage ? PAGE_CONTENT : {}) } },
    },
  };
}

function describeAccess(access: Access): Json {
  if (access === 'public') return { security: [] };
  const { roles, scope } = access;
  const keys = scope === null ? 'No API keys.' : scope === 'any' ? 'Every API key.' : `API keys with the scope ${scope}.`;
  return {
    description: `People with the role ${roles.join(', ')}. ${keys}`,
    security: scope === null ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }],
  };
}

function pathParameters(path: string): unknown {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return { properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])), required: names };
}

function describeParameters(place: 'path' | 'query', schema: unknown): Json[] {
  const { properties = {}, required = [] } = plain(schema ?? {}) as { properties?: Record<string, unknown>; required?: string[] };
  return Object.entries(properties).map(([name, value]) => ({ name, in: place, required: required.includes(name), schema: value }));
}

/** Bytes are bytes; what a vendor sends to us is JSON whose signature is of its bytes. */
function describeBody({ schema, isRaw, isOptional }: EndpointBody): Json {
  const isBytes = isRaw && !isOptional;
  return isBytes
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: plain(schema) } };
}

function describeAnswer(status: number, schema: unknown, { contentType = 'application/json', json }: Endpoint): Json {
  const description = status === 204 ? 'Done; nothing to say.' : status === 207 ? 'Some were refused.' : 'Done.';
  if (schema === null) return { description };
  const asJson = json ? { 'application/json': { schema: plain(json) } } : {};
  return { description, content: { [contentType]: { schema: plain(schema) }, ...asJson } };
}

/** Shapes that stand in many places: written once, and referred to. */
const NAMED: Readonly<Record<string, object>> = {
  CurrentTask,
  LegacyTask,
  Task: AnsweredTask,
  TaskBody,
  User,
  Queue,
  Form,
  ApiKey,
  SavedView,
  Lease,
  Hook,
  Delivery,
  Connector,
  ConnectorKind,
  ConnectorPreview,
  ConnectorRun,
  ConnectorSample,
  ConnectorTestResult,
  SyncDocument,
};
const NAME_OF = new Map(Object.entries(NAMED).map(([name, schema]) => [schema, name]));

/** Without the marks that TypeBox keeps on its values, and with references for what has a name. */
function plain(schema: unknown, isDefinition = false): unknown {
  let isRoot = isDefinition;
  return JSON.parse(
    JSON.stringify(schema, (_key, value: unknown) => {
      const name = typeof value === 'object' && value !== null && !isRoot ? NAME_OF.get(value) : undefined;
      isRoot = false;
      return name === undefined ? withoutShownOnce(value) : { $ref: `#/components/schemas/${name}` };
    }),
  );
}

/** Clients that check answers must not refuse a repeated one for the secret that it leaves out. */
function withoutShownOnce(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('required' in value) || !('properties' in value)) return value;
  const { required, properties } = value as { required: string[]; properties: Record<string, unknown> };
  if (!Object.values(properties).includes(ShownOnce)) return value;
  return { ...value, required: required.filter((name) => properties[name] !== ShownOnce) };
}

const ERROR_CONTENT = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
const PAGE_CONTENT = { 'text/html': { schema: { type: 'string' } } };

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string', enum: Object.keys(ERROR_STATUS).filter((code) => code !== 'server_unreachable') },
        message: { type: 'string' },
        requestId: { type: 'string' },
        details: {},
      },
    },
  },
};
