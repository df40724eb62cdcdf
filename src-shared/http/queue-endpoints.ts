import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { Queue } from '../schema/queue.ts';
import { JsonObject } from '../schema/task.ts';
import { BASE, type Endpoint, EVERYBODY, MANAGERS } from './endpoint.ts';
import { ActionAssignee, CurrentTask } from './task-shapes.ts';

const { name, priority, condition, skills, enabled, release_on_skip, schedule_uid, target_minutes } = Queue.properties;

export const NewQueue = Type.Object(
  {
    id: Type.Optional(Identifier),
    name,
    priority: Type.Optional(priority),
    condition: Type.Optional(condition),
    skills: Type.Optional(skills),
    enabled: Type.Optional(enabled),
    release_on_skip: Type.Optional(release_on_skip),
    schedule_uid,
    target_minutes,
  },
  { additionalProperties: false },
);
export type NewQueue = Static<typeof NewQueue>;

const Changeable = { name, priority, condition, skills, enabled, release_on_skip, schedule_uid, target_minutes };

/** `expected`: what the caller saw before; where the queue is otherwise now, nothing is changed. */
export const QueueChange = Type.Partial(
  Type.Object({ ...Changeable, expected: Type.Partial(Type.Object(Changeable), { additionalProperties: false }) }),
  { additionalProperties: false, minProperties: 1 },
);
export type QueueChange = Static<typeof QueueChange>;

/** `id`: the queue that would get the condition; without it a new one, called `~new` in the answer. Tried last if it is new. */
export const QueuePreviewRequest = Type.Object(
  { condition: JsonObject, id: Type.Optional(Identifier), priority: Type.Optional(priority), enabled: Type.Optional(enabled) },
  { additionalProperties: false },
);
export type QueuePreviewRequest = Static<typeof QueuePreviewRequest>;

const Move = Type.Object({ from: Nullable(Identifier), to: Nullable(Identifier), count: Type.Integer() });
export const QueuePreview = Type.Object({
  open: Type.Integer(),
  matching: Type.Integer(),
  moving: Type.Integer(),
  moves: Type.Array(Move),
  samples: Type.Array(Type.Object({ ...CurrentTask.properties, from: Move.properties.from, to: Move.properties.to }), { maxItems: 20 }),
});
export type QueuePreview = Static<typeof QueuePreview>;

/** Routing open tasks again after a queue was changed. */
export const RoutingProgress = Type.Object({ running: Type.Boolean(), done: Type.Integer(), total: Type.Integer() });
export type RoutingProgress = Static<typeof RoutingProgress>;

const Id = Type.Object({ id: Identifier });
const READERS = { roles: EVERYBODY, scope: 'tasks:read' } as const;
const EDITORS = { roles: MANAGERS, scope: 'admin' } as const;

export const QUEUE_ENDPOINTS = {
  'queues.list': {
    method: 'GET',
    path: `${BASE}/queues`,
    summary: 'The queues, in the order in which they are tried.',
    access: READERS,
    answers: { 200: Type.Object({ items: Type.Array(Queue) }) },
  },
  'queues.create': {
    method: 'POST',
    path: `${BASE}/queues`,
    summary: 'Makes a queue; open tasks are routed again in the background.',
    isAudited: true,
    access: EDITORS,
    body: { schema: NewQueue },
    answers: { 200: Queue },
  },
  'queues.preview': {
    method: 'POST',
    path: `${BASE}/queues/preview`,
    summary: 'How many open tasks would move from where to where.',
    access: EDITORS,
    body: { schema: QueuePreviewRequest },
    answers: { 200: QueuePreview },
  },
  'queues.routing': {
    method: 'GET',
    path: `${BASE}/queues/routing`,
    summary: 'How far the routing of open tasks has come.',
    access: { roles: MANAGERS, scope: 'tasks:read' },
    answers: { 200: RoutingProgress },
  },
  'queues.get': {
    method: 'GET',
    path: `${BASE}/queues/:id`,
    summary: 'One queue.',
    access: READERS,
    parameters: Id,
    answers: { 200: Queue },
  },
  'queues.change': {
    method: 'PATCH',
    path: `${BASE}/queues/:id`,
    summary: 'Changes a queue; what the body does not name stays.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    body: { schema: QueueChange },
    answers: { 200: Queue },
  },
  'queues.replace': {
    method: 'PUT',
    path: `${BASE}/queues/:id`,
    summary: 'Replaces a queue, or makes it.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    body: { schema: NewQueue },
    answers: { 200: Queue },
  },
  'queues.delete': {
    method: 'DELETE',
    path: `${BASE}/queues/:id`,
    summary: 'Removes a queue; its tasks are routed again.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    answers: { 204: null },
  },
  'queues.next': {
    method: 'POST',
    path: `${BASE}/queues/:id/next`,
    summary: 'Claims the most urgent task that the person may work; 204 when there is none.',
    access: { roles: EVERYBODY, scope: 'tasks:write' },
    parameters: Id,
    body: { schema: ActionAssignee, isOptional: true },
    answers: { 200: CurrentTask, 204: null },
  },
} as const satisfies Record<string, Endpoint>;
