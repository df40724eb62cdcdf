import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pullByTime } from '../../e2e/torture/faults/pull-by-time.ts';
import { testDialect } from '../store/test-store.ts';
import { findTask } from '../tasks/task-store.ts';
import { decideOperation, readOperation } from './decide-operation.ts';
import { findFeed } from './feed-position.ts';
import { happening } from './model-happenings.ts';
import type { Pull } from './model-replica.ts';
import { ModelWorld, type Push } from './model-world.ts';
import { pullTasks } from './pull-tasks.ts';
import { pushOperations } from './push-operations.ts';

/** Shows the seed and the shortest story that fails. */
function check(parts: { pull: Pull; push: Push }, { numRuns, shrink }: { numRuns: number; shrink: boolean }): Promise<void> {
  const property = fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 80, size: 'max' }), async (happenings) => {
    const world = await ModelWorld.open(parts);
    try {
      for (const one of happenings) await world.happen(one);
      await world.comeToRest();
    } finally {
      await world.remove();
    }
  });
  // Processes and connections take their time: on PostgreSQL it is as many runs as there is time for.
  const limited = testDialect() === 'postgres' ? { interruptAfterTimeLimit: 5_000 } : {};
  return fc.assert(property, { numRuns, includeErrorInReport: true, endOnFailure: !shrink, ...limited });
}

describe('devices, a source and the server', () => {
  it('agree at rest, whatever happens, with legal histories, one delivery a step, and every operation once', async () => {
    await check({ pull: pullTasks, push: pushOperations }, { numRuns: 60, shrink: true });
  }, 120_000);

  it.runIf(testDialect() === 'sqlite')('are seen to disagree when the feed goes by time instead of numbers', async () => {
    await expect(check({ pull: pullByTime, push: pushOperations }, { numRuns: 60, shrink: false })).rejects.toThrow(
      'the replica of a device differs',
    );
  });

  it.runIf(testDialect() === 'sqlite')('are seen to disagree when there is no ledger', async () => {
    const pushWithoutLedger: Push = async (sql, dependencies, caller, { operations }) => {
      if (caller.kind !== 'user') throw new Error('a key has no device');
      const results: Awaited<ReturnType<Push>>['results'] = [];
      for (const sent of operations) {
        const read = readOperation(sent);
        const decision = read.ok
          ? await decideOperation(sql, dependencies, caller, read.operation, await findTask(sql, read.operation.taskId)).catch(() => null)
          : null;
        results.push(decision?.ok ? { opId: sent.opId, result: 'applied' } : { opId: sent.opId, result: 'rejected' });
      }
      return { results, epoch: (await findFeed(sql)).epoch };
    };
    await expect(check({ pull: pullTasks, push: pushWithoutLedger }, { numRuns: 60, shrink: false })).rejects.toThrow(
      /applied twice|answered in two ways|not in the ledger/,
    );
  });
});
