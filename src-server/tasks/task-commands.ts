import type { ErrorCode } from '../../src-shared/error/codes.ts';
import type { TextAnswer } from '../http/answer.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { encodeWarnings } from './dialects/encode-warnings.ts';
import { presentCurrent, presentTask } from './dialects/present-task.ts';
import type { TaskInput } from './dialects/task-input.ts';
import { type ClaimedTask, claimNextTasks, type NextTaskRequest } from './next-task.ts';
import { answerOf, type ItemAnswer, resultOf } from './upsert-batch.ts';
import { type TaskUpsert, type UpsertDependencies, type UpsertOutcome, upsertTasks } from './upsert-task.ts';

/**
 * The commands that a busy server gets most, by name. What they take and give is plain data, JSON among it, so that they
 * can be run in another thread; what is refused has written nothing.
 */
interface TaskCommands {
  upsertTask: { parameters: TaskUpsert; result: TextAnswer };
  /** An item of a batch. */
  upsertItem: { parameters: TaskUpsert; result: ItemAnswer };
  claimNextTask: { parameters: NextTaskRequest; result: TextAnswer };
}

export type TaskCommandName = keyof TaskCommands;
export type ParametersOf<Name extends TaskCommandName> = TaskCommands[Name]['parameters'];
export type ResultOf<Name extends TaskCommandName> = TaskCommands[Name]['result'];

/** A command with what it is about. */
export type TaskCommand = { [Name in TaskCommandName]: { name: Name; parameters: ParametersOf<Name> } }[TaskCommandName];

/** What came of a command, as plain data. */
export type CommandOutcome =
  | { ok: true; value: ResultOf<TaskCommandName> }
  | { ok: false; code: ErrorCode; message: string; details: unknown; retryAfterSeconds: number | undefined }
  // What nobody expected: it ended the command in the other thread.
  | { ok: false; code: null; message: string };

/** Throws an ApiError. */
function answerOfUpsert(outcome: UpsertOutcome, { dialect }: TaskInput): TextAnswer {
  if (!outcome.ok) throw outcome.error;
  const { task, result } = outcome;
  const warnings = encodeWarnings(outcome.warnings);
  const headers: Record<string, string> = { 'docket-result': result, etag: `"${task.version}"` };
  if (warnings !== null) headers['docket-warnings'] = warnings;
  return { status: 200, text: JSON.stringify(presentTask(task, dialect)), headers };
}

/** Throws an ApiError. */
function answerOfClaim(claimed: ClaimedTask): TextAnswer {
  if (claimed instanceof ApiError) throw claimed;
  if (!claimed) return { status: 204, text: '', headers: {} };
  return { status: 200, text: JSON.stringify(presentCurrent(claimed)), headers: { etag: `"${claimed.version}"` } };
}

function answerOfItem(outcome: UpsertOutcome, input: TaskInput): ItemAnswer {
  return answerOf(resultOf(outcome, input));
}

/** Runs them in their order. Of those of one kind that stand side by side, all that they need is looked up together. */
export async function runTaskCommands(
  sql: Sql,
  dependencies: UpsertDependencies,
  commands: readonly TaskCommand[],
): Promise<CommandOutcome[]> {
  const outcomes: CommandOutcome[] = [];
  for (let from = 0; from < commands.length; from = outcomes.length) {
    const isClaim = commands[from]?.name === 'claimNextTask';
    let to = from + 1;
    while (to < commands.length && (commands[to]?.name === 'claimNextTask') === isClaim) to += 1;
    const run = commands.slice(from, to);
    outcomes.push(...(isClaim ? await runClaims(sql, dependencies, run) : await runUpserts(sql, dependencies, run)));
  }
  return outcomes;
}

async function runClaims(sql: Sql, dependencies: UpsertDependencies, commands: readonly TaskCommand[]): Promise<CommandOutcome[]> {
  const claims = commands.flatMap((command) => (command.name === 'claimNextTask' ? command.parameters : []));
  return (await claimNextTasks(sql, dependencies, claims)).map((claimed) => attempt(() => answerOfClaim(claimed)));
}

async function runUpserts(sql: Sql, dependencies: UpsertDependencies, commands: readonly TaskCommand[]): Promise<CommandOutcome[]> {
  const upserts = commands.flatMap(({ name, parameters }) =>
    name === 'claimNextTask' ? [] : { upsert: parameters, answer: name === 'upsertTask' ? answerOfUpsert : answerOfItem },
  );
  const outcomes = await upsertTasks(
    sql,
    dependencies,
    upserts.map(({ upsert }) => upsert),
  );
  return upserts.map(({ upsert, answer }, index) =>
    attempt(() => {
      const outcome = outcomes[index];
      if (!outcome) throw new Error('an upsert had no outcome');
      return answer(outcome, upsert.input);
    }),
  );
}

function attempt(answer: () => ResultOf<TaskCommandName>): CommandOutcome {
  try {
    return { ok: true, value: answer() };
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
