import { inspect } from 'node:util';
import { ApiError } from '../../src-server/http/api-error.ts';
import { BrokenPromise } from '../../src-server/sync/sync-invariants.ts';
import { Patience, withPatience } from '../fixtures/patience.ts';
import type { Device } from '../fixtures/sync-world.ts';
import type { Breaks } from './breakable-database.ts';
import { ConsoleTrial, type TrialFigures } from './console-trial.ts';
import type { Schedule } from './schedule.ts';

/** Not something that was seen, but that nothing was seen any more. */
export const BROKE_OFF = 'the trial broke off';

/** Longer than its end may take. */
const HANG_MS = 25_000;

export interface Finding {
  kind: string;
  /** Begins with the kind. */
  detail: string;
}

export interface TrialSurroundings {
  breaks: Breaks;
  figures: TrialFigures;
  /** Plants faults in a console. */
  prepare: (device: Device) => void;
}

/** Carries out a schedule in a world of its own: what must not have been seen, or null. */
export async function runSchedule(steps: Schedule, surroundings: TrialSurroundings): Promise<Finding | null> {
  const run = new Run(surroundings);
  try {
    await run.carryOut(steps);
    return null;
  } catch (error) {
    return findingOf(error);
  } finally {
    // What hung may hang at its end, too.
    await run.end().catch(() => undefined);
  }
}

class Run {
  private readonly surroundings: TrialSurroundings;
  private trial: ConsoleTrial | null = null;
  private at = 'the start';

  constructor(surroundings: TrialSurroundings) {
    this.surroundings = surroundings;
  }

  carryOut(steps: Schedule): Promise<void> {
    return this.beforeItHangs(this.play(steps));
  }

  async end(): Promise<void> {
    await this.beforeItHangs(this.trial?.world.close() ?? Promise.resolve());
  }

  private async play(steps: Schedule): Promise<void> {
    const { breaks, figures, prepare } = this.surroundings;
    Object.assign(breaks, { killAt: null, lateMs: 0 });
    const trial = await ConsoleTrial.open(breaks, figures, prepare);
    this.trial = trial;
    for (const step of steps) {
      this.at = JSON.stringify(step);
      await trial.carryOut(step);
    }
    this.at = 'the rest';
    await trial.comeToRest();
    this.at = 'the end';
    await trial.world.close();
    this.trial = null;
  }

  private beforeItHangs(work: Promise<void>): Promise<void> {
    return withPatience(work, new Patience(HANG_MS), () => new BrokenPromise('something hangs', this.at));
  }
}

/** Null where a crowded machine kept a database from answering: the server said so, and promised nothing. */
export function findingOf(error: unknown): Finding | null {
  if (error instanceof ApiError && error.code === 'unavailable') return null;
  if (error instanceof BrokenPromise) return { kind: error.kind, detail: error.message };
  return { kind: BROKE_OFF, detail: `${BROKE_OFF}: ${inspect(error)}` };
}
