import { compileRules } from '../../src-shared/queue/routing-rules.ts';
import { TRANSITIONS } from '../../src-shared/task/transitions.ts';
import type { Figures } from './figures.ts';
import type { Outcome, OutcomeStep } from './read-outcome.ts';

/** Every version once, each status reached by a legal step, the last one what the task says; the feed's numbers grow with the versions. */
export function verifyHistories({ tasks, steps }: Outcome, figures: Figures): void {
  const last = new Map<string, OutcomeStep>();
  for (const step of steps) {
    const problem = problemOf(step, last.get(step.task_uid) ?? null);
    if (problem !== null) figures.fault('a history is not legal', `${step.task_uid} version ${step.version} ${step.step}: ${problem}`);
    last.set(step.task_uid, step);
  }
  for (const [uid, { task, seq, deleted }] of tasks) {
    const end = last.get(uid);
    const agrees =
      end?.version === task.version &&
      end.status === task.status &&
      end.assignee_uid === task.assignee_uid &&
      end.seq === seq &&
      (end.step === 'delete') === deleted;
    if (!agrees) figures.fault('a history does not end where its task is', `${uid}: ${JSON.stringify(end)} ${JSON.stringify(task)}`);
  }
  for (const uid of last.keys()) if (!tasks.has(uid)) figures.fault('a history has no task', uid);
  const numbers = [...tasks.values()].map(({ seq }) => seq);
  if (new Set(numbers).size !== numbers.length) figures.fault('a feed number is used twice', '');
}

function problemOf(step: OutcomeStep, before: OutcomeStep | null): string | null {
  if (step.version !== (before?.version ?? 0) + 1) return `comes after version ${before?.version}`;
  if (before && step.seq < before.seq) return `its feed number ${step.seq} comes before ${before.seq}`;
  const isFirst = before === null || before.step === 'delete';
  if (step.step === 'create') return isFirst ? null : 'the task was there already';
  if (isFirst) return 'the task was not there';
  if (step.status_before !== before.status) return `begins at ${step.status_before}, and the task was ${before.status}`;
  const name = step.step;
  if (!Object.hasOwn(TRANSITIONS, name)) return step.status === before.status ? null : `changes the status to ${step.status}`;
  const { from, to } = TRANSITIONS[name as keyof typeof TRANSITIONS];
  return (from as readonly string[]).includes(before.status) && to === step.status ? null : `from ${before.status} to ${step.status}`;
}

/** Whatever queues there were on the way: open tasks are where the last ones put them. */
export function verifyRouting({ tasks, queues }: Outcome, figures: Figures): void {
  const rules = compileRules(queues);
  for (const { task, deleted, queueOverride } of tasks.values()) {
    if (deleted || task.status === 'DONE') continue;
    const queueUid = rules.route(task, queueOverride);
    if (queueUid !== task.queue_uid)
      figures.fault('a task is in the wrong queue', `${task.uid} is in ${task.queue_uid}, belongs to ${queueUid}`);
  }
}
