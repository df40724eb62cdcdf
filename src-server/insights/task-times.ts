import type { TaskStatus } from '../../src-shared/schema/task.ts';

/** A step that changed a task's status, or made the task. */
export interface StatusStep {
  version: number;
  step: string;
  status: TaskStatus;
  /** UTC microseconds. */
  at: number;
}

/** Microseconds that count between two moments. */
export type Elapsed = (from: number, to: number) => number;

/** How long the task was worked on until it was completed at `version`, since it arrived; in seconds. */
export function handleSeconds(steps: readonly StatusStep[], version: number, elapsed: Elapsed): number {
  let micros = 0;
  let startedAt: number | null = null;
  for (const step of sinceArrival(steps, version)) {
    if (startedAt !== null) micros += elapsed(startedAt, step.at);
    startedAt = step.status === 'STARTED' ? step.at : null;
  }
  return micros / 1_000_000;
}

/** How long the task waited for its first start, which is at `version`; null where that start is not the first. In seconds. */
export function waitingSeconds(steps: readonly StatusStep[], version: number, elapsed: Elapsed): number | null {
  const round = sinceArrival(steps, version);
  const arrival = round[0];
  const first = round.find(({ status }) => status === 'STARTED');
  if (!arrival || !isArrival(arrival.step) || first?.version !== version) return null;
  return elapsed(arrival.at, first.at) / 1_000_000;
}

/** Nothing has come after it that opened the task again. */
export function isLastEnd(steps: readonly StatusStep[], version: number): boolean {
  return steps.at(-1)?.version === version;
}

export function isArrival(step: string): boolean {
  return step === 'create' || step === 'reopen';
}

/** From the last arrival before `version` up to it. */
function sinceArrival(steps: readonly StatusStep[], version: number): StatusStep[] {
  const until = steps.filter((step) => step.version <= version);
  const arrival = until.findLastIndex(({ step }) => isArrival(step));
  return until.slice(Math.max(0, arrival));
}
