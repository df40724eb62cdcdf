import { ApiError } from '../../src-server/http/api-error.ts';
import { BrokenPromise } from '../../src-server/sync/sync-invariants.ts';
import type { Device } from '../fixtures/sync-world.ts';
import type { Breaks } from './breakable-database.ts';
import { ConsoleTrial, type TrialFigures } from './console-trial.ts';
import type { Schedule } from './schedule.ts';

/** Not something that was seen, but that nothing was seen any more. */
export const BROKE_OFF = 'the trial broke off';

export interface Finding {
  kind: string;
  detail: string;
}

export interface TrialSurroundings {
  breaks: Breaks;
  figures: TrialFigures;
  /** Plants faults in a console. */
  prepare: (device: Device) => void;
}

/** Carries out a schedule in a world of its own: what must not have been seen, or null. */
export async function runSchedule(steps: Schedule, { breaks, figures, prepare }: TrialSurroundings): Promise<Finding | null> {
  Object.assign(breaks, { killAt: null, lateMs: 0 });
  let trial: ConsoleTrial | null = null;
  try {
    trial = await ConsoleTrial.open(breaks, figures, prepare);
    for (const step of steps) await trial.carryOut(step);
    await trial.comeToRest();
    return null;
  } catch (error) {
    return findingOf(error);
  } finally {
    await trial?.world.close();
  }
}

/** Null where a crowded machine kept a database from answering: the server said so, and promised nothing. */
export function findingOf(error: unknown): Finding | null {
  if (error instanceof ApiError && error.code === 'unavailable') return null;
  if (error instanceof BrokenPromise) return { kind: error.kind, detail: error.message };
  return { kind: BROKE_OFF, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
