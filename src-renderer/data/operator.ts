import type { OperationDraft } from '../../src-shared/ipc/contract.ts';
import type { Operation, OperationAction } from '../../src-shared/schema/operation.ts';
import type { JsonObject, Task } from '../../src-shared/schema/task.ts';
import type { Refusal } from '../../src-shared/task/refusal.ts';
import type { ActOutcome, TaskAct } from './console-data.ts';
import { inverseOf, type PlannedAct } from './inverse-acts.ts';
import { isRejection, type Outbox } from './outbox.ts';
import type { Projection } from './projection.ts';

/** So many former states are remembered for undo: those of some steps on as many tasks as can be selected. */
const REMEMBERED = 5_000;

export interface OperatorOptions {
  projection: Projection;
  outbox: Outbox;
  newOpId: () => string;
  nowMs: () => number;
  nameOf: (userUid: string) => string;
  /** New operations wait to be sent. */
  onRecorded: () => void;
}

/** Turns what the operator does into operations: checked against what they see, then recorded. */
export class Operator {
  private readonly options: OperatorOptions;
  private readonly before = new Map<string, Task>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(options: OperatorOptions) {
    this.options = options;
  }

  perform(taskUid: string, act: TaskAct, payload: JsonObject): Promise<ActOutcome> {
    return this.inTurn(async () => {
      const entry = this.options.projection.current(taskUid);
      if (!entry) return { ok: false, message: 'The task is not here any more.' };
      const acts: PlannedAct[] =
        act === 'start' && entry.task.status === 'TODO'
          ? [
              { act: 'claim', payload: {} },
              { act, payload },
            ]
          : [{ act, payload }];
      return this.record(
        acts.map((planned) => this.draft(taskUid, planned.act, planned.payload)),
        entry.task,
      );
    });
  }

  create(formId: string, values: JsonObject): Promise<ActOutcome & { taskUid: string }> {
    return this.inTurn(async () => {
      const taskUid = this.options.newOpId();
      const outcome = await this.record([this.draft(taskUid, 'create', { taskId: taskUid, formId, values })], null);
      return { ...outcome, taskUid };
    });
  }

  undo(opIds: readonly string[]): Promise<ActOutcome> {
    return this.inTurn(async () => {
      // Nothing of it may be sent while it is being taken back.
      const release = this.options.outbox.hold(opIds);
      try {
        const drafts = this.planUndo(opIds);
        if (!Array.isArray(drafts)) return drafts;
        return await this.record(drafts, null);
      } finally {
        release();
        this.options.onRecorded();
      }
    });
  }

  private planUndo(opIds: readonly string[]): OperationDraft[] | { ok: false; message: string } {
    const { outbox, projection } = this.options;
    const records = opIds.flatMap((opId) => outbox.find(opId) ?? []);
    const drafts: OperationDraft[] = [];
    for (const record of records.sort((a, b) => b.operation.deviceSeq - a.operation.deviceSeq)) {
      const { operation } = record;
      if (isRejection(record)) continue;
      if (record.result === null) {
        // It may be on its way or have arrived without our knowing: then the answer to this says so.
        drafts.push(this.draft(operation.taskId, 'withdraw', { opId: operation.opId }));
        continue;
      }
      const inverse = inverseOf(operation, this.before.get(operation.opId) ?? null, (task) => projection.isPlacedByHand(task));
      if (!inverse) return { ok: false, message: NOT_UNDOABLE[operation.action] ?? 'This cannot be undone.' };
      drafts.push(...inverse.map((planned) => this.draft(operation.taskId, planned.act, planned.payload)));
    }
    return drafts.length > 0 ? drafts : { ok: false, message: 'There is nothing left to undo.' };
  }

  private async record(drafts: readonly OperationDraft[], before: Task | null): Promise<ActOutcome> {
    const refusal = this.refusalOf(drafts);
    if (refusal) return { ok: false, message: this.explain(refusal), refusal };
    const outcome = await this.options.outbox.append(drafts);
    if (!outcome.ok) return { ok: false, message: outcome.message };
    if (before) for (const { opId } of outcome.operations) this.remember(opId, before);
    this.options.onRecorded();
    return { ok: true, opIds: outcome.operations.map(({ opId }) => opId) };
  }

  /** Draws the drafts over what the operator sees of each task: the first that does not work is the answer. */
  private refusalOf(drafts: readonly OperationDraft[]): Refusal | null {
    const { projection, outbox } = this.options;
    for (const taskUid of new Set(drafts.map(({ taskId }) => taskId))) {
      const drawn = outbox.drawnOf(taskUid);
      const added = drafts
        .filter(({ taskId }) => taskId === taskUid)
        .map((draft, index): Operation => ({ ...draft, deviceId: 'draft', deviceSeq: index + 1 }));
      const ids = new Set(added.map(({ opId }) => opId));
      const doubt = projection.viewWith(taskUid, [...drawn, ...added]).doubtful.find(({ opId }) => ids.has(opId));
      if (doubt) return doubt.refusal;
    }
    return null;
  }

  private explain(refusal: Refusal): string {
    if (refusal.reason === 'held' && refusal.holderUid !== undefined) return `${this.options.nameOf(refusal.holderUid)} holds this task.`;
    return refusal.message;
  }

  private draft(taskId: string, action: OperationAction, payload: JsonObject): OperationDraft {
    const { newOpId, nowMs, projection } = this.options;
    const baseVersion = projection.serverTask(taskId)?.version ?? 0;
    return { opId: newOpId(), taskId, action, baseVersion, at: new Date(nowMs()).toISOString(), payload };
  }

  private remember(opId: string, before: Task): void {
    this.before.set(opId, before);
    const [oldest] = this.before.keys();
    if (this.before.size > REMEMBERED && oldest !== undefined) this.before.delete(oldest);
  }

  /** Each act is checked against what the one before it left. */
  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => null);
    return turn;
  }
}

const NOT_UNDOABLE: Partial<Record<OperationAction, string>> = {
  comment: 'A comment that the server has cannot be taken back.',
  create: 'The task is on the server already. Complete it instead.',
  reopen: 'Complete the task again instead.',
  snooze: 'Claim the task to wake it up.',
  setFields: 'What the fields were before is not known any more.',
  move: 'Where the task was before is not known any more.',
};
