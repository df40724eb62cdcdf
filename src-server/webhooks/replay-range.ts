import type { ReplaySelection } from '../../src-shared/schema/hook.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import type { RegisteredHook } from './hook-book.ts';
import { queueMissedTransitions, type TransitionPosition } from './past-transitions.ts';
import { type ReplayPosition, replayChunk } from './replay-deliveries.ts';

export interface HookReplayRange {
  hook: RegisteredHook;
  sinceMicros: number;
  untilMicros: number;
  only: ReplaySelection;
  nowMicros: number;
}

/** Queues again what the selection says, in transactions short enough to let others write. Gives back how many. */
export async function replayRange(commands: Pick<GroupCommit, 'submit'>, { only, ...range }: HookReplayRange): Promise<number> {
  return only === 'missing'
    ? inChunks<TransitionPosition>((after) => commands.submit((sql) => queueMissedTransitions(sql, range, after)))
    : inChunks<ReplayPosition>((after) => commands.submit((sql) => replayChunk(sql, { ...range, only }, after)));
}

async function inChunks<Position>(
  replay: (after: Position | null) => Promise<{ replayed: number; next: Position | null }>,
): Promise<number> {
  let total = 0;
  let after: Position | null = null;
  do {
    const { replayed, next }: { replayed: number; next: Position | null } = await replay(after);
    total += replayed;
    after = next;
  } while (after !== null);
  return total;
}
