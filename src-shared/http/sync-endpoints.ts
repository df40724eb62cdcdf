import { Type } from 'typebox';
import { SYNC_LIMITS } from '../sync/limits.ts';
import { PresenceStatement, PullResponse, PushRequest, PushResponse, Workspace } from '../sync/protocol.ts';
import { BASE, type Endpoint, EVERYBODY } from './endpoint.ts';

const READERS = { roles: EVERYBODY, scope: 'tasks:read' } as const;

export const SYNC_ENDPOINTS = {
  'sync.pull': {
    method: 'GET',
    path: `${BASE}/sync/tasks`,
    summary: 'The next page of the feed of tasks.',
    access: READERS,
    query: Type.Object({
      checkpoint: Type.Optional(Type.String()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: SYNC_LIMITS.pullMaximum })),
    }),
    answers: { 200: PullResponse },
  },
  'sync.push': {
    method: 'POST',
    path: `${BASE}/sync/operations`,
    summary: 'Operations that a device recorded, in order.',
    access: { roles: EVERYBODY, scope: null },
    body: { schema: PushRequest, isJudgedByItem: true, limitBytes: 16 * 1024 * 1024 },
    answers: { 200: PushResponse },
  },
  'sync.stream': {
    method: 'GET',
    path: `${BASE}/sync/stream`,
    summary: 'Server-sent events: tasks, resync, presence, workspace, heartbeat.',
    access: READERS,
    query: Type.Object({ checkpoint: Type.Optional(Type.String()) }),
    answers: { 200: null },
  },
  'sync.presence': {
    method: 'PUT',
    path: `${BASE}/sync/presence`,
    summary: 'Which task a console shows, for others to see in the stream; holds for half a minute unless it is said again.',
    access: { roles: EVERYBODY, scope: null },
    body: { schema: PresenceStatement },
    answers: { 204: null },
  },
  'sync.workspace': {
    method: 'GET',
    path: `${BASE}/sync/workspace`,
    summary: 'All that a replica needs besides tasks.',
    access: READERS,
    answers: { 200: Workspace },
  },
} as const satisfies Record<string, Endpoint>;
