import type { Task } from '../../../src-shared/schema/task.ts';
import type { Sql } from '../../store/database.ts';
import { findTask } from '../../tasks/task-store.ts';
import type { VendorChange, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { record, runWith, type Turn, TurnEnded, withProblem } from './connector-turn.ts';
import { agreedRow, followVendor, noteRefusal } from './follow-vendor.ts';
import { findItems, type ItemRow, saveItem } from './item-rows.ts';
import { mapItem } from './map-item.ts';
import { planWrite, type WritePlan } from './plan-write.ts';
import { mergeItem } from './store-items.ts';

const FIRST_PAUSE_MICROS = 5_000_000;
const LONGEST_PAUSE_MICROS = 900_000_000;
/** What fails as often as this fails for good. */
const TRIES_MAXIMUM = 8;
const NOTE_CHARACTERS = 5_000;

interface Planned {
  row: ItemRow;
  task: Task;
  plan: WritePlan;
  actingExternalId: string | null;
  note: string | null;
  /** Of the last request that changed what is to be written. */
  traceparent: string | null;
}

/** Writes what the vendor lacks of one item. Throws what would meet all the others too. */
export async function writeItem(turn: Turn, externalId: string): Promise<void> {
  const planned = await turn.dependencies.database.read((sql) => planItem(sql, turn, externalId));
  if (!planned || planned.plan.kind === 'nothing') {
    await agreeToOurs(turn, externalId, planned?.task);
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
    await turn.keepLease();
    item = await turn.session.withTrace(planned.traceparent, async () => client.write?.(change));
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
  const note = await findNote(sql, turn, row);
  const plan = planWrite({ row, task: stored.task, mapping, writeBack: connector.writeBack, hasNote: note !== null });
  const acted = await sql.get<{ actor_uid: string }>(
    `SELECT actor_uid FROM history WHERE task_uid = ? AND version > ? AND actor_kind = 'user' ORDER BY version DESC LIMIT 1`,
    [row.task_uid, row.our_version],
  );
  const traced = await sql.get<{ traceparent: string }>(
    'SELECT traceparent FROM history WHERE task_uid = ? AND version > ? AND traceparent IS NOT NULL ORDER BY version DESC LIMIT 1',
    [row.task_uid, Math.min(row.our_version, row.noted_version)],
  );
  return {
    row,
    task: stored.task,
    traceparent: traced?.traceparent ?? null,
    plan,
    actingExternalId: acted ? mapping.people.vendorIdOf(acted.actor_uid) : null,
    note,
  };
}

/** What operators said since the vendor was told last, in their order; null: nothing, or nothing that it is to be told. */
async function findNote(sql: Sql, { context }: Turn, row: ItemRow): Promise<string | null> {
  if (!context.takesNotes) return null;
  const said = await sql.all<{ note: string }>(
    `SELECT note FROM history WHERE task_uid = ? AND version > ? AND actor_kind = 'user' AND step = 'comment' ORDER BY version`,
    [row.task_uid, row.noted_version],
  );
  return said.length === 0
    ? null
    : said
        .map(({ note }) => note)
        .join('\n\n')
        .slice(-NOTE_CHARACTERS);
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
      noted_version: task.version,
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
      await saveAgreed(sql, turn, externalId, task);
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

/** There is nothing to write: what we had when that was decided stands. What was changed since is found by the feed. */
export async function agreeToOurs(turn: Turn, externalId: string, decided?: Task): Promise<void> {
  await turn.commit((sql) => saveAgreed(sql, turn, externalId, decided));
}

async function saveAgreed(sql: Sql, turn: Turn, externalId: string, decided: Task | undefined): Promise<void> {
  const { connector } = turn.context;
  const row = (await findItems(sql, connector.id, [externalId])).get(externalId);
  if (!row) return;
  const task = decided ?? (await findTask(sql, row.task_uid))?.task;
  await saveItem(sql, connector.id, agreedRow(row, task ?? null));
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof VendorError)) return 'It failed again and again.';
  return error.vendorMessage === null ? error.message : `${error.message} (${error.vendorMessage.slice(0, 300)})`;
}
