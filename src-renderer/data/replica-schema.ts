import type { RxJsonSchema, TopLevelProperty } from 'rxdb';
import { OperationRecord } from '../../src-shared/ipc/contract.ts';
import type { Task } from '../../src-shared/schema/task.ts';

export interface StoredTask extends Task {
  /** Where the task stands in the feed: an older one never replaces a newer one. */
  seq: number;
}

export interface StoredOperation extends OperationRecord {
  opId: string;
}

/** Tasks as the feed brought them, many in one document: see `TaskBlocks`. */
export interface StoredBlock {
  /** Grows with each block. */
  id: string;
  /** JSON of StoredTask[]: one text costs a fraction of what an object of many properties costs the database. */
  tasks: string;
  /** Uids of tasks that are no longer there. */
  gone: string[];
}

export const BLOCKS_SCHEMA: RxJsonSchema<StoredBlock> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 12 },
    tasks: { type: 'string' },
    gone: { type: 'array', items: { type: 'string' } },
  },
  required: ['id', 'tasks', 'gone'],
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
