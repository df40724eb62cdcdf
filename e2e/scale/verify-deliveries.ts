import { TRANSITIONS } from '../../src-shared/task/transitions.ts';
import type { Receipt } from './endpoint-receiver.ts';
import type { Figures } from './figures.ts';
import type { Outcome, OutcomeDelivery, OutcomeStep } from './read-outcome.ts';

/** All that came to one endpoint. */
export interface ReceiverEvidence {
  name: string;
  url: string;
  receipts: readonly Receipt[];
}

/** One row per transition and endpoint that wants it, each delivered, in order, as it is stored. */
export function verifyDeliveries(outcome: Outcome, receivers: readonly ReceiverEvidence[], figures: Figures): void {
  const found = new Map(outcome.deliveries.map((delivery) => [keyOf(delivery.hook_key, delivery), delivery]));
  if (found.size !== outcome.deliveries.length) figures.fault('a transition has two delivery rows', '');
  const expected = new Set<string>();
  for (const step of outcome.steps) {
    for (const hookKey of hooksFor(step, outcome)) {
      const key = keyOf(hookKey, step);
      expected.add(key);
      const type = found.get(key)?.type;
      if (type !== eventOf(step.step)) figures.fault('a transition has no delivery row', `${key} ${step.step}: ${type}`);
    }
  }
  for (const [key, { state }] of found) {
    if (!expected.has(key)) figures.fault('a delivery row has no transition', key);
    if (state !== 'delivered') figures.fault('a delivery did not arrive', `${key} is ${state}`);
  }
  for (const hook of outcome.hooks) {
    const receiver = receivers.find(({ url }) => url === hook.url);
    const rows = outcome.deliveries.filter(({ hook_key }) => hook_key === hook.key);
    if (receiver) verifyReceipts(receiver, rows, figures);
  }
}

function verifyReceipts(receiver: ReceiverEvidence, rows: readonly OutcomeDelivery[], figures: Figures): void {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const accepted = new Map<string, Receipt>();
  /** By task: the highest version that was accepted, and the last that came at all. */
  const heads = new Map<string, { accepted: number; came: number }>();
  for (const receipt of receiver.receipts) {
    const { webhookId, taskUid, version } = receipt;
    const row = byId.get(webhookId);
    const head = heads.get(taskUid) ?? { accepted: 0, came: 0 };
    heads.set(taskUid, head);
    if (!row || row.task_uid !== taskUid || row.version !== version || row.type !== receipt.body.type) {
      figures.fault('a webhook has no delivery row', `${receiver.name} ${webhookId} ${taskUid} ${version}`);
    } else if (row.body !== receipt.bytes) {
      figures.fault('the bytes of a webhook-id differ', `${webhookId}: ${receipt.bytes} and ${row.body}`);
    }
    // A version that was refused holds up the ones behind it; one that was accepted may come again, but only before those.
    const isNext = version >= head.came && (version === head.came || head.accepted === head.came);
    if (!isNext)
      figures.fault('webhooks came out of order', `${receiver.name} ${taskUid}: ${version} after ${head.came} (accepted ${head.accepted})`);
    head.came = Math.max(head.came, version);
    if (receipt.answered !== 200) continue;
    head.accepted = Math.max(head.accepted, version);
    if (accepted.has(webhookId)) figures.count('webhooks that came again after they were accepted');
    else accepted.set(webhookId, receipt);
  }
  for (const { id, task_uid, version } of rows) {
    if (!accepted.has(id)) figures.fault('a webhook did not arrive', `${receiver.name} ${id} ${task_uid} ${version}`);
  }
}

/** The rule, written here once more. Integrations are given at the start and never taken away. */
function hooksFor(step: OutcomeStep, { hooks, tasks }: Outcome): string[] {
  const event = eventOf(step.step);
  if (event === null) return [];
  const integrations = tasks.get(step.task_uid)?.task.integrations ?? {};
  const wanting = hooks.filter((hook) => hook.events.has(event) && (hook.scope === 'all' || Object.hasOwn(integrations, hook.id)));
  return wanting.map(({ key }) => key);
}

function eventOf(step: string) {
  if (step === 'create') return 'task.created';
  if (step === 'update') return 'task.updated';
  return Object.hasOwn(TRANSITIONS, step) ? TRANSITIONS[step as keyof typeof TRANSITIONS].event : null;
}

function keyOf(hookKey: string, { task_uid, version }: { task_uid: string; version: number }): string {
  return `${hookKey} ${task_uid} ${version}`;
}
