import type { ErrorCode } from '../../src-shared/error/codes.ts';
import type { Caller } from '../auth/caller.ts';
import type { TextAnswer } from '../http/answer.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { encodeWarnings } from './dialects/encode-warnings.ts';
import { presentCurrent, presentTask } from './dialects/present-task.ts';
import { type ClaimedTask, claimNextTasks, type NextTaskRequest } from './next-task.ts';
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

  async claimNextTask(sql: Sql, dependencies: UpsertDependencies, request: NextTaskRequest): Promise<TextAnswer> {
    const [claimed = null] = await claimNextTasks(sql, dependencies, [request]);
    return answerOfClaim(claimed);
  },
};

/** Throws an ApiError. */
function answerOfClaim(claimed: ClaimedTask): TextAnswer {
  if (claimed instanceof ApiError) throw claimed;
  if (!claimed) return { status: 204, text: '', headers: {} };
  return { status: 200, text: JSON.stringify(presentCurrent(claimed)), headers: { etag: `"${claimed.version}"` } };
}

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

/** Runs them in their order. Claims that stand side by side look for their tasks and people together. */
export async function runTaskCommands(
  sql: Sql,
  dependencies: UpsertDependencies,
  commands: readonly TaskCommand[],
): Promise<CommandOutcome[]> {
  const outcomes: CommandOutcome[] = [];
  while (outcomes.length < commands.length) {
    const claims: NextTaskRequest[] = [];
    for (let next = commands[outcomes.length]; next?.name === 'claimNextTask'; next = commands[outcomes.length + claims.length]) {
      claims.push(next.parameters);
    }
    const next = commands[outcomes.length];
    if (claims.length > 0) outcomes.push(...(await runClaims(sql, dependencies, claims)));
    else if (next) outcomes.push(await runTaskCommand(sql, dependencies, next));
  }
  return outcomes;
}

async function runClaims(sql: Sql, dependencies: UpsertDependencies, claims: readonly NextTaskRequest[]): Promise<CommandOutcome[]> {
  return (await claimNextTasks(sql, dependencies, claims)).map((claimed) =>
    claimed instanceof ApiError ? outcomeOf(claimed) : { ok: true, value: answerOfClaim(claimed) },
  );
}

async function runTaskCommand(sql: Sql, dependencies: UpsertDependencies, { name, parameters }: TaskCommand): Promise<CommandOutcome> {
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
