import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Breaks, breakableDatabase } from './breakable-database.ts';
import { type KeptSchedule, readCorpus } from './corpus.ts';
import { runHappenings } from './run-happenings.ts';
import { type Finding, runSchedule } from './run-schedule.ts';
import { setTrialStores } from './trial-stores.ts';

/** `npm run torture` goes on from here. */
describe('schedules that once failed, or found a planted fault', () => {
  const breaks: Breaks = { killAt: null, lateMs: 0 };
  let end: () => Promise<void>;

  beforeAll(async () => {
    end = await setTrialStores('sqlite', '', (database) => breakableDatabase(database, breaks));
  });
  afterAll(() => end());

  it.each(readCorpus())('$name: nothing is lost, doubled or shown wrong', async ({ kept }) => {
    expect(await replay(kept)).toBeNull();
  });

  function replay(kept: KeptSchedule): Promise<Finding | null> {
    switch (kept.layer) {
      case 'engine':
        return runHappenings(kept.steps);
      case 'consoles':
        return runSchedule(kept.steps, { breaks, figures: { steps: 0, operations: 0, kills: 0, restarts: 0 }, prepare: () => undefined });
    }
  }
});
