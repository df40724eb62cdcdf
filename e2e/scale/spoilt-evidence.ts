import type { Receipt } from './endpoint-receiver.ts';
import type { Evidence } from './verify-evidence.ts';

export interface Spoilt {
  /** What would have happened. */
  name: string;
  spoil(evidence: Evidence): void;
  foundAs: string;
}

/** For tests: what could have gone wrong, done to a run in which nothing did. Each has to be found. */
export const SPOILT: readonly Spoilt[] = [
  {
    name: 'a field that went back to what it was',
    spoil({ outcome, promises }) {
      const { uid, field } = some(promises.fields.values());
      const task = outcome.tasks.get(uid)?.task;
      if (task) Object.assign(task, { fields: { ...task.fields, [field]: -1 } });
    },
    foundAs: 'an acknowledged write is lost',
  },
  {
    name: 'a task that is gone',
    spoil: ({ outcome, promises }) => void outcome.tasks.delete(some(promises.made.values())),
    foundAs: 'an acknowledged task is lost',
  },
  {
    name: 'a task that was made twice',
    spoil({ outcome, promises }) {
      const made = some([...promises.made.values()].flatMap((uid) => outcome.tasks.get(uid) ?? []));
      outcome.tasks.set('twin', { ...made, task: { ...made.task, uid: 'twin' } });
    },
    foundAs: 'a task was made twice',
  },
  {
    name: 'a version that is missing',
    spoil({ outcome: { steps } }) {
      const index = steps.findIndex(({ task_uid }, at) => task_uid === steps[at + 1]?.task_uid);
      steps.splice(index, 1);
    },
    foundAs: 'a history is not legal',
  },
  {
    name: 'a claim that another one has',
    spoil({ outcome, promises }) {
      const { uid } = some(promises.claims.values());
      Object.assign(outcome.tasks.get(uid)?.task ?? {}, { assignee_uid: 'somebody' });
    },
    foundAs: 'an acknowledged claim is lost',
  },
  {
    name: 'a task that two callers of next got',
    spoil: ({ promises }) => void promises.claims.set('another', some(promises.claims.values())),
    foundAs: 'next gave a task to two callers',
  },
  {
    name: 'a task in the queue of before',
    spoil({ outcome }) {
      const { task } = some([...outcome.tasks.values()].filter((each) => !each.deleted && each.task.status === 'TODO'));
      Object.assign(task, { queue_uid: 'elsewhere' });
    },
    foundAs: 'a task is in the wrong queue',
  },
  {
    name: 'an operation that was applied twice',
    spoil({ outcome }) {
      outcome.steps.push({ ...some(outcome.steps.filter(({ op_id }) => op_id !== null)) });
    },
    foundAs: 'an operation was applied twice',
  },
  {
    name: 'an operation that took effect on another task',
    spoil({ outcome, promises }) {
      const { op_id } = some(outcome.steps.filter((step) => step.op_id !== null));
      Object.assign(promises.operations.get(op_id ?? '') ?? {}, { taskUid: 'another' });
    },
    foundAs: 'an operation took effect elsewhere',
  },
  {
    name: 'an operation that was forgotten',
    spoil: ({ outcome }) => void outcome.ledger.pop(),
    foundAs: 'an acknowledged operation is lost',
  },
  {
    name: 'a comment that was written twice',
    spoil({ outcome }) {
      outcome.steps.push({ ...some(outcome.steps.filter(({ step }) => step === 'comment')) });
    },
    foundAs: 'a comment was written twice',
  },
  {
    name: 'a setting that went back',
    spoil: ({ promises }) => void Object.assign(some(promises.settings.values()), { value: 'another' }),
    foundAs: 'an acknowledged setting is lost',
  },
  {
    name: 'a transition that nobody is told of',
    spoil: ({ outcome }) => void outcome.deliveries.splice(5, 1),
    foundAs: 'a transition has no delivery row',
  },
  {
    name: 'a transition with two rows',
    spoil: ({ outcome }) => void outcome.deliveries.push({ ...some(outcome.deliveries), id: 'another' }),
    foundAs: 'a transition has two delivery rows',
  },
  {
    name: 'webhooks that overtook each other',
    spoil({ receivers }) {
      const { receipts } = some(receivers);
      const follows = (later: Receipt) => receipts.some(({ taskUid, version }) => taskUid === later.taskUid && version < later.version);
      const later = some(receipts.filter(follows));
      Object.assign(receipts, [later, ...receipts.filter((receipt) => receipt !== later)]);
    },
    foundAs: 'webhooks came out of order',
  },
  {
    name: 'a repeat under another webhook-id',
    spoil: ({ receivers }) => void Object.assign(some(some(receivers).receipts), { webhookId: 'another' }),
    foundAs: 'a webhook has no delivery row',
  },
  {
    name: 'a repeat with other bytes',
    spoil: ({ receivers }) => void Object.assign(some(some(receivers).receipts), { bytes: '{}' }),
    foundAs: 'the bytes of a webhook-id differ',
  },
  {
    name: 'a document that a reader of the feed was not sent',
    spoil({ readers }) {
      const record = some(some(readers).log.filter((each) => each.kind !== 'resync' && each.documents.length > 0));
      if (record.kind !== 'resync') record.documents.pop();
    },
    foundAs: 'a replica skipped a change',
  },
  {
    name: 'a page of the feed in another order',
    spoil({ readers }) {
      const record = some(some(readers).log.filter((each) => each.kind === 'page' && each.documents.length > 1));
      if (record.kind === 'page') record.documents.reverse();
    },
    foundAs: 'a document came out of the feed’s order',
  },
  {
    name: 'a change that a poll of lists missed',
    spoil({ outcome, polled }) {
      const { task } = some([...outcome.tasks.values()].filter(({ deleted }) => !deleted));
      Object.assign(task, { version: (polled.get(task.uid) ?? 0) + 1 });
    },
    foundAs: 'a poll skipped a change',
  },
];

function some<Item>(items: Iterable<Item>): Item {
  for (const item of items) return item;
  throw new Error('the run was too short: there is nothing to spoil');
}
