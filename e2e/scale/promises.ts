import type { OperationAction } from '../../src-shared/schema/operation.ts';

/** Everything that the server has acknowledged, to be held to it at the end. */
export interface Promises {
  /** By task and field: the last value that was acknowledged. Only one writer writes each field. */
  fields: Map<string, { uid: string; field: string; value: number }>;
  /** Every acknowledged value, once each: `uid field value`. */
  fieldWrites: Set<string>;
  /** Tasks made under ids that the server chose: what they were marked with. */
  made: Map<string, string>;
  /** Tasks that had an id of the writer's, or an external id. */
  named: Set<string>;
  deleted: Set<string>;
  comments: Map<string, string>;
  /** Answers of `next`, by the key of the request. */
  claims: Map<string, { uid: string; personUid: string }>;
  /** Actions by key: `uid action`, with the version of the answer. */
  actions: { uid: string; action: string; version: number }[];
  operations: Map<string, AnsweredOperation>;
  /** What the last acknowledged change made of a queue's condition or a person's skills, and how many there were. */
  settings: Map<string, { value: unknown; changes: number }>;
}

export interface AnsweredOperation {
  action: OperationAction;
  taskUid: string;
  deviceId: string;
  personUid: string;
  deviceSeq: number;
  isApplied: boolean;
  reason: string | null;
}

export function noPromises(): Promises {
  return {
    fields: new Map(),
    fieldWrites: new Set(),
    made: new Map(),
    named: new Set(),
    deleted: new Set(),
    comments: new Map(),
    claims: new Map(),
    actions: [],
    operations: new Map(),
    settings: new Map(),
  };
}
