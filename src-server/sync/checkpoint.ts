import type { Checkpoint } from '../../src-shared/sync/protocol.ts';
import type { CheckpointSeals } from './checkpoint-seals.ts';

/** Where a replica stands. Opaque outside of this folder. */
export interface Position {
  /** The database's identity when it was made. */
  epoch: string;
  /** `Scope.hash` when it was made. */
  scope: string;
  /** All changes up to this feed number are in the replica. */
  seq: number;
  /**
   * The feed's head when the replica started from nothing, while `seq` is below it: what left the scope before was
   * never in the replica, so that it needs no tombstones for it.
   */
  startedAt: number;
}

/** As a client gave it. */
export interface GivenPosition extends Position {
  /** Says that a server gave it out; null in checkpoints from before there were seals. */
  seal: string | null;
}

/** Versions stay readable: a console that was offline for long comes with what it has. */
const VERSION = 1;

export function encodeCheckpoint({ epoch, scope, seq, startedAt }: Position, seals: CheckpointSeals): Checkpoint {
  const parts = [VERSION, epoch, scope, seq, Math.max(seq, startedAt), seals.of(epoch, seq)];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Null when it cannot be read. */
export function decodeCheckpoint(checkpoint: Checkpoint): GivenPosition | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(checkpoint, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts[0] !== VERSION) return null;
  const [, epoch, scope, seq, startedAt, seal] = parts as unknown[];
  if (typeof epoch !== 'string' || typeof scope !== 'string' || !isFeedNumber(seq) || !isFeedNumber(startedAt)) return null;
  return { epoch, scope, seq, startedAt, seal: typeof seal === 'string' ? seal : null };
}

function isFeedNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
