import type { PullResponse, ResyncReason, SyncDocument } from '../../src-shared/sync/protocol.ts';
import type { Sql, SqlValue } from '../store/database.ts';
import { type TaskRow, taskColumnsOf, taskOf } from '../tasks/task-row.ts';
import { decodeCheckpoint, encodeCheckpoint, type GivenPosition, type Position } from './checkpoint.ts';
import type { CheckpointSeals } from './checkpoint-seals.ts';
import { type FeedState, findFeed } from './feed-position.ts';
import type { Scope } from './scope.ts';
import { doneSince, syncTaskOf, tombstoneOf } from './sync-document.ts';

export interface PullQuery {
  scope: Scope;
  /** Null: from the start. */
  checkpoint: string | null;
  /** Documents in the page, at most. */
  limit: number;
  nowMicros: number;
  seals: CheckpointSeals;
}

/**
 * The next page of the feed for one caller: what changed in the scope after the checkpoint, as it is now, and
 * tombstones for what left the scope. A page that reaches the feed's end moves the checkpoint there, an empty one too.
 */
export async function pullTasks(sql: Sql, query: PullQuery): Promise<PullResponse> {
  const { scope, checkpoint, limit, seals } = query;
  const feed = await findFeed(sql);
  const start: Position = { epoch: feed.epoch, scope: scope.hash, seq: 0, startedAt: feed.seq };
  const position = checkpoint === null ? { ...start, seal: null } : decodeCheckpoint(checkpoint);
  const resync = resyncReason(position, feed, scope, seals);
  if (position === null || resync) {
    const answer = { documents: [], checkpoint: encodeCheckpoint(start, seals), hasMore: true, epoch: feed.epoch, seq: 0 };
    return { ...answer, resync: resync ?? 'unreadable' };
  }
  const rows = await findChanges(sql, query, position, limit + 1);
  const hasMore = rows.length > limit;
  const page = hasMore ? rows.slice(0, limit) : rows;
  const seq = hasMore ? (page.at(-1)?.feed_seq ?? position.seq) : feed.seq;
  return {
    documents: lastOfEach(page).map(documentOf),
    checkpoint: encodeCheckpoint({ ...position, seq }, seals),
    hasMore,
    epoch: feed.epoch,
    seq,
  };
}

/** Why the replica behind this checkpoint has to start over, or null. */
export function resyncReason(position: GivenPosition | null, feed: FeedState, scope: Scope, seals: CheckpointSeals): ResyncReason | null {
  if (!position) return 'unreadable';
  if (position.epoch !== feed.epoch) return 'epoch';
  // It renews the epoch, for everybody: nobody but a server may be able to say it.
  if (position.seq > feed.seq) return seals.isOwn(position) ? 'beyond' : 'unreadable';
  // What left the scope in between may be forgotten: see `maintenance/prune-exits.ts`.
  if (Math.max(position.seq, position.startedAt) < feed.prunedSeq) return 'behind';
  return position.scope === scope.hash ? null : 'scope';
}

interface ChangeRow extends TaskRow {
  /** Where the change stands in the feed; for a tombstone the moment of the exit. */
  feed_seq: number;
  gone: number;
}

/** A task that was in the scope for several reasons has an exit for each that ended: the last one says it all. */
function lastOfEach(rows: readonly ChangeRow[]): ChangeRow[] {
  const last = new Map(rows.map((row) => [row.uid, row]));
  return last.size === rows.length ? [...rows] : rows.filter((row) => last.get(row.uid) === row);
}

function documentOf(row: ChangeRow): SyncDocument {
  return row.gone ? tombstoneOf(row.uid, row.version, row.feed_seq) : syncTaskOf(taskOf(row), row.feed_seq);
}

/** Beyond this many tokens one walk over all exits is cheaper than one per token. */
const TOKEN_WALKS_MAXIMUM = 16;

/** A part of the statement; its parameters are in the order of their question marks. */
interface Branch {
  text: string;
  parameters: SqlValue[];
}

/**
 * One statement, so that the page is one moment's truth. Each branch walks an index by feed number and stops at the
 * limit; so each has to leave out by itself what does not belong to the page, or it would hide what lies behind.
 */
function findChanges(sql: Sql, query: PullQuery, position: Position, limit: number): Promise<ChangeRow[]> {
  const present = presentBranches(sql, query, position.seq);
  const gone = goneBranches(query, Math.max(position.seq, position.startedAt));
  const branches = [...present, ...gone];
  const bounded = branches.map(({ text }, index) => `SELECT * FROM (${text} ORDER BY feed_seq LIMIT ?) AS branch_${index}`);
  return sql.all<ChangeRow>(
    `SELECT c.feed_seq, c.gone, ${taskColumnsOf('t')} FROM (${bounded.join(' UNION ')}) AS c JOIN tasks t ON t.uid = c.uid
     ORDER BY c.feed_seq LIMIT ?`,
    [...branches.flatMap((branch) => [...branch.parameters, limit]), limit],
  );
}

