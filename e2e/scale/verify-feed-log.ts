import type { User } from '../../src-shared/schema/user.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import type { FeedRecord } from './feed-log.ts';
import type { Figures } from './figures.ts';
import type { Outcome, OutcomeStep } from './read-outcome.ts';

export interface FeedReader {
  name: string;
  /** Null: a key, which sees every task. */
  person: User | null;
  /** Whether the person's skills were changed meanwhile: at which feed number that was is written nowhere. */
  isMoving: boolean;
  log: readonly FeedRecord[];
}

/** Changed tasks that the server's feed reads at a time. */
const BATCH_TASKS = 200;

/**
 * Goes through what a reader was told beside what happened: documents come in the order of the feed, and whenever a
 * reader was told that it is at a feed number, it had every task that it may see as the histories say it was then.
 */
export function verifyFeedLog(reader: FeedReader, { steps, queues }: Outcome, figures: Figures): void {
  const inOrder = steps.toSorted((a, b) => a.seq - b.seq || a.version - b.version);
  const held = new Map<string, number>();
  const current = new Map<string, OutcomeStep>();
  const queueSkills = new Map(queues.map(({ id, enabled, skills }) => [id, enabled ? skills : null]));
  let seen: Set<string> | null = new Set();
  let at = 0;
  let checkedSeq = 0;

  /** The tasks that changed up to this feed number, since the look before. */
  const advance = (seq: number): Set<string> => {
    const changed = new Set<string>();
    for (let step = inOrder[at]; step && step.seq <= seq; step = inOrder[at]) {
      current.set(step.task_uid, step);
      changed.add(step.task_uid);
      at += 1;
    }
    return changed;
  };
  const check = (uids: Iterable<string>, seq: number): void => {
    for (const uid of uids) {
      const step = current.get(uid);
      const expected = step && isVisible(step, reader.person, queueSkills) ? step.version : undefined;
      if (held.get(uid) !== expected)
        figures.fault('a replica skipped a change', `${reader.name} at ${seq}: ${uid} is at ${held.get(uid)}, not at ${expected}`);
    }
  };

  /** Changed since the last check that counted. */
  let unchecked = new Set<string>();
  for (const record of reader.log) {
    if (record.kind === 'resync') {
      seen = new Set();
      continue;
    }
    verifyOrder(reader.name, record, figures);
    for (const { uid, version, isGone } of record.documents) {
      seen?.add(uid);
      if (isGone) held.delete(uid);
      else held.set(uid, version);
    }
    if (record.kind === 'page' && record.hasMore) continue;
    const isOver = seen !== null;
    if (seen) for (const uid of held.keys()) if (!seen.has(uid)) held.delete(uid);
    seen = null;
    if (reader.isMoving || record.seq < checkedSeq) continue;
    for (const uid of advance(record.seq)) unchecked.add(uid);
    const isWhole = record.kind === 'page' || (!record.isFirst && countTasks(inOrder, record.after, record.seq) < BATCH_TASKS);
    if (!isWhole) continue;
    check(isOver ? new Set([...current.keys(), ...held.keys()]) : unchecked, record.seq);
    figures.count('moments of a replica checked');
    unchecked = new Set();
    checkedSeq = record.seq;
  }
}

function verifyOrder(name: string, record: Exclude<FeedRecord, { kind: 'resync' }>, figures: Figures): void {
  let last = record.after;
  for (const { uid, seq } of record.documents) {
    const isInOrder = record.kind === 'page' ? seq >= last : seq > record.after;
    if (!isInOrder || seq > record.seq)
      figures.fault('a document came out of the feed’s order', `${name}: ${uid} at ${seq} in ${record.after} to ${record.seq}`);
    last = seq;
  }
}

function countTasks(inOrder: readonly OutcomeStep[], after: number, until: number): number {
  let low = 0;
  for (let high = inOrder.length; low < high; ) {
    const middle = Math.floor((low + high) / 2);
    if ((inOrder[middle]?.seq ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  const uids = new Set<string>();
  for (let step = inOrder[low]; step && step.seq <= until; step = inOrder[low]) {
    uids.add(step.task_uid);
    low += 1;
  }
  return uids.size;
}

/** The rule, on a moment of a history. */
function isVisible(step: OutcomeStep, person: User | null, queueSkills: ReadonlyMap<string, readonly string[] | null>): boolean {
  if (step.step === 'delete') return false;
  if (person === null || step.assignee_uid === person.id) return true;
  if (step.status === 'DONE') return false;
  if (person.role !== 'operator') return true;
  const needed = step.queue_uid === null ? null : queueSkills.get(step.queue_uid);
  return needed != null && coversSkills(person.skills, needed);
}
