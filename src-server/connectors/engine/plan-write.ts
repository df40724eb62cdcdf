import type { ConnectorWriteBack } from '../../../src-shared/schema/connector.ts';
import type { Task } from '../../../src-shared/schema/task.ts';
import type { VendorItem } from '../vendor.ts';
import type { ItemRow } from './item-rows.ts';
import { type ItemMapping, statusOf, wordFor } from './map-item.ts';

export type WritePlan =
  | { kind: 'nothing' }
  /** The vendor has nothing any more that could take it: the task follows the vendor. */
  | { kind: 'follow'; reason: string }
  | {
      kind: 'write';
      change: { statusWord?: string; assigneeExternalId?: string | null };
      /** What the vendor has to say afterwards. */
      expected: { state: VendorItem['state']; word: string; assignee: string | null };
    };

export interface WriteSituation {
  row: ItemRow;
  task: Task;
  mapping: ItemMapping;
  writeBack: ConnectorWriteBack;
  /** Operators said something that the vendor is to be told: it goes along, or alone. */
  hasNote: boolean;
}

/** What of ours the vendor does not have yet. Pure. */
export function planWrite({ row, task, mapping, writeBack, hasNote }: WriteSituation): WritePlan {
  const isStatusOurs = writeBack.status && task.status !== row.our_status;
  if (row.vendor_state === 'deleted') {
    return isStatusOurs && task.status !== 'DONE'
      ? { kind: 'follow', reason: 'The vendor has deleted the item, so it cannot be opened again there.' }
      : { kind: 'nothing' };
  }
  const assignee = writeBack.assignee && task.assignee_uid !== row.our_assignee ? assigneeFor(row, task, mapping) : undefined;
  const assigneeAfter = assignee === undefined ? row.vendor_assignee : assignee;
  const word = isStatusOurs ? statusWordFor(row, task, mapping, assigneeAfter) : null;
  if (assignee === undefined && word === null && !hasNote) return { kind: 'nothing' };
  return {
    kind: 'write',
    change: { ...(word === null ? {} : { statusWord: word }), ...(assignee === undefined ? {} : { assigneeExternalId: assignee }) },
    expected: {
      state: word === null ? row.vendor_state : task.status === 'DONE' ? 'closed' : 'open',
      word: word ?? row.vendor_word,
      assignee: assigneeAfter,
    },
  };
}

/** Undefined: there is nothing to write. */
function assigneeFor(row: ItemRow, task: Task, mapping: ItemMapping): string | null | undefined {
  // Closed by nobody in particular: that says nothing of whose it was.
  if (task.assignee_uid === null && task.status === 'DONE') return undefined;
  const wanted = task.assignee_uid === null ? null : (mapping.people.vendorIdOf(task.assignee_uid) ?? undefined);
  return wanted === row.vendor_assignee ? undefined : wanted;
}

function statusWordFor(row: ItemRow, task: Task, mapping: ItemMapping, assignee: string | null): string | null {
  const { rules, people } = mapping;
  const assigneeUid = assignee === null ? null : people.userOf(assignee);
  if (row.vendor_state === 'open' && statusOf(rules, row.vendor_word, assigneeUid) === task.status) return null;
  return wordFor(rules, task.status, assigneeUid);
}