function presentBranches({ dialect }: Sql, { scope, nowMicros }: PullQuery, after: number): Branch[] {
  const select = 'SELECT uid, seq AS feed_seq, 0 AS gone FROM tasks WHERE deleted = 0';
  if (scope.seesAll) return [{ text: `${select} AND seq > ?`, parameters: [after] }];
  const branches = openBranches(dialect, scope).map((branch) => ({
    text: `${select} AND status <> 'DONE' AND seq > ? AND (${branch.text})`,
    parameters: [after, ...branch.parameters],
  }));
  if (scope.personUid !== null) {
    branches.push({
      text: `${select} AND status = 'DONE' AND assignee_uid = ? AND seq > ? AND done_at >= ?`,
      parameters: [scope.personUid, after, doneSince(nowMicros)],
    });
  }
  return branches;
}

/** What is open is a walk over all of it in feed order, with a look at queue and assignee in the index itself. */
function openBranches(dialect: Sql['dialect'], { seesOpen, queueUids, personUid }: Scope): Branch[] {
  if (seesOpen) return [{ text: '1 = 1', parameters: [] }];
  // SQLite would sort all of a queue if it knew that an index of the queue's could be asked.
  const queue = dialect === 'sqlite' ? "queue_uid || ''" : 'queue_uid';
  const branches: Branch[] = [];
  if (queueUids.length > 0) branches.push({ text: `${queue} IN (${marks(queueUids)})`, parameters: [...queueUids] });
  if (personUid !== null) branches.push({ text: 'assignee_uid = ?', parameters: [personUid] });
  // PostgreSQL looks into the index for each of them alone, and at every row for either; SQLite into the index for both.
  if (dialect === 'postgres' || branches.length < 2) return branches;
  return [{ text: branches.map(({ text }) => text).join(' OR '), parameters: branches.flatMap(({ parameters }) => parameters) }];
}

function goneBranches(query: PullQuery, after: number): Branch[] {
  const { scope, nowMicros } = query;
  const tokens = [...scope.tokens];
  const groups = tokens.length > TOKEN_WALKS_MAXIMUM ? [tokens] : tokens.map((token) => [token]);
  const inScope = scopeCondition(query);
  const branches: Branch[] = groups.map((group) => ({
    text: `SELECT DISTINCT e.task_uid AS uid, e.seq AS feed_seq, 1 AS gone FROM task_exits e JOIN tasks t ON t.uid = e.task_uid
      WHERE e.token ${group.length === 1 ? '= ?' : `IN (${marks(group)})`} AND e.seq > ? AND NOT (${inScope.text})`,
    parameters: [...group, after, ...inScope.parameters],
  }));
  if (scope.personUid !== null) {
    // Done long ago, and the replica was away: it may still hold the task as open.
    branches.push({
      text: "SELECT uid, seq AS feed_seq, 1 AS gone FROM tasks WHERE deleted = 0 AND assignee_uid = ? AND seq > ? AND status = 'DONE' AND done_at < ?",
      parameters: [scope.personUid, after, doneSince(nowMicros)],
    });
  }
  return branches;
}

/** Whether `t` is in the scope now: the same rule as `isInScope`. */
function scopeCondition({ scope, nowMicros }: PullQuery): Branch {
  if (scope.seesAll) return { text: 't.deleted = 0', parameters: [] };
  const parts: Branch[] = [];
  if (scope.seesOpen) parts.push({ text: "t.status <> 'DONE'", parameters: [] });
  if (scope.queueUids.length > 0) {
    parts.push({ text: `(t.status <> 'DONE' AND t.queue_uid IN (${marks(scope.queueUids)}))`, parameters: [...scope.queueUids] });
  }
  if (scope.personUid !== null) {
    parts.push({
      text: "(t.assignee_uid = ? AND (t.status <> 'DONE' OR t.done_at >= ?))",
      parameters: [scope.personUid, doneSince(nowMicros)],
    });
  }
  // `coalesce`: comparing with an empty column is neither true nor false.
  const text = parts.map((part) => `coalesce(${part.text}, 1 = 0)`).join(' OR ');
  return { text: `t.deleted = 0 AND (${text})`, parameters: parts.flatMap((part) => part.parameters) };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
