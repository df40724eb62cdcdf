import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { OPERATION_PAYLOADS } from '../schema/operation.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { JsonObject, TaskStatus } from '../schema/task.ts';
import { Timestamp } from '../schema/timestamp.ts';
import { BASE, type Endpoint, EVERYBODY, MANAGERS } from './endpoint.ts';
import { ActionAssignee, AnsweredTask, CurrentTask, DIALECTS, TaskBody } from './task-shapes.ts';

export const LIST_LIMITS = { default: 50, maximum: 1_000, batch: 1_000 } as const;

const Id = Type.Object({ id: Identifier });
const DialectQuery = Type.Object({ dialect: Type.Optional(StringEnum(DIALECTS)) });
const Limit = Type.Integer({ minimum: 1, maximum: LIST_LIMITS.maximum });
const Cursor = Type.String({ maxLength: 2_048 });

/** Besides these, any field: `fields.NAME=`, or `NAME=` where the name is no parameter. */
export const TaskListQuery = Type.Object(
  {
    status: Type.Optional(Type.String({ description: 'One status, or several with commas.' })),
    queue_uid: Type.Optional(Type.String()),
    assignee_uid: Type.Optional(Type.String()),
    updated_since: Type.Optional(Type.String({ description: 'Follows the feed from there on.' })),
    order: Type.Optional(StringEnum(['asc', 'desc'])),
    limit: Type.Optional(Limit),
    cursor: Type.Optional(Cursor),
    format: Type.Optional(StringEnum(['array', 'object'])),
    dialect: Type.Optional(StringEnum(DIALECTS)),
  },
  { additionalProperties: true },
);
export type TaskListQuery = Static<typeof TaskListQuery>;

export const TaskPage = Type.Object({
  items: Type.Array(AnsweredTask),
  meta: Type.Object({ next_cursor: Nullable(Cursor), has_more: Type.Boolean() }),
});
export type TaskPage = Static<typeof TaskPage>;

export const TaskSearch = Type.Object(
  {
    condition: Type.Optional(JsonObject),
    sorts: Type.Optional(
      Type.Array(
        Type.Object(
          { field: Type.String({ minLength: 1, maxLength: 256 }), order: Type.Optional(StringEnum(['asc', 'desc'])) },
          { additionalProperties: false },
        ),
        { maxItems: 5 },
      ),
    ),
    limit: Type.Optional(Limit),
    cursor: Type.Optional(Nullable(Cursor)),
  },
  { additionalProperties: false },
);
export type TaskSearch = Static<typeof TaskSearch>;

export const TaskBatch = Type.Object({ items: Type.Array(Type.Unknown(), { minItems: 1, maxItems: LIST_LIMITS.batch }) });
export const TaskBatchAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      status: Type.Integer(),
      result: Type.Optional(StringEnum(['created', 'updated', 'unchanged'])),
      task: Type.Optional(AnsweredTask),
      warnings: Type.Optional(Type.Array(Type.Unknown())),
      error: Type.Optional(
        Type.Object({ code: Type.String(), message: Type.String(), requestId: Type.String(), details: Type.Optional(Type.Unknown()) }),
      ),
    }),
  ),
});
export type TaskBatchAnswer = Static<typeof TaskBatchAnswer>;

export const HistoryItem = Type.Object({
  version: Type.Integer(),
  step: Type.String(),
  status_before: Nullable(TaskStatus),
  status: TaskStatus,
  assignee_uid: Nullable(Identifier),
  queue_uid: Nullable(Identifier),
  actor: Type.Object({ kind: StringEnum(['user', 'key', 'system']), id: Nullable(Type.String()), name: Type.String() }),
  device_at: Nullable(Type.String()),
  note: Nullable(Type.String()),
  changes: Nullable(JsonObject),
  at: Timestamp,
});
export type HistoryItem = Static<typeof HistoryItem>;

export const RoutingExplanation = Type.Object({
  task_uid: Identifier,
  queue_uid: Nullable(Identifier),
  /** A queue that somebody chose by hand, and that wins. */
  override: Nullable(Identifier),
  /** In the order in which they are tried. */
  queues: Type.Array(
    Type.Object({
      id: Identifier,
      name: Type.String(),
      enabled: Type.Boolean(),
      matches: Type.Boolean(),
      rules: Type.Array(Type.Object({ field: Type.String(), operator: Type.String(), value: Type.Unknown(), holds: Type.Boolean() })),
    }),
  ),
});
export type RoutingExplanation = Static<typeof RoutingExplanation>;

const WRITERS = { roles: MANAGERS, scope: 'tasks:write' } as const;
const READERS = { roles: EVERYBODY, scope: 'tasks:read' } as const;
const OPERATORS = { roles: EVERYBODY, scope: 'tasks:write' } as const;
const Nothing = { schema: Type.Object({}, { additionalProperties: false }), isOptional: true };

