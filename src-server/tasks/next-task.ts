import type { ActionAssignee } from '../../src-shared/http/task-shapes.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { RowBatch } from '../store/row-batch.ts';
import { type ActDependencies, findAssignees } from './act-on-task.ts';
import { NextTasks } from './next-tasks.ts';
import { refusalError } from './refusal-error.ts';
import { prepareWrites, writePreparedTask } from './write-task.ts';

/** Who asks for the next task of which queue, and for whom. */
export interface NextTaskRequest {
  caller: Caller;
  queueUid: string;
  assignee: ActionAssignee;
}

/** Null: there is none for them. */
export type ClaimedTask = Task | null | ApiError;

/**
 * Claims the most urgent task of the queue for the person: earliest due date, then highest priority number (none comes
 * last), then age. Free tasks that are awake, and whose skills an operator covers; null when there is none. Commands run
 * one after the other, so no two callers get the same task. Throws ApiErrors: not_found, forbidden.
 */
export async function claimNextTask(
  sql: Sql,
  dependencies: ActDependencies,
  caller: Caller,
  { queueUid, person }: { queueUid: string; person: User },
): Promise<Task | null> {
  const nowMicros = dependencies.clock.nowMicros();
  await prepareWrites(sql);
  const rows = new RowBatch(sql);
  const claimed = await claimFor(sql, dependencies, {
    caller,
    queueUid,
    person,
    tasks: new NextTasks(sql, { queueUid, nowMicros }, 1),
    rows,
  });
  rows.send();
  return claimed;
}

/**
 * The same for many who ask at once, one after the other in their order, with whom they ask for. What they need is looked
 * up together, and what they write is sent together: a database on the network is waited for once, and not by each of them.
 */
export async function claimNextTasks(
  sql: Sql,
  dependencies: ActDependencies,
  requests: readonly NextTaskRequest[],
): Promise<ClaimedTask[]> {
  const byQueue = nextTasksOf(sql, dependencies, requests);
  const [people] = await Promise.all([
    findAssignees(sql, requests),
    prepareWrites(sql),
    ...[...byQueue.values()].map((tasks) => tasks.lookAhead()),
  ]);
  const rows = new RowBatch(sql);
  const claimed: ClaimedTask[] = [];
  for (const [index, { caller, queueUid }] of requests.entries()) {
    try {
      const person = people[index]?.();
      const tasks = byQueue.get(queueUid);
      if (!person || !tasks) throw new Error('nobody looked for what is claimed');
      claimed.push(await claimFor(sql, dependencies, { caller, queueUid, person, tasks, rows }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      claimed.push(error);
    }
  }
  rows.send();
  return claimed;
}

function nextTasksOf(sql: Sql, { clock }: ActDependencies, requests: readonly NextTaskRequest[]): Map<string, NextTasks> {
  const nowMicros = clock.nowMicros();
  const counts = new Map<string, number>();
  for (const { queueUid } of requests) counts.set(queueUid, (counts.get(queueUid) ?? 0) + 1);
  return new Map([...counts].map(([queueUid, count]) => [queueUid, new NextTasks(sql, { queueUid, nowMicros }, count)]));
}

interface Claim {
  caller: Caller;
  queueUid: string;
  person: User;
  tasks: NextTasks;
  rows: RowBatch;
}

/** Throws ApiErrors, and has written nothing then: not_found, forbidden. */
async function claimFor(sql: Sql, dependencies: ActDependencies, claim: Claim): Promise<Task | null> {
  const { caller, queueUid, person, tasks, rows } = claim;
  const queue = dependencies.queues.find(queueUid);
  if (!queue) throw new ApiError('not_found', `There is no queue ${queueUid.slice(0, 128)}.`);
  if (caller.kind === 'user' && caller.user.role === 'operator' && person.id !== caller.user.id) {
    throw new ApiError('forbidden', 'Operators take tasks for themselves only.');
  }
  const isLimited = person.role === 'operator';
  if (!queue.enabled || (isLimited && !coversSkills(person.skills, queue.skills))) return null;
  const before = await tasks.findFirst(isLimited ? person.skills : null, rows);
  if (before === null) return null;
  const action = { type: 'claim', assigneeUid: person.id } as const;
  const written = writePreparedTask(sql, dependencies, { before, action, actor: actorOf(caller) }, rows);
  if (!written.ok) throw refusalError(written.refusal, written.before?.task ?? null);
  tasks.remove(before.task.uid);
  return written.after.task;
}
