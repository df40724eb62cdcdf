import type { ErrorCode } from '../../src-shared/error/codes.ts';
import type { ActionAssignee } from '../../src-shared/http/task-shapes.ts';
import type { Caller } from '../auth/caller.ts';
import type { TextAnswer } from '../http/answer.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { findAssignee } from './act-on-task.ts';
import { encodeWarnings } from './dialects/encode-warnings.ts';
import { presentCurrent, presentTask } from './dialects/present-task.ts';
import { claimNextTask } from './next-task.ts';
import { answerOf, type ItemAnswer, type UpsertItem, upsertItem } from './upsert-batch.ts';
import { type UpsertDependencies, type UpsertRequest, upsertTask } from './upsert-task.ts';

/**
 * The commands that a busy server gets most, by name. What they take and give is plain data, JSON among it, so that they
 * can be run in another thread; what they throw as ApiErrors, they throw before they write anything.
 */
export const TASK_COMMANDS = {
  async upsertTask(
    sql: Sql,
    dependencies: UpsertDependencies,
    { caller, ...request }: UpsertRequest & { caller: Caller },
  ): Promise<TextAnswer> {
    const outcome = await upsertTask(sql, dependencies, caller, request);
    if (!outcome.ok) throw outcome.error;
    const { task, result } = outcome;
    const warnings = encodeWarnings(outcome.warnings);
    const headers = { 'docket-result': result, etag: `"${task.version}"`, ...(warnings === null ? {} : { 'docket-warnings': warnings }) };
    return { status: 200, text: JSON.stringify(presentTask(task, request.input.dialect)), headers };
  },

  async upsertItem(sql: Sql, dependencies: UpsertDependencies, item: UpsertItem): Promise<ItemAnswer> {
    return answerOf(await upsertItem(sql, dependencies, item));
  },

  async claimNextTask(
    sql: Sql,
    dependencies: UpsertDependencies,
    { caller, queueUid, assignee }: { caller: Caller; queueUid: string; assignee: ActionAssignee },
  ): Promise<TextAnswer> {
    const task = await claimNextTask(sql, dependencies, caller, { queueUid, person: findAssignee(sql, caller, assignee) });
    if (!task) return { status: 204, text: '', headers: {} };
    return { status: 200, text: JSON.stringify(presentCurrent(task)), headers: { etag: `"${task.version}"` } };
  },
};

export type TaskCommands = typeof TASK_COMMANDS;
export type TaskCommandName = keyof TaskCommands;
export type ParametersOf<Name extends TaskCommandName> = Parameters<TaskCommands[Name]>[2];
export type ResultOf<Name extends TaskCommandName> = Awaited<ReturnType<TaskCommands[Name]>>;

/** A command with what it is about. */
export type TaskCommand = { [Name in TaskCommandName]: { name: Name; parameters: ParametersOf<Name> } }[TaskCommandName];

/** What came of a command, as plain data. */
export type CommandOutcome =
  | { ok: true; value: ResultOf<TaskCommandName> }
  | { ok: false; code: ErrorCode; message: string; details: unknown; retryAfterSeconds: number | undefined }
  // What nobody expected: it ended the command in the other thread.
  | { ok: false; code: null; message: string };

export async function runTaskCommand(
  sql: Sql,
  dependencies: UpsertDependencies,
  { name, parameters }: TaskCommand,
): Promise<CommandOutcome> {
  const command = TASK_COMMANDS[name] as (
    sql: Sql,
    dependencies: UpsertDependencies,
    parameters: unknown,
  ) => Promise<ResultOf<TaskCommandName>>;
  try {
    return { ok: true, value: await command(sql, dependencies, parameters) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return outcomeOf(error);
  }
}

export function outcomeOf({ code, message, details, retryAfterSeconds }: ApiError): CommandOutcome {
  return { ok: false, code, message, details, retryAfterSeconds };
}

/** Throws what the command ended with: an ApiError, or what nobody expected. */
export function unwrapOutcome(outcome: CommandOutcome): ResultOf<TaskCommandName> {
  if (outcome.ok) return outcome.value;
  if (outcome.code === null) throw new Error(outcome.message);
  const { code, message, details, retryAfterSeconds } = outcome;
  throw new ApiError(code, message, { details, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
}
