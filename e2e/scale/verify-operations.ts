import type { Figures } from './figures.ts';
import type { AnsweredOperation, Promises } from './promises.ts';
import type { Outcome, OutcomeStep } from './read-outcome.ts';

/**
 * Every operation was decided once, as its device was told; an applied one has its effect once, on its own task and in
 * its turn, a rejected one none.
 */
export function verifyOperations(outcome: Outcome, promises: Promises, figures: Figures): void {
  const effects = Map.groupBy(
    outcome.steps.filter(({ op_id }) => op_id !== null),
    ({ op_id }) => op_id ?? '',
  );
  verifyEffects(effects, promises, figures);
  verifyTurns(outcome.steps, promises, figures);
  const decided = new Map(outcome.ledger.map((entry) => [entry.op_id, entry]));
  for (const [opId, operation] of promises.operations) {
    const entry = decided.get(opId);
    if (!entry) figures.fault('an acknowledged operation is lost', opId);
    else if ((JSON.parse(entry.result) as { reason?: string }).reason !== (operation.reason ?? undefined)) {
      figures.fault('an operation was answered otherwise than decided', `${opId}: ${operation.reason}, ${entry.result}`);
    }
  }
  for (const opId of decided.keys())
    if (!promises.operations.has(opId)) figures.fault('an operation was decided that nobody was told of', opId);
  verifyNumbers(outcome, figures);
}

function verifyEffects(effects: ReadonlyMap<string, readonly OutcomeStep[]>, promises: Promises, figures: Figures): void {
  for (const [opId, steps] of effects) {
    const names = steps.map(({ step }) => step);
    if (new Set(names).size !== names.length) figures.fault('an operation was applied twice', `${opId}: ${names.join(', ')}`);
    const operation = promises.operations.get(opId);
    if (operation && steps.some((step) => isElsewhere(step, operation)))
      figures.fault('an operation took effect elsewhere', `${opId} ${operation.action}: ${JSON.stringify(steps)}`);
  }
  for (const [opId, { action, isApplied }] of promises.operations) {
    const mayBeIdle = action === 'withdraw' || action === 'setFields';
    if (isApplied && !mayBeIdle && !effects.has(opId)) figures.fault('an applied operation has no effect', `${opId} ${action}`);
    if (!isApplied && effects.has(opId)) figures.fault('a rejected operation has an effect', `${opId} ${action}`);
  }
}

function isElsewhere(step: OutcomeStep, { taskUid, personUid }: AnsweredOperation): boolean {
  return step.task_uid !== taskUid || (step.step === 'claim' && step.assignee_uid !== personUid);
}

/** What a device did to a task took effect in the order in which it was done. */
function verifyTurns(steps: readonly OutcomeStep[], promises: Promises, figures: Figures): void {
  const last = new Map<string, number>();
  for (const { op_id, task_uid, version } of steps) {
    const operation = op_id === null ? undefined : promises.operations.get(op_id);
    if (!operation) continue;
    const { deviceId, deviceSeq } = operation;
    const key = `${deviceId} ${task_uid}`;
    if (deviceSeq < (last.get(key) ?? 0))
      figures.fault('operations took effect out of order', `${key}: ${deviceSeq} at version ${version} after ${last.get(key)}`);
    last.set(key, deviceSeq);
  }
}

function verifyNumbers({ ledger, devices }: Outcome, figures: Figures): void {
  const numbers = new Map<string, number>();
  for (const { device_id, device_seq } of ledger) {
    if (device_seq !== (numbers.get(device_id) ?? 0) + 1) figures.fault('the ledger has a gap', `${device_id} before ${device_seq}`);
    numbers.set(device_id, device_seq);
  }
  for (const [id, seq] of devices)
    if (numbers.get(id) !== seq) figures.fault('a device’s number is wrong', `${id}: ${seq}, ${numbers.get(id)}`);
}
