import { VendorError } from '../vendor-error.ts';
import { findState } from './connector-state.ts';
import { newRun, record, runWith, type Turn, TurnEnded } from './connector-turn.ts';
import { findChanges, hasChanges, skipFeed } from './find-changes.ts';
import { listDueWrites } from './item-rows.ts';
import { agreeToOurs, writeItem } from './write-item.ts';

const WRITES_AT_ONCE = 20;

/** Between two pages of a long run: nobody's work waits for its end. */
export async function writeBackMeanwhile(turn: Turn): Promise<void> {
  const { connector, clock, takesNotes } = turn.context;
  const { database } = turn.dependencies;
  const found = await database.read(async (sql) => {
    const state = await findState(sql, connector.id);
    if (!state) return null;
    const look = { connectorId: connector.id, takesNotes, lookedSeq: state.lookedSeq };
    const changes = await hasChanges(sql, look);
    const isDue = changes.isChanged || (await listDueWrites(sql, connector.id, clock.nowMicros(), 1)).length > 0;
    return { ...changes, isDue, look };
  });
  // A first import writes a long piece of the feed itself.
  if (found && found.behindSeq !== null) await skipFeed(database, found.look, found.behindSeq);
  if (!found?.isDue) return;
  try {
    await writeBack(turn);
  } catch (error) {
    // It is recorded, and tried again later: the run has nothing to do with it.
    if (!(error instanceof VendorError)) throw error;
  }
}

/** Writes what changed on our side to the vendor, each item's changes one after the other. Throws when the vendor cannot be reached. */
export async function writeBack(turn: Turn): Promise<void> {
  const { connector, clock } = turn.context;
  const { client } = turn.session;
  await findChanges(turn);
  const before = turn.run;
  turn.run = newRun(turn, 'writes');
  const tried = new Set<string>();
  try {
    for (;;) {
      const due = await turn.dependencies.database.read((sql) => listDueWrites(sql, connector.id, clock.nowMicros(), WRITES_AT_ONCE));
      const rows = due.filter(({ external_id }) => !tried.has(external_id));
      if (rows.length === 0) break;
      for (const row of rows) {
        tried.add(row.external_id);
        if (client.write) await writeItem(turn, row.external_id);
        else await agreeToOurs(turn, row.external_id);
      }
    }
    await finishWrites(turn, 'succeeded');
  } catch (error) {
    await finishWrites(turn, 'failed');
    throw error;
  } finally {
    turn.run = before;
  }
}

async function finishWrites(turn: Turn, status: 'succeeded' | 'failed'): Promise<void> {
  const { run } = turn;
  if (!run || (run.figures.written === 0 && run.errorCount === 0)) return;
  const ended = runWith(turn, run, {});
  try {
    await record(turn, { ...ended, status, endedAt: turn.context.clock.nowMicros() });
  } catch (error) {
    // It is no longer this process's to record.
    if (!(error instanceof TurnEnded)) throw error;
  }
}
