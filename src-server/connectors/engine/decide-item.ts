import type { Task, TaskStatus } from '../../../src-shared/schema/task.ts';
import type { ItemRow } from './item-rows.ts';
import type { MappedItem } from './map-item.ts';

/** What both sides agree on from now on. Where ours differs from it, ours is written back. */
export type Agreed<Value> = { is: 'result' } | { is: 'kept' } | { is: 'value'; value: Value };

export interface ItemDecision {
  /** Not a task of ours, nor to become one. */
  isIgnored: boolean;
  patch: { status?: TaskStatus; assigneeUid?: string | null };
  isReopened: boolean;
  /** To be closed when the run has come to its end. */
  closing: 'closed' | 'deleted' | null;
  agreedStatus: Agreed<TaskStatus>;
  agreedAssignee: Agreed<string | null>;
}

const RESULT = { is: 'result' } as const;
const KEPT = { is: 'kept' } as const;
const NOTHING: ItemDecision = {
  isIgnored: false,
  patch: {},
  isReopened: false,
  closing: null,
  agreedStatus: KEPT,
  agreedAssignee: KEPT,
};

/**
 * What the vendor's word on an item does to the task: they decide what is open, and at first who has it; then ASSIGNED and
 * STARTED are ours until they close it. `mappedBefore`: the status that their last word stood for. Pure.
 */
export function decideItem(row: ItemRow | null, task: Task | null, mapped: MappedItem, mappedBefore: TaskStatus | null): ItemDecision {
  if (mapped.state !== 'open') return decideClosed(row, task, mapped.state);
  const asTheySay = { status: mapped.status, ...(mapped.status === 'TODO' ? {} : { assigneeUid: mapped.assigneeUid }) };
  const asNew = { ...NOTHING, patch: asTheySay, agreedStatus: RESULT, agreedAssignee: RESULT };
  if (!task) return asNew;
  const agreedAssignee = { is: 'value', value: mapped.assigneeUid } as const;
  const wasOpen = row !== null && row.vendor_state === 'open';
  if (!wasOpen) {
    if (task.status === 'DONE') return { ...asNew, isReopened: true };
    if (task.status === 'TODO' && row !== null) return asNew;
    return { ...NOTHING, agreedStatus: RESULT, agreedAssignee: row === null ? RESULT : agreedAssignee };
  }
  const isReassigned = mapped.item.assigneeExternalId !== row.vendor_assignee || (row.person_unknown === 1 && mapped.assigneeUid !== null);
  const isDirty = task.status !== row.our_status;
  if (task.status === 'DONE') {
    if (row.our_status === 'DONE' && mappedBefore !== mapped.status) return { ...asNew, isReopened: true };
    return isReassigned ? { ...NOTHING, agreedAssignee } : NOTHING;
  }
  if (isReassigned) {
    if (task.status === 'STARTED') return { ...NOTHING, agreedAssignee };
    const isStarted = mapped.status === 'STARTED' && mappedBefore !== 'STARTED';
    const patch = isStarted ? asTheySay : { assigneeUid: mapped.status === 'TODO' ? null : mapped.assigneeUid };
    return { ...NOTHING, patch, agreedStatus: isDirty ? KEPT : RESULT, agreedAssignee: RESULT };
  }
  // DONE: they closed it and opened it again before the closing was carried out here.
  const wasFree = mappedBefore === 'TODO' || mappedBefore === 'DONE';
  const isTaken = task.status === 'TODO' && !isDirty && wasFree && mapped.status !== 'TODO' && task.assignee_uid === null;
  return isTaken ? asNew : NOTHING;
}

function decideClosed(row: ItemRow | null, task: Task | null, state: 'closed' | 'deleted'): ItemDecision {
  if (!task || row === null) return { ...NOTHING, isIgnored: row === null };
  if (task.status === 'DONE') return { ...NOTHING, agreedStatus: RESULT, agreedAssignee: RESULT };
  return row.vendor_state === 'open' ? { ...NOTHING, closing: state } : NOTHING;
}
