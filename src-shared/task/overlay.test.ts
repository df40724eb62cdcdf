import { describe, expect, it } from 'vitest';
import type { Operation, OperationAction } from '../schema/operation.ts';
import type { Task } from '../schema/task.ts';
import { formatTimestamp } from '../time/timestamp.ts';
import { overlay } from './overlay.ts';

const AT = '2026-03-01T10:00:00.000Z';
const ada = { kind: 'user', uid: 'ada', name: 'Ada', role: 'operator', skills: [] } as const;
const queue = { skills: [], release_on_skip: true };

const server: Task = {
  uid: 't1',
  status: 'TODO',
  status_at: formatTimestamp(0),
  assignee_uid: null,
  queue_uid: 'kyc',
  due_at: formatTimestamp(0),
  created_at: formatTimestamp(0),
  updated_at: formatTimestamp(0),
  started_at: null,
  done_at: null,
  snooze_expires_at: null,
  fields: { title: 'Claim ABC' },
  integrations: {},
  skills: [],
  priority: null,
  version: 1,
};

let drawn = 0;
function operation(action: OperationAction, payload: Operation['payload'] = {}): Operation {
  drawn += 1;
  const opId = `00000000-0000-7000-8000-${String(drawn).padStart(12, '0')}`;
  return { opId, deviceId: 'd1', deviceSeq: drawn, taskId: 't1', action, baseVersion: 1, at: AT, payload };
}

describe('overlay', () => {
  it('draws the operations in, in order, and says which', () => {
    const pending = [operation('claim'), operation('start'), operation('pause'), operation('start'), operation('complete')];
    const view = overlay(server, pending, ada, queue);
    expect(view.task).toMatchObject({ status: 'DONE', assignee_uid: 'ada', version: 6, done_at: formatTimestamp(Date.parse(AT) * 1000) });
    expect(view.pendingOpIds).toEqual(pending.map(({ opId }) => opId));
    expect(view.doubtful).toEqual([]);
    expect(server.status).toBe('TODO');
  });

  it('leaves out what was withdrawn', () => {
    const claim = operation('claim');
    const start = operation('start');
    const view = overlay(server, [claim, start, operation('withdraw', { opId: start.opId })], ada, queue);
    expect(view.task?.status).toBe('ASSIGNED');
  });

  it('marks what no longer fits the server state, and draws the rest', () => {
    const held = { ...server, status: 'ASSIGNED' as const, assignee_uid: 'bo' };
    const claim = operation('claim');
    const note = operation('comment', { text: 'Called twice' });
    const view = overlay(held, [claim, note], ada, queue);
    expect(view.task).toMatchObject({ status: 'ASSIGNED', assignee_uid: 'bo' });
    expect(view.doubtful).toEqual([{ opId: claim.opId, refusal: expect.objectContaining({ reason: 'held', holderUid: 'bo' }) }]);
  });

  it('raises no alarm where the server may have applied an operation whose answer was lost', () => {
    const mine = { ...server, status: 'ASSIGNED' as const, assignee_uid: 'ada', version: 2 };
    const view = overlay(mine, [operation('claim'), operation('start')], ada, queue);
    expect(view.doubtful).toEqual([]);
    expect(view.task?.status).toBe('STARTED');
    // Nothing happened since the operator looked: the step cannot fit.
    const unmoved = { ...mine, version: 1 };
    expect(overlay(unmoved, [operation('claim')], ada, queue).doubtful).toHaveLength(1);
  });

  it('shows a task that was made here and is not on the server yet', () => {
    const view = overlay(null, [operation('create', { taskId: 't1', values: { title: 'New' } })], ada, queue);
    expect(view.task).toMatchObject({ uid: 't1', status: 'TODO', fields: { title: 'New' } });
  });

  it('releases a skipped task where the queue says so', () => {
    const started = { ...server, status: 'STARTED' as const, assignee_uid: 'ada' };
    const skip = operation('skip', { reason: 'No answer' });
    expect(overlay(started, [skip], ada, queue).task).toMatchObject({ status: 'TODO', assignee_uid: null });
    expect(overlay(started, [skip], ada, { ...queue, release_on_skip: false }).task).toMatchObject({
      status: 'ASSIGNED',
      assignee_uid: 'ada',
    });
  });
});
