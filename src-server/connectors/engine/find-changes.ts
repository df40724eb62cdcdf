import type { Database, Sql } from '../../store/database.ts';
import { findFeed } from '../../sync/feed-position.ts';
import { changeState } from './connector-state.ts';
import type { Turn } from './connector-turn.ts';

const LOOK_AT_ONCE = 500;
/** So far behind the feed's end, what was looked through is written down although nothing was found. */
const FEED_BEHIND = 2_000;

/** What operators said since the vendor was told last: of `i`, an item, and `t`, its task. */
const SAID = `SELECT 1 AS one FROM history h
  WHERE h.task_uid = t.uid AND h.version > i.noted_version AND h.step = 'comment' AND h.actor_kind = 'user'`;

/** CROSS: SQLite then begins with what is new in the feed, instead of with everything that is mirrored. */
function changed(takesNotes: boolean): string {
  return `SELECT i.external_id, t.seq FROM tasks t CROSS JOIN connector_items i
    WHERE i.task_uid = t.uid AND i.connector_id = ? AND t.seq > ? AND t.deleted = 0
      AND (t.status <> i.our_status OR COALESCE(t.assignee_uid, '') <> COALESCE(i.our_assignee, '')${takesNotes ? ` OR EXISTS (${SAID})` : ''})
    ORDER BY t.seq LIMIT ?`;
}

export interface LookSettings {
  connectorId: string;
  /** Whether the vendor is told what operators say. */
  takesNotes: boolean;
  lookedSeq: number;
}

/** Whether somebody changed a mirrored task since the connector looked last; if not, where in the feed that was found out. */
export async function hasChanges(sql: Sql, settings: LookSettings): Promise<{ isChanged: boolean; behindSeq: number | null }> {
  const { connectorId, takesNotes, lookedSeq } = settings;
  const { seq } = await findFeed(sql);
  if (seq <= lookedSeq) return { isChanged: false, behindSeq: null };
  const isChanged = (await sql.get(changed(takesNotes), [connectorId, lookedSeq, 1])) !== undefined;
  return { isChanged, behindSeq: !isChanged && seq - lookedSeq > FEED_BEHIND ? seq : null };
}

/** Finds what changed on our side, by the feed: whatever a process forgets when it ends, this does not. */
export async function findChanges(turn: Turn): Promise<void> {
  const { connector, clock, takesNotes } = turn.context;
  for (let isMore = true; isMore; ) {
    isMore = await turn.commit(async (sql, { lookedSeq }) => {
      const rows = await sql.all<{ external_id: string; seq: number }>(changed(takesNotes), [connector.id, lookedSeq, LOOK_AT_ONCE]);
      for (const { external_id } of rows) {
        await sql.run(
          'UPDATE connector_items SET write_due_at = ?, write_tries = 0 WHERE connector_id = ? AND external_id = ? AND write_due_at IS NULL',
          [clock.nowMicros(), connector.id, external_id],
        );
      }
      const isFull = rows.length === LOOK_AT_ONCE;
      const seq = isFull ? (rows.at(-1)?.seq ?? lookedSeq) : (await findFeed(sql)).seq;
      await changeState(sql, connector.id, { lookedSeq: seq });
      return isFull;
    });
  }
}

/** Moves on in the feed where nothing was found. */
export async function skipFeed(database: Database, { connectorId, lookedSeq }: LookSettings, seq: number): Promise<void> {
  await database.write((sql) =>
    sql.run('UPDATE connector_states SET looked_seq = ? WHERE connector_id = ? AND looked_seq = ?', [seq, connectorId, lookedSeq]),
  );
}
