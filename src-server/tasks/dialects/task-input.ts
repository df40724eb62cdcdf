import type { Dialect } from '../../../src-shared/http/task-shapes.ts';
import type { JsonObject, TaskStatus } from '../../../src-shared/schema/task.ts';
import type { Timestamp } from '../../../src-shared/schema/timestamp.ts';

/** Something that was unexpected and is not refused: told in the header `Docket-Warnings`. */
export interface TaskWarning {
  code: 'became_field' | 'overruled' | 'read_only' | 'empty_ignored' | 'unknown_ignored' | 'external_id_taken';
  path: string;
  message: string;
}

/** What a body says about a task, whatever its dialect. A key that is absent was not named. */
export interface TaskInput {
  /** In which the answer is given. */
  dialect: Dialect;
  uid: string | null;
  /** `fields.external_id` as text. */
  externalId: string | null;
  status?: TaskStatus;
  /** Null releases the task. */
  assigneeUid?: string | null;
  assigneeEmail?: string | null;
  /** The person is named by the status alone, as the legacy dialect does. */
  isAssigneeOfStatus?: true;
  dueAt?: Timestamp;
  createdAt?: Timestamp;
  /** What it was called. */
  createdAtKey?: 'created_at' | 'createdAt';
  /** Keys of an answer stand in it that only an answer has. */
  isSentBack?: true;
  /** Null goes back to routing. */
  queueUid?: string | null;
  skills?: string[];
  priority?: number | null;
  fields?: JsonObject;
  integrations?: JsonObject;
  warnings: TaskWarning[];
}
