import { ERROR_STATUS } from '../../src-shared/error/codes.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { presentTask } from './dialects/present-task.ts';
import { readTaskBody } from './dialects/read-task-body.ts';
import type { TaskInput, TaskWarning } from './dialects/task-input.ts';
import type { GroupCommit } from './group-commit.ts';
import { type TaskUpsert, type UpsertDependencies, type UpsertOutcome, type UpsertRequest, upsertTask } from './upsert-task.ts';

interface BatchItemResult {
  status: number;
  result?: 'created' | 'updated' | 'unchanged';
  task?: ReturnType<typeof presentTask>;
  warnings?: TaskWarning[];
  error?: { code: string; message: string; details?: unknown };
}

export interface BatchDependencies extends UpsertDependencies {
  groupCommit: GroupCommit;
}

/** An item's result as JSON. */
export interface ItemAnswer {
  status: number;
  text: string;
}

type WriteItem = (sql: Sql) => Promise<BatchItemResult>;

export interface Batch {
  mode: UpsertRequest['mode'];
  items: readonly unknown[];
  /** Throws an ApiError for an item that cannot be taken, whatever it says. */
  checkItem?: (item: unknown) => void;
  /** Lets the write of the item at `index` know what became of it when the same batch was sent before. */
  remember?: (index: number, write: WriteItem) => WriteItem;
}

/** Writes the items in their order, each for itself: a bad one spoils no other. One result an item. */
export function upsertBatch(
  dependencies: BatchDependencies,
  caller: Caller,
  { mode, items, checkItem, remember }: Batch,
): Promise<ItemAnswer[]> {
  const { groupCommit } = dependencies;
  return Promise.all(
    items.map(async (item, index) => {
      try {
        checkItem?.(item);
        const written: TaskUpsert = { caller, mode, pathUid: null, ifMatch: null, input: readItem(item) };
        if (!remember) return await groupCommit.perform('upsertItem', written);
        return answerOf(await groupCommit.submit(remember(index, (sql) => upsertItem(sql, dependencies, written))));
      } catch (error) {
        if (error instanceof ApiError && error.code !== 'idempotency_mismatch') return answerOf(failureOf(error));
        throw error;
      }
    }),
  );
}

/** Throws an ApiError where the item cannot be read. */
function readItem(sent: unknown): TaskInput {
  const item: unknown = Array.isArray(sent) && sent.length === 1 ? sent[0] : sent;
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new ApiError('validation_failed', 'An item must be an object.');
  if (Object.keys(item).length === 0) throw new ApiError('empty_body', 'The item says nothing: send at least one key of the task.');
  return readTaskBody(item as JsonObject);
}

async function upsertItem(sql: Sql, dependencies: UpsertDependencies, upsert: TaskUpsert): Promise<BatchItemResult> {
  return resultOf(await upsertTask(sql, dependencies, upsert), upsert.input);
}

export function resultOf(outcome: UpsertOutcome, { dialect }: TaskInput): BatchItemResult {
  if (!outcome.ok) return failureOf(outcome.error);
  const { result, task, warnings } = outcome;
  return { status: 200, result, task: presentTask(task, dialect), ...(warnings.length > 0 ? { warnings } : {}) };
}

/** Its text; an error is told with the request's id, as everywhere else. */
export function textOfItem({ status, text }: ItemAnswer, requestId: string): string {
  if (status < 300) return text;
  const { error, ...result } = JSON.parse(text) as BatchItemResult;
  if (!error) return text;
  const { code, message, details } = error;
  return JSON.stringify({ ...result, error: { code, message, requestId, ...(details === undefined ? {} : { details }) } });
}

export function answerOf(result: BatchItemResult): ItemAnswer {
  return { status: result.status, text: JSON.stringify(result) };
}

function failureOf(error: ApiError): BatchItemResult {
  const { code, message, details } = error;
  return { status: ERROR_STATUS[code], error: { code, message, ...(details === undefined ? {} : { details }) } };
}
