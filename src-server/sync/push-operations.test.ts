import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src-shared/schema/operation.ts';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import { findTask } from '../tasks/task-store.ts';
import { BACK_OFFICE, callerOf, createAction, type Engine, openEngine, operationOf, testUser } from './engine-fixture.ts';
import { findFeed, renewEpoch } from './feed-position.ts';
import { pushOperations } from './push-operations.ts';

describe('pushing operations', () => {
  let engine: Engine;
  const ann = callerOf(testUser('ann'));
  const bob = callerOf(testUser('bob', 'operator', ['german']));

  beforeEach(async () => {
    engine = await openEngine();
    await engine.write('t1', createAction('t1'));
  });
  afterEach(() => engine.remove());

  it('applies operations in order, each as its own step, and answers each with the task and its feed number', async () => {
    const results = await push(ann, [
      op(1, 'claim'),
      op(2, 'start'),
      op(3, 'complete', { payload: { comment: 'done by phone', fields: { outcome: 'paid' } } }),
    ]);
    expect(results.map(({ result, seq, task }) => [result, seq, task && 'status' in task && task.status])).toEqual([
      ['applied', 2, 'ASSIGNED'],
      ['applied', 3, 'STARTED'],
      ['applied', 4, 'DONE'],
    ]);
    expect(await history('t1')).toEqual(['create', 'claim', 'start', 'update', 'comment', 'complete']);
  });

  it('keeps who did it, on which device clock, by which operation', async () => {
    const claim = op(1, 'claim', { at: 'yesterday, says the device' });
    await push(ann, [claim]);
    const row = await engine.database.read((sql) =>
      sql.get('SELECT actor_kind, actor_uid, actor_name, device_at, op_id FROM history WHERE version = 2'),
    );
    expect(row).toEqual({
      actor_kind: 'user',
      actor_uid: 'ann',
      actor_name: 'Ann',
      device_at: 'yesterday, says the device',
      op_id: claim.opId,
    });
  });

  it('repeats its answer to a repeated operation, and does nothing', async () => {
    const operations = [op(1, 'claim'), op(2, 'comment', { payload: { text: 'once' } })];
    const first = await push(ann, operations);
    await engine.restart();
    const second = await push(
      ann,
      operations.map((operation) => ({ ...operation, payload: structuredClone(operation.payload) })),
    );
    expect(second.map(({ result, seq, reason }) => [result, seq, reason])).toEqual(first.map(({ seq }) => ['duplicate', seq, undefined]));
    expect(await history('t1')).toEqual(['create', 'claim', 'comment']);
  });

  it('answers an operation that stands twice in one request once', async () => {
    const claim = op(1, 'claim');
    expect(outcomes(await push(ann, [claim, claim]))).toEqual(['applied', 'duplicate']);
  });

  it('repeats a rejection as a duplicate with its reason', async () => {
    await push(bob, [operationOf('device-b', 1, 't1', 'claim')]);
    const claim = op(1, 'claim');
    await push(ann, [claim]);
    await engine.write('t1', { type: 'unassign' });
    expect(await push(ann, [claim])).toMatchObject([
      { result: 'duplicate', reason: 'held', message: 'Held by Bob', holder: { id: 'bob', name: 'Bob' } },
    ]);
  });

  it('rejects another payload under a known id, and lets the next number pass', async () => {
    const comment = op(1, 'comment', { payload: { text: 'one' } });
    await push(ann, [comment]);
    expect(await push(ann, [{ ...comment, payload: { text: 'two' } }, op(2, 'claim')])).toMatchObject([
      { result: 'rejected', reason: 'payload_mismatch' },
      { result: 'applied' },
    ]);
    const reused = { ...comment, deviceSeq: 3, payload: { text: 'three' } };
    expect(outcomes(await push(ann, [reused, op(4, 'start')]))).toEqual(['payload_mismatch', 'applied']);
  });

  it('asks for the missing number after a gap, and decides nothing behind it', async () => {
    expect(await push(ann, [op(1, 'claim'), op(3, 'start'), op(4, 'complete')])).toMatchObject([
      { result: 'applied' },
      { result: 'retry', expected: 2 },
      { result: 'retry', expected: 2 },
    ]);
    expect(await history('t1')).toEqual(['create', 'claim']);
  });

  it('rejects a number that was used for another operation', async () => {
    await push(ann, [op(1, 'claim')]);
    expect(outcomes(await push(ann, [op(1, 'start')]))).toEqual(['sequence_reused']);
    expect(await history('t1')).toEqual(['create', 'claim']);
  });

  it('takes operations again from a device that had to number anew, each once', async () => {
    const claim = op(1, 'claim');
    const start = op(2, 'start');
    await push(ann, [claim, start]);
    const renumbered = [
      { ...claim, deviceId: 'device-2' },
      { ...start, deviceId: 'device-2' },
      operationOf('device-2', 3, 't1', 'complete'),
    ];
    expect(outcomes(await push(ann, renumbered))).toEqual(['duplicate', 'duplicate', 'applied']);
  });

  it('never lets one account speak for the device or repeat the operations of another', async () => {
    const claim = op(1, 'claim');
    await push(ann, [claim]);
    await expect(push(bob, [claim])).rejects.toMatchObject({ code: 'device_of_another_account' });
    expect(await push(bob, [{ ...claim, deviceId: 'device-b' }])).toMatchObject([{ result: 'rejected', reason: 'payload_mismatch' }]);
  });

  it('refuses keys, and operations of several devices in one request', async () => {
    await expect(push(BACK_OFFICE, [op(1, 'claim')])).rejects.toMatchObject({ code: 'forbidden' });
    await expect(push(ann, [op(1, 'claim'), operationOf('device-2', 1, 't1', 'start')])).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  it('names the holder of a task that somebody else claimed first, and rejects what builds on the claim', async () => {
    await push(bob, [operationOf('device-b', 1, 't1', 'claim')]);
    await engine.write('t2', createAction('t2'));
    const results = await push(ann, [
      op(1, 'claim'),
      op(2, 'start'),
      { ...op(3, 'claim'), taskId: 't2' },
      op(4, 'comment', { payload: { text: 'x' } }),
    ]);
    expect(outcomes(results)).toEqual(['held', 'depends_on_rejected', 'applied', 'depends_on_rejected']);
    expect(results[0]).toMatchObject({ message: 'Held by Bob', holder: { id: 'bob', name: 'Bob' }, task: { assignee_uid: 'bob' } });
    expect(await history('t1')).toEqual(['create', 'claim']);
  });

  it('rejects in cascade over several requests what was done before the rejection was known, and takes a new try', async () => {
    await push(bob, [operationOf('device-b', 1, 't1', 'claim')]);
    await push(ann, [op(1, 'claim', { knownSeq: 0 })]);
    await engine.write('t1', { type: 'unassign' });
    expect(outcomes(await push(ann, [op(2, 'start', { knownSeq: 0, baseVersion: 9 })]))).toEqual(['depends_on_rejected']);
    expect(outcomes(await push(ann, [op(3, 'pause', { knownSeq: 1, baseVersion: 9 })]))).toEqual(['depends_on_rejected']);
    expect(outcomes(await push(ann, [op(4, 'claim', { knownSeq: 3 }), op(5, 'start', { knownSeq: 3 })]))).toEqual(['applied', 'applied']);
  });

  it('tells a new try from a follower by the version, where the client does not say what it knew', async () => {
    await push(bob, [operationOf('device-b', 1, 't1', 'claim')]);
    await push(ann, [op(1, 'claim', { baseVersion: 1 })]);
    expect(outcomes(await push(ann, [op(2, 'start', { baseVersion: 1 })]))).toEqual(['depends_on_rejected']);
    await engine.write('t1', { type: 'unassign' });
    expect(outcomes(await push(ann, [op(3, 'claim', { baseVersion: 3 })]))).toEqual(['applied']);
  });

  it('does not fail what follows a claim of what is theirs already', async () => {
    await push(ann, [op(1, 'claim')]);
    expect(outcomes(await push(ann, [op(2, 'claim', { knownSeq: 1 }), op(3, 'start', { knownSeq: 1 })]))).toEqual([
      'already_yours',
      'applied',
    ]);
  });

  it('takes back in one request what was not sent before', async () => {
    const start = op(2, 'start');
    const results = await push(ann, [op(1, 'claim'), start, op(3, 'withdraw', { payload: { opId: start.opId } }), op(4, 'unassign')]);
    expect(outcomes(results)).toEqual(['applied', 'withdrawn', 'applied', 'applied']);
    expect(await history('t1')).toEqual(['create', 'claim', 'unassign']);
  });

  it('does not take back what has taken effect, what it does not know, or what is behind', async () => {
    const claim = op(1, 'claim');
    await push(ann, [claim]);
    const later = op(4, 'start');
    const results = await push(ann, [
      op(2, 'withdraw', { payload: { opId: claim.opId } }),
      op(3, 'withdraw', { payload: { opId: later.opId } }),
      later,
    ]);
    expect(outcomes(results)).toEqual(['already_applied', 'not_found', 'applied']);
  });

  it('rejects what is not valid without holding up anything', async () => {
    await engine.write('t2', createAction('t2'));
    const strange = [
      op(1, 'snooze', { payload: { until: 'soon' } }),
      op(2, 'comment', { payload: { words: 'x' } }),
      op(3, 'setFields', { payload: { fields: nested(17) } }),
      op(4, 'setFields', { payload: { fields: { big: 'x'.repeat(300_000) } } }),
      { ...op(5, 'claim'), action: 'explode' } as unknown as Operation,
      { ...op(6, 'claim'), taskId: 'no spaces allowed' },
      op(7, 'create', { payload: { taskId: 'other', values: {} } }),
      op(8, 'assign', { payload: { assignee_uid: 'nobody' } }),
      { ...op(9, 'claim'), taskId: 't2' },
    ];
    expect(outcomes(await push(ann, strange))).toEqual([
      'invalid_payload',
      'invalid_payload',
      'invalid_payload',
      'depends_on_rejected',
      'invalid_payload',
      'invalid_payload',
      'invalid_payload',
      'depends_on_rejected',
      'applied',
    ]);
    expect(
      outcomes(await push(bob, [operationOf('device-b', 1, 't1', 'setFields', { payload: { fields: { big: 'x'.repeat(300_000) } } })])),
    ).toEqual(['invalid_payload']);
    expect(outcomes(await push(bob, [operationOf('device-b', 2, 't2', 'assign', { payload: { assignee_uid: 'nobody' } })]))).toEqual([
      'assignee_unknown',
    ]);
  });

  it('creates a task under the id that the device chose, once', async () => {
    const create = { ...op(1, 'create', { payload: { taskId: 'mine', values: { title: 'By hand', queue: 'refunds' } } }), taskId: 'mine' };
    expect(await push(ann, [create, { ...op(2, 'claim'), taskId: 'mine' }])).toMatchObject([
      { result: 'applied', task: { id: 'mine', title: 'By hand', queue_uid: 'refunds', version: 1 } },
      { result: 'applied' },
    ]);
    const again = operationOf('device-b', 1, 'mine', 'create', { payload: { taskId: 'mine', values: {} } });
    expect(outcomes(await push(bob, [again]))).toEqual(['already_exists']);
  });

  it('rejects operations on a task that was deleted, a new creation too', async () => {
    await engine.write('t1', { type: 'delete' });
    expect(outcomes(await push(ann, [op(1, 'claim')]))).toEqual(['deleted']);
    expect(outcomes(await push(ann, [op(2, 'create', { knownSeq: 1, payload: { taskId: 't1', values: {} } })]))).toEqual(['deleted']);
    expect(outcomes(await push(ann, [{ ...op(3, 'claim'), taskId: 'never-was' }]))).toEqual(['not_found']);
  });

  it('shows no task that the person may not see', async () => {
    await engine.write('t9', createAction('t9', 'fraud', { secret: true }));
    const [result] = await push(ann, [{ ...op(1, 'claim'), taskId: 't9' }]);
    expect(result).toMatchObject({ result: 'rejected', reason: 'not_allowed' });
    expect(result).not.toHaveProperty('task');
  });

  it('skips as the queue says', async () => {
    await push(ann, [op(1, 'claim'), op(2, 'start'), op(3, 'skip', { payload: { reason: 'no answer' } })]);
    expect((await task('t1'))?.task).toMatchObject({ status: 'ASSIGNED', assignee_uid: 'ann' });
    const [refunds] = engine.queues.queues;
    if (refunds) refunds.release_on_skip = true;
    await push(ann, [op(4, 'start'), op(5, 'skip', { payload: { reason: 'no answer' } })]);
    expect((await task('t1'))?.task).toMatchObject({ status: 'TODO', assignee_uid: null });
  });

  it('applies again, once, what a restored database lost', async () => {
    await push(ann, [op(1, 'claim')]);
    await engine.restart(() => engine.store.backUp());
    const lost = [op(2, 'start'), op(3, 'comment', { payload: { text: 'lost and found' } })];
    const before = await push(ann, lost);
    expect(outcomes(before)).toEqual(['applied', 'applied']);
    const { epoch } = await engine.database.read(findFeed);
    await engine.restart(() => engine.store.restore());
    await engine.commands.submit((sql) => renewEpoch(sql, epoch));
    expect((await engine.database.read(findFeed)).epoch).not.toBe(epoch);
    expect(outcomes(await push(ann, lost))).toEqual(['applied', 'applied']);
    expect(outcomes(await push(ann, lost))).toEqual(['duplicate', 'duplicate']);
    expect(await history('t1')).toEqual(['create', 'claim', 'start', 'comment']);
  });

  const op = (deviceSeq: number, action: Operation['action'], extras: Partial<Operation> = {}) =>
    operationOf('device-a', deviceSeq, 't1', action, extras);
  const task = (uid: string) => engine.database.read((sql) => findTask(sql, uid));

  async function push(caller: Caller, operations: Operation[]): Promise<OperationResult[]> {
    const deviceId = operations[0]?.deviceId ?? '';
    const answer = await engine.commands.submit((sql) => pushOperations(sql, engine, caller, { deviceId, operations }));
    expect(answer.results.map(({ opId }) => opId)).toEqual(operations.map(({ opId }) => opId));
    return answer.results;
  }

  async function history(uid: string): Promise<string[]> {
    const rows = await engine.database.read((sql) =>
      sql.all<{ step: string; version: number }>('SELECT step, version FROM history WHERE task_uid = ? ORDER BY version', [uid]),
    );
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
    return rows.map(({ step }) => step);
  }
});

function outcomes(results: readonly OperationResult[]): string[] {
  return results.map(({ result, reason }) => (result === 'rejected' ? (reason ?? 'no reason') : result));
}

function nested(depth: number): { [key: string]: never } {
  return (depth === 1 ? {} : { inner: nested(depth - 1) }) as { [key: string]: never };
}
