import type { OperationRecord } from '../../src-shared/ipc/contract.ts';
import type { Person } from '../../src-shared/schema/user.ts';
import type { InboxItem } from './console-data.ts';

/** A rejected operation as the operator reads it. */
export function inboxItemOf(record: OperationRecord, title: string, nameOf: (userUid: string) => string): InboxItem {
  const { operation, result, settledAt } = record;
  const holder: Person | null = result?.holder ?? null;
  return {
    opId: operation.opId,
    taskUid: operation.taskId,
    action: operation.action,
    payload: operation.payload,
    at: operation.at,
    settledAt,
    reason: result?.reason ?? 'invalid_payload',
    message: result?.message ?? (holder ? `${nameOf(holder.id)} holds this task.` : 'The server did not accept this change.'),
    holder,
    title,
  };
}
