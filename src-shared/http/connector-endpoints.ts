import Type from 'typebox';
import {
  Connector,
  ConnectorChange,
  ConnectorKind,
  ConnectorPerson,
  ConnectorPreview,
  ConnectorRun,
  ConnectorTestResult,
  ConnectorTrial,
  NewConnector,
} from '../schema/connector.ts';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { JsonObject } from '../schema/task.ts';
import { ADMINS, BASE, type Endpoint } from './endpoint.ts';

const ADMIN = { roles: ADMINS, scope: 'admin' } as const;
const Id = Type.Object({ id: Identifier });
const RunId = Type.Object({ id: Identifier, run: Identifier });
const Trial = { schema: ConnectorTrial, isOptional: true };
const Nothing = { schema: Type.Object({}), isOptional: true };

export const CONNECTOR_EVENT_BYTES = 1024 * 1024;

export const CONNECTOR_ENDPOINTS = {
  'connectors.list': {
    method: 'GET',
    path: `${BASE}/connectors`,
    summary: 'The connectors, by name, with what they are doing.',
    access: ADMIN,
    answers: { 200: Type.Object({ items: Type.Array(Connector) }) },
  },
  'connectors.kinds': {
    method: 'GET',
    path: `${BASE}/connectors/kinds`,
    summary: 'The vendors that can be mirrored, with JSON Schemas of their settings.',
    access: ADMIN,
    answers: { 200: Type.Object({ items: Type.Array(ConnectorKind) }) },
  },
  'connectors.create': {
    method: 'POST',
    path: `${BASE}/connectors`,
    summary: 'Makes a connector. Credentials are write only.',
    isAudited: true,
    access: ADMIN,
    body: { schema: NewConnector },
    answers: { 200: Connector },
  },
  'connectors.testNew': {
    method: 'POST',
    path: `${BASE}/connectors/test`,
    summary: 'Signs in at a vendor with settings that are not saved.',
    access: ADMIN,
    body: { schema: ConnectorTrial },
    answers: { 200: ConnectorTestResult },
  },
  'connectors.previewNew': {
    method: 'POST',
    path: `${BASE}/connectors/preview`,
    summary: 'Shows what settings that are not saved would make; writes nothing.',
    access: ADMIN,
    body: { schema: ConnectorTrial },
    answers: { 200: ConnectorPreview },
  },
  'connectors.get': {
    method: 'GET',
    path: `${BASE}/connectors/:id`,
    summary: 'One connector.',
    access: ADMIN,
    parameters: Id,
    answers: { 200: Connector },
  },
  'connectors.change': {
    method: 'PATCH',
    path: `${BASE}/connectors/:id`,
    summary: 'Changes, pauses or enables a connector. A change of where it goes drops the credentials, unless they come along.',
    isAudited: true,
    access: ADMIN,
    parameters: Id,
    body: { schema: ConnectorChange },
    answers: { 200: Connector },
  },
  'connectors.delete': {
    method: 'DELETE',
    path: `${BASE}/connectors/:id`,
    summary: 'Removes a connector; the tasks that it made stay.',
    isAudited: true,
    access: ADMIN,
    parameters: Id,
    answers: { 204: null },
  },
  'connectors.test': {
    method: 'POST',
    path: `${BASE}/connectors/:id/test`,
    summary: 'Signs in at the vendor; with other settings, where the body has some.',
    access: ADMIN,
    parameters: Id,
    body: Trial,
    answers: { 200: ConnectorTestResult },
  },
  'connectors.preview': {
    method: 'POST',
    path: `${BASE}/connectors/:id/preview`,
    summary: 'Shows what a run would create, update and close; writes nothing.',
    access: ADMIN,
    parameters: Id,
    body: Trial,
    answers: { 200: ConnectorPreview },
  },
  'connectors.run': {
    method: 'POST',
    path: `${BASE}/connectors/:id/run`,
    summary: 'Runs it now; with full=true over everything.',
    isAudited: true,
    access: ADMIN,
    parameters: Id,
    query: Type.Object({ full: Type.Optional(Type.Boolean()) }),
    body: Nothing,
    answers: { 200: Connector },
  },
  'connectors.runs': {
    method: 'GET',
    path: `${BASE}/connectors/:id/runs`,
    summary: 'What the connector did, the newest first.',
    access: ADMIN,
    parameters: Id,
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 512 })),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(ConnectorRun),
        meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }),
      }),
    },
  },
  'connectors.confirm': {
    method: 'POST',
    path: `${BASE}/connectors/:id/runs/:run/confirm`,
    summary: 'Lets a run that stopped to ask close what it wanted to.',
    isAudited: true,
    access: ADMIN,
    parameters: RunId,
    body: Nothing,
    answers: { 200: ConnectorRun },
  },
  'connectors.cancel': {
    method: 'POST',
    path: `${BASE}/connectors/:id/runs/:run/cancel`,
    summary: 'Ends a run; one that stopped to ask closes nothing.',
    isAudited: true,
    access: ADMIN,
    parameters: RunId,
    body: Nothing,
    answers: { 200: ConnectorRun },
  },
  'connectors.people': {
    method: 'GET',
    path: `${BASE}/connectors/:id/people`,
    summary: 'People at the vendor, and who that is here.',
    access: ADMIN,
    parameters: Id,
    answers: { 200: Type.Object({ items: Type.Array(ConnectorPerson) }) },
  },
  'connectors.renewEventSecret': {
    method: 'POST',
    path: `${BASE}/connectors/:id/event-secret`,
    summary: 'Makes a new secret for callers of the events address that cannot sign; shown in this answer only.',
    isAudited: true,
    access: ADMIN,
    parameters: Id,
    body: Nothing,
    answers: { 200: Type.Object({ secret: Type.String() }, { additionalProperties: false }) },
  },
  'connectors.events': {
    method: 'POST',
    path: `${BASE}/connectors/:id/events`,
    summary: "The vendor's events, with its signature or the connector's own secret as a bearer token: they wake the mirror.",
    access: 'public',
    parameters: Id,
    body: { schema: JsonObject, isOptional: true, isRaw: true, limitBytes: CONNECTOR_EVENT_BYTES },
    answers: { 202: Type.Object({ accepted: Type.Boolean() }, { additionalProperties: false }) },
  },
} as const satisfies Record<string, Endpoint>;
