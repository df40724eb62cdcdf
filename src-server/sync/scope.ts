import { createHash } from 'node:crypto';
import type { Task } from '../../src-shared/schema/task.ts';
import type { Caller } from '../auth/caller.ts';
import type { QueueBook } from '../queues/queue-book.ts';

/** What a caller may see, as the feed asks for it. */
export interface Scope {
  /** A task is in the scope when it has one of these tokens. */
  tokens: ReadonlySet<string>;
  /** Queues whose open tasks are in the scope; empty for callers that see every open task anyway. */
  queueUids: readonly string[];
  /** All open tasks, those in no queue too. */
  seesOpen: boolean;
  /** Every task, done ones too. */
  seesAll: boolean;
  /** Whose own tasks are in the scope; null for a key. */
  personUid: string | null;
  /** Changes whenever a checkpoint made under the old scope would no longer do. */
  hash: string;
}

const EVERYTHING = '*';
const OPEN = 'open';

/** The tokens of a task: whoever has one of them in their scope sees it. */
export function visibilityTokens(task: Pick<Task, 'status' | 'queue_uid' | 'assignee_uid'>, deleted: boolean): string[] {
  if (deleted) return [];
  const tokens = [EVERYTHING];
  if (task.status !== 'DONE') {
    tokens.push(OPEN);
    if (task.queue_uid !== null) tokens.push(queueToken(task.queue_uid));
  }
  if (task.assignee_uid !== null) tokens.push(assigneeToken(task.assignee_uid));
  return tokens;
}

/**
 * Operators: open tasks of the queues that they may work, and their own. Managers and admins: all open tasks, and their
 * own. Keys: every task.
 */
export function scopeOf(caller: Caller, queues: QueueBook): Scope {
  if (caller.kind === 'key') {
    return { tokens: new Set([EVERYTHING]), queueUids: [], seesOpen: true, seesAll: true, personUid: null, hash: hashOf(['key']) };
  }
  const { id, role, skills } = caller.user;
  const own = assigneeToken(id);
  const sortedSkills = skills.toSorted();
  if (role !== 'operator') {
    const hash = hashOf([id, role, sortedSkills]);
    return { tokens: new Set([OPEN, own]), queueUids: [], seesOpen: true, seesAll: false, personUid: id, hash };
  }
  const queueUids = queues.workableWith(skills).toSorted();
  return {
    tokens: new Set([own, ...queueUids.map(queueToken)]),
    queueUids,
    seesOpen: false,
    seesAll: false,
    personUid: id,
    hash: hashOf([id, role, sortedSkills, queueUids]),
  };
}

export function queueToken(queueUid: string): string {
  return `queue:${queueUid}`;
}

export function assigneeToken(personUid: string): string {
  return `assignee:${personUid}`;
}

function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}
