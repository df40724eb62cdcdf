import type { RxJsonSchema, TopLevelProperty } from 'rxdb';
import { OperationRecord } from '../../src-shared/ipc/contract.ts';
import { Task } from '../../src-shared/schema/task.ts';

export interface StoredTask extends Task {
  /** Where the task stands in the feed: an older one never replaces a newer one. */
  seq: number;
}

export interface StoredOperation extends OperationRecord {
  opId: string;
}

/** No index of our own: each costs a third of the write speed, and filters run over the projection in memory. */
export const TASKS_SCHEMA: RxJsonSchema<StoredTask> = {
  version: 0,
  primaryKey: 'uid',
  type: 'object',
  properties: { ...plain(Task.properties), uid: { type: 'string', maxLength: 128 }, seq: { type: 'integer' } },
  required: ['uid', 'seq', 'version', 'status'],
};

export const OPERATIONS_SCHEMA: RxJsonSchema<StoredOperation> = {
  version: 0,
  primaryKey: 'opId',
  type: 'object',
  properties: { ...plain(OperationRecord.properties), opId: { type: 'string', maxLength: 36 } },
  required: ['opId', 'operation'],
};

/** RxDB compares schemas by their JSON: TypeBox's hidden keys must not take part. */
function plain<Properties extends object>(properties: Properties): { [Key in keyof Properties]: TopLevelProperty } {
  return JSON.parse(JSON.stringify(properties));
}