function upsert<Method extends 'POST' | 'PUT' | 'PATCH', Path extends string>(method: Method, path: Path, summary: string) {
  return { method, path, summary, access: WRITERS, body: { schema: TaskBody }, answers: { 200: AnsweredTask } } as const;
}

function batch<Method extends 'POST' | 'PUT' | 'PATCH'>(method: Method) {
  return {
    method,
    path: `${BASE}/tasks/batch`,
    summary: 'Up to 1,000 writes; 207 unless all were applied.',
    access: WRITERS,
    body: { schema: TaskBatch, isJudgedByItem: true, limitBytes: 32 * 1024 * 1024 },
    answers: { 200: TaskBatchAnswer, 207: TaskBatchAnswer },
  } as const;
}

function action<Name extends string, Body extends NonNullable<Endpoint['body']>>(name: Name, summary: string, body: Body) {
  return {
    method: 'POST',
    path: `${BASE}/tasks/:id/${name}`,
    summary,
    access: OPERATORS,
    parameters: Id,
    body,
    answers: { 200: CurrentTask },
  } as const;
}

export const TASK_ENDPOINTS = {
  'tasks.upsert': upsert('PATCH', `${BASE}/tasks`, 'Creates or updates a task; fields merge key by key.'),
  'tasks.replace': upsert('PUT', `${BASE}/tasks`, 'Creates or updates a task; fields are replaced.'),
  'tasks.create': upsert('POST', `${BASE}/tasks`, 'Creates a task; 409 if the id exists.'),
  'tasks.list': {
    method: 'GET',
    path: `${BASE}/tasks`,
    summary: 'Tasks, newest first; with updated_since in the order of the feed.',
    access: READERS,
    query: TaskListQuery,
    answers: { 200: Type.Union([TaskPage, Type.Array(AnsweredTask)]) },
  },
  'tasks.batch': batch('POST'),
  'tasks.batchReplace': batch('PUT'),
  'tasks.batchUpsert': batch('PATCH'),
  'tasks.query': {
    method: 'POST',
    path: `${BASE}/tasks/query`,
    summary: 'Tasks for which a condition holds, in the language of queues.',
    access: READERS,
    body: { schema: TaskSearch },
    answers: { 200: TaskPage },
  },
  'tasks.upsertOne': { ...upsert('PATCH', `${BASE}/tasks/:id`, 'Creates or updates the task with this id.'), parameters: Id },
  'tasks.replaceOne': { ...upsert('PUT', `${BASE}/tasks/:id`, 'The same; fields are replaced.'), parameters: Id },
  'tasks.get': {
    method: 'GET',
    path: `${BASE}/tasks/:id`,
    summary: 'One task.',
    access: READERS,
    parameters: Id,
    query: DialectQuery,
    answers: { 200: AnsweredTask },
  },
  'tasks.delete': {
    method: 'DELETE',
    path: `${BASE}/tasks/:id`,
    summary: 'Removes a task; the feed keeps a tombstone.',
    access: WRITERS,
    parameters: Id,
    answers: { 204: null },
  },
  'tasks.history': {
    method: 'GET',
    path: `${BASE}/tasks/:id/history`,
    summary: 'Every step of a task, oldest first.',
    access: READERS,
    parameters: Id,
    answers: { 200: Type.Object({ items: Type.Array(HistoryItem) }) },
  },
  'tasks.routing': {
    method: 'GET',
    path: `${BASE}/tasks/:id/routing`,
    summary: 'Which conditions held, and so why the task is in its queue.',
    access: READERS,
    parameters: Id,
    answers: { 200: RoutingExplanation },
  },
  'tasks.comment': action('comments', 'Adds a comment.', { schema: OPERATION_PAYLOADS.comment }),
  'tasks.claim': action('claim', 'Takes a free task.', { schema: ActionAssignee, isOptional: true }),
  'tasks.assign': action('assign', 'Gives a task to a person.', { schema: ActionAssignee }),
  'tasks.unassign': action('unassign', 'Releases a task.', Nothing),
  'tasks.start': action('start', 'Starts a task.', Nothing),
  'tasks.pause': action('pause', 'Pauses a task.', Nothing),
  'tasks.complete': action('complete', 'Completes a task that was started.', { schema: OPERATION_PAYLOADS.complete, isOptional: true }),
  'tasks.reopen': action('reopen', 'Opens a task again that was done.', Nothing),
  'tasks.snooze': action('snooze', 'Hides a task until a moment.', {
    schema: Type.Object({ until: Type.Unknown() }, { additionalProperties: false }),
  }),
} as const satisfies Record<string, Endpoint>;
