import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { JsonObject, Task, TaskStatus } from '../schema/task.ts';
import { Timestamp } from '../schema/timestamp.ts';

const { uid, status, status_at, assignee_uid, queue_uid, due_at, created_at, updated_at, started_at, done_at } = Task.properties;
const { snooze_expires_at, fields, integrations, skills, priority, version, due_target_minutes } = Task.properties;

/** A task as answers in the current dialect show it. The keys stand in this order. */
export const CurrentTask = Type.Object(
  {
    uid,
    id: Identifier,
    status,
    status_at,
    assignee_uid,
    queue_uid,
    due_at,
    created_at,
    updated_at,
    started_at,
    done_at,
    snooze_expires_at,
    title: Type.Unknown(),
    url: Type.Unknown(),
    fields,
    integrations,
    skills,
    priority,
    version,
    due_target_minutes,
  },
  { additionalProperties: false },
);
export type CurrentTask = Static<typeof CurrentTask>;

/** The dialect of the published webhooks document. `tags` are all fields but title and url. */
export const LegacyTask = Type.Object(
  {
    id: Identifier,
    title: Type.Unknown(),
    url: Type.Unknown(),
    tags: JsonObject,
    status: Type.Object({ name: TaskStatus, userId: Nullable(Identifier), at: Timestamp }, { additionalProperties: false }),
    integrations: JsonObject,
    createdAt: Timestamp,
    dueAt: Timestamp,
    updatedAt: Timestamp,
  },
  { additionalProperties: false },
);
export type LegacyTask = Static<typeof LegacyTask>;

export const DIALECTS = ['current', 'legacy'] as const;
export type Dialect = (typeof DIALECTS)[number];

export const AnsweredTask = Type.Union([CurrentTask, LegacyTask]);
export type AnsweredTask = Static<typeof AnsweredTask>;

/** Whom a key acts for; a session may leave it out, and acts as its user. */
export const ActionAssignee = Type.Object(
  { assignee_uid: Type.Optional(Identifier), assignee_email: Type.Optional(Type.String({ minLength: 1, maxLength: 254 })) },
  { additionalProperties: false },
);
export type ActionAssignee = Static<typeof ActionAssignee>;

/**
 * What may be sent about a task. Three dialects exist in the wild and any mixture is read, so this schema describes
 * and `src-server/tasks/dialects` decides: each of its errors names the key.
 */
export const TaskBody = Type.Unsafe<JsonObject>({
  type: 'object',
  additionalProperties: true,
  description: 'A task in any of the three dialects, or a mixture. Unknown top-level keys become fields.',
  properties: {
    uid: { description: 'The id: 1 to 128 characters out of A-Za-z0-9._:~@-.' },
    id: { description: 'The same, in the legacy dialect.' },
    status: { description: 'TODO, ASSIGNED, STARTED or DONE; or {"name", "userId", "at"}.' },
    due_at: { description: 'RFC 3339 with an offset or Z, epoch seconds or epoch milliseconds.' },
    dueAt: { description: 'The same, in the legacy dialect.' },
    created_at: { description: 'When the source made it; counts when the write creates the task.' },
    createdAt: { description: 'The same, in the legacy dialect.' },
    assignee_uid: { description: 'A person; null releases the task.' },
    assignee_email: { description: 'A person, by e-mail address.' },
    queue_uid: { description: 'A queue that wins over routing; null goes back to routing.' },
    fields: { description: 'Free JSON. external_id in it names the task within the source of the key.' },
    tags: { description: 'Merged into fields.' },
    title: { description: 'The same as fields.title.' },
    url: { description: 'The same as fields.url.' },
    integrations: { description: 'By webhook id: what its events carry as info.' },
    skills: { description: 'Skills that the task asks for.' },
    priority: { description: 'A number, higher first; anything else is a field.' },
  },
});
export type TaskBody = Static<typeof TaskBody>;
