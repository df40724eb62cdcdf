import type { Task } from '../../../src-shared/schema/task.ts';
import type { Database, Sql } from '../../store/database.ts';
import { findFeed } from '../../sync/feed-position.ts';
import { findTask } from '../../tasks/task-store.ts';
import { writeTask } from '../../tasks/write-task.ts';
import type { VendorChange, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { changeState, findState } from './connector-state.ts';
import { newRun, record, runWith, type Turn, TurnEnded, withProblem } from './connector-turn.ts';
import { findItems, type ItemRow, listDueWrites, saveItem } from './item-rows.ts';
import { mapItem } from './map-item.ts';
import { planWrite, type WritePlan } from './plan-write.ts';
import { mergeItem } from './store-items.ts';

const LOOK_AT_ONCE = 500;
const WRITES_AT_ONCE = 20;
const FIRST_PAUSE_MICROS = 5_000_000;
const LONGEST_PAUSE_MICROS = 900_000_000;
/** What fails as often as this fails for good. */
const TRIES_MAXIMUM = 8;
const COMMENT_CHARACTERS = 2_000;
/** So far behind the feed's end, what was looked through is written down although nothing was found. */
const FEED_BEHIND = 2_000;

/** CROSS: SQLite then begins with what is new in the feed, instead of with everything that is mirrored. */
const CHANGED = `SELECT i.external_id, t.seq FROM tasks t CROSS JOIN connector_items i
  WHERE i.task_uid = t.uid AND i.connector_id = ? AND t.seq > ? AND t.deleted = 0 AND (t.status <> i.our_status OR COALESCE(t.assignee_uid, '') <> COALESCE(i.our_assignee, ''))
  ORDER BY t.seq LIMIT ?`;

/** Whether somebody changed a mirrored task since the connector looked last; if not, where in the feed that was found out. */
export async function hasChanges(
  sql: Sql,
  connectorId: string,
  lookedSeq: number,
): Promise<{ isChanged: boolean; behindSeq: number | null }> {
  const { seq } = await findFeed(sql);
  if (seq <= lookedSeq) return { isChanged: false, behindSeq: null };
  const isChanged = (await sql.get(CHANGED, [connectorId, lookedSeq, 1])) !== undefined;
  return { isChanged, behindSeq: !isChanged && seq - lookedSeq > FEED_BEHIND ? seq : null };
}

/** Finds what changed on our side, by the feed: whatever a process forgets when it ends, this does not. */
async function findChanges(turn: Turn): Promise<void> {
  const { connector, clock } = turn.context;
  for (let isMore = true; isMore; ) {
    isMore = await turn.commit(async (sql, { lookedSeq }) => {
      const rows = await sql.all<{ external_id: string; seq: number }>(CHANGED, [connector.id, lookedSeq, LOOK_AT_ONCE]);
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

/** Between two pages of a long run: nobody's work waits for its end. */
export async function writeBackMeanwhile(turn: Turn): Promise<void> {
  const { connector, clock } = turn.context;
  const { database } = turn.dependencies;
  const found = await database.read(async (sql) => {
    const state = await findState(sql, connector.id);
    if (!state) return null;
    const changes = await hasChanges(sql, connector.id, state.lookedSeq);
    const isDue = changes.isChanged || (await listDueWrites(sql, connector.id, clock.nowMicros(), 1)).length > 0;
    return { ...changes, isDue, lookedSeq: state.lookedSeq };
  });
  // A first import writes a long piece of the feed itself.
  if (found && found.behindSeq !== null) await skipFeed(database, connector.id, found.lookedSeq, found.behindSeq);
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
        else await turn.commit((sql) => agreeToOurs(sql, turn, row.external_id));
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

interface Planned {
  row: ItemRow;
  task: Task;
  plan: WritePlan;
  actingExternalId: string | null;
  note: string | null;
}

async function writeItem(turn: Turn, externalId: string): Promise<void> {
  const planned = await turn.dependencies.database.read((sql) => planItem(sql, turn, externalId));
  if (!planned || planned.plan.kind === 'nothing') {
    await turn.commit((sql) => agreeToOurs(sql, turn, externalId));
    return;
  }
  const { plan } = planned;
  if (plan.kind === 'follow') {
    await followVendor(turn, externalId, plan.reason);
    return;
  }
  const change: VendorChange = { externalId, ...plan.change, actingExternalId: planned.actingExternalId, note: planned.note };
  const { client } = turn.session;
  let item: VendorItem | undefined;
  try {
    item = await client.write?.(change);
  } catch (error) {
    await handleFailure(turn, planned, error);
  }
  if (item) await keepWritten(turn, planned, plan.expected, item);
}

async function planItem(sql: Sql, turn: Turn, externalId: string): Promise<Planned | null> {
  const { connector, mapping } = turn.context;
  const row = (await findItems(sql, connector.id, [externalId])).get(externalId);
  const stored = row ? await findTask(sql, row.task_uid) : null;
  if (!row || !stored || stored.deleted) return null;
  const plan = planWrite(row, stored.task, mapping, connector.writeBack);
  const since = [row.task_uid, row.our_version];
  const acted = await sql.get<{ actor_uid: string }>(
    `SELECT actor_uid FROM history WHERE task_uid = ? AND version > ? AND actor_kind = 'user' ORDER BY version DESC LIMIT 1`,
    since,
  );
  const said = await sql.get<{ note: string }>(
    `SELECT note FROM history WHERE task_uid = ? AND version > ? AND actor_kind = 'user' AND step = 'comment' ORDER BY version DESC LIMIT 1`,
    since,
  );
  return {
    row,
    task: stored.task,
    plan,
    actingExternalId: acted ? mapping.people.vendorIdOf(acted.actor_uid) : null,
    note: said?.note ?? null,
  };
}

/** The vendor took it: what it says now is what both agree on. */
async function keepWritten(turn: Turn, { row, task }: Planned, expected: (WritePlan & { kind: 'write' })['expected'], item: VendorItem) {
  const { context } = turn;
  const run = turn.run;
  if (!run) return;
  const next = runWith(turn, run, { written: 1 });
  await record(turn, next, async (sql) => {
    const now = (await findItems(sql, context.connector.id, [row.external_id])).get(row.external_id) ?? row;
    const written: ItemRow = {
      ...now,
      vendor_state: expected.state,
      vendor_word: expected.word,
      vendor_assignee: expected.assignee,
      our_status: task.status,
      our_assignee: task.assignee_uid,
      our_version: task.version,
      closing: null,
      closing_run: null,
      fingerprint: '',
      write_due_at: null,
      write_tries: 0,
    };
    await saveItem(sql, context.connector.id, written);
    await mergeItem(sql, context, written, mapItem(context.mapping, item), { isDirect: true });
    await sql.run('UPDATE connector_items SET echo_due = 1 WHERE connector_id = ? AND external_id = ?', [
      context.connector.id,
      row.external_id,
    ]);
    await noteRefusal(sql, turn, row.task_uid, null);
  });
}

async function handleFailure(turn: Turn, { row, task }: Planned, error: unknown): Promise<void> {
  if (error instanceof TurnEnded || turn.signal.aborted) throw error;
  const reason = error instanceof VendorError ? error.reason : null;
  const externalId = row.external_id;
  const isForGood = reason === 'rejected' || row.write_tries + 1 >= TRIES_MAXIMUM;
  if (turn.run && reason !== 'conflict') turn.run = withProblem(turn, turn.run, error, externalId);
  if (reason === 'conflict' || reason === 'not_found') {
    await readAgain(turn, externalId);
    if (!isForGood) return retryLater(turn, row, reason === 'conflict' ? 0 : FIRST_PAUSE_MICROS);
  }
  if (isForGood && reason !== 'unauthorized') {
    const isStatusOurs = task.status !== row.our_status;
    const sentence = sentenceOf(error);
    if (isStatusOurs) return followVendor(turn, externalId, sentence);
    await turn.commit(async (sql) => {
      await noteRefusal(sql, turn, row.task_uid, sentence);
      await agreeToOurs(sql, turn, externalId);
    });
    return;
  }
  const waitMs = error instanceof VendorError ? error.retryAfterMs : null;
  await retryLater(turn, row, Math.max((waitMs ?? 0) * 1_000, FIRST_PAUSE_MICROS * 2 ** row.write_tries));
  // What fails for one because the vendor is away, or does not know us, fails for all.
  if (reason !== 'unexpected' && reason !== 'forbidden') throw error;
}

async function retryLater(turn: Turn, row: ItemRow, pauseMicros: number): Promise<void> {
  const { connector, clock } = turn.context;
  await turn.commit((sql) =>
    sql.run('UPDATE connector_items SET write_due_at = ?, write_tries = ? WHERE connector_id = ? AND external_id = ?', [
      clock.nowMicros() + Math.min(pauseMicros, LONGEST_PAUSE_MICROS),
      row.write_tries + 1,
      connector.id,
      row.external_id,
    ]),
  );
}

async function readAgain(turn: Turn, externalId: string): Promise<VendorItem | null> {
  const { context } = turn;
  const [item] = await turn.session.client.readItems([externalId]);
  if (!item) return null;
  await turn.commit(async (sql) => {
    const row = (await findItems(sql, context.connector.id, [externalId])).get(externalId) ?? null;
    await mergeItem(sql, context, row, mapItem(context.mapping, item), { isDirect: true });
  });
  return item;
}

/** The vendor did not take our status: it decides, so the task goes back to what it says, and tells why. */
async function followVendor(turn: Turn, externalId: string, reason: string): Promise<void> {
  const { context } = turn;
  const [item] = await turn.session.client.readItems([externalId]);
  await turn.commit(async (sql) => {
    const row = (await findItems(sql, context.connector.id, [externalId])).get(externalId);
    const before = row ? await findTask(sql, row.task_uid) : null;
    if (!row || !before || before.deleted) return;
    await noteRefusal(sql, turn, row.task_uid, reason);
    const mapped = item ? mapItem(context.mapping, item) : null;
    const isOpenThere = mapped?.state === 'open';
    const isOpenHere = before.task.status !== 'DONE';
    if (isOpenThere !== isOpenHere) {
      const there = mapped?.status ?? 'TODO';
      const patch = isOpenThere
        ? { status: there, ...(there === 'TODO' ? {} : { assigneeUid: mapped?.assigneeUid ?? null }) }
        : { status: 'DONE' as const };
      const fresh = await findTask(sql, row.task_uid);
      await writeTask(sql, context, { before: fresh, actor: context.actor, action: { type: 'upsert', patch } });
    }
    if (item && mapped) {
      const base = { vendor_word: item.statusWord, vendor_assignee: item.assigneeExternalId, vendor_state: mapped.state };
      await saveItem(sql, context.connector.id, { ...row, ...base });
    }
    await agreeToOurs(sql, turn, externalId);
  });
}

/** There is nothing to write, or nothing that could be: what we have stands. */
async function agreeToOurs(sql: Sql, turn: Turn, externalId: string): Promise<void> {
  const { connector } = turn.context;
  const row = (await findItems(sql, connector.id, [externalId])).get(externalId);
  if (!row) return;
  const stored = await findTask(sql, row.task_uid);
  await saveItem(sql, connector.id, {
    ...row,
    ...(stored ? { our_status: stored.task.status, our_assignee: stored.task.assignee_uid, our_version: stored.task.version } : {}),
    write_due_at: null,
    write_tries: 0,
  });
}

/** Where the operator sees it: a comment, and a field that goes when a change was taken. */
async function noteRefusal(sql: Sql, turn: Turn, taskUid: string, reason: string | null): Promise<void> {
  const { context } = turn;
  const before = await findTask(sql, taskUid);
  if (!before || before.deleted) return;
  if (reason === null && !Object.hasOwn(before.task.fields, 'vendor_error')) return;
  const fields = { vendor_error: reason };
  const written = await writeTask(sql, context, { before, actor: context.actor, action: { type: 'setFields', fields } });
  if (reason === null || !written.ok) return;
  const text = `${context.connector.name} did not take the change: ${reason}`.slice(0, COMMENT_CHARACTERS);
  await writeTask(sql, context, { before: written.after, actor: context.actor, action: { type: 'comment', text } });
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof VendorError)) return 'It failed again and again.';
  return error.vendorMessage === null ? error.message : `${error.message} (${error.vendorMessage.slice(0, 300)})`;
}

/** Moves on in the feed where nothing was found. */
export async function skipFeed(database: Database, connectorId: string, lookedSeq: number, seq: number): Promise<void> {
  await database.write((sql) =>
    sql.run('UPDATE connector_states SET looked_seq = ? WHERE connector_id = ? AND looked_seq = ?', [seq, connectorId, lookedSeq]),
  );
}
