import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { statusOf, wordFor } from './engine/map-item.ts';
import { type CreateSimulator, type MirrorWorld, openMirrorWorld } from './mirror-world.ts';
import type { SimulatorFaults } from './simulator/simulator.ts';
import type { VendorKind } from './vendor.ts';

export interface MirrorTestOptions {
  /** Sequences that are tried; more with DOCKET_MIRROR_RUNS. */
  runs?: number;
  faults?: SimulatorFaults;
  /** Nothing can be written there: who works on an item here is known here alone. */
  isReadOnly?: boolean;
}

type VendorStep = 'update' | 'assign' | 'close' | 'reopen' | 'delete' | 'restore';
type OperatorStep = 'claim' | 'assign' | 'start' | 'pause' | 'unassign' | 'complete' | 'reopen' | 'comment';

type Step =
  | { type: 'create'; count: number; person: number }
  | { type: 'vendor'; step: VendorStep; picks: number[]; person: number }
  | { type: 'operator'; step: OperatorStep; pick: number; person: number }
  | { type: 'poll'; full: boolean }
  | { type: 'wait'; seconds: number };

const STEPS_MAXIMUM = 14;
const DEFAULT_FAULTS: SimulatorFaults = { seed: 7, rateLimited: 0.03, serverError: 0.03, cut: 0.02 };

const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 6 });
/** 0: nobody. */
const person = fc.nat(3);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant('create' as const), count: fc.integer({ min: 1, max: 4 }), person }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('vendor' as const),
      step: fc.constantFrom<VendorStep>('update', 'assign', 'close', 'reopen', 'delete', 'restore'),
      picks,
      person,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('operator' as const),
      step: fc.constantFrom<OperatorStep>('claim', 'assign', 'start', 'start', 'pause', 'unassign', 'complete', 'reopen', 'comment'),
      pick: fc.nat(50),
      person,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('poll' as const), full: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('wait' as const), seconds: fc.nat(400) }) },
);

/**
 * Whatever happens at the vendor and here, in whatever order, with faults: after two looks at the changes and two at
 * everything, both agree, nothing more is written, and no task changes any more.
 */
export function describeMirror(kind: VendorKind, createSimulator: CreateSimulator, options: MirrorTestOptions = {}): void {
  const { runs = Number(process.env.DOCKET_MIRROR_RUNS ?? 5), faults = DEFAULT_FAULTS, isReadOnly = false } = options;
  // Many of them take as long as the disk does.
  const timeout = Math.max(120_000, runs * 5_000);
  describe(`a mirror of ${kind.name}`, () => {
    it('agrees with the vendor after any sequence of changes on both sides', { timeout }, async () => {
      const seed = Number(process.env.DOCKET_MIRROR_SEED ?? Math.floor(Math.random() * 2 ** 31));
      const property = fc.asyncProperty(
        fc.nat(8),
        fc.array(step, { minLength: 4, maxLength: STEPS_MAXIMUM, size: 'max' }),
        async (items, steps) => {
          const world = await openMirrorWorld(kind, createSimulator, items);
          try {
            await world.cycle('full');
            world.simulator.setFaults(faults);
            for (const each of steps) await take(world, each);
            await checkAgreement(world, isReadOnly);
          } finally {
            await world.close();
          }
        },
      );
      // A failure names the seed and the shortest sequence that fails.
      await fc.assert(property, { numRuns: runs, seed, endOnFailure: process.env.CI !== undefined });
    });
  });
}

async function take(world: MirrorWorld, each: Step): Promise<void> {
  const { simulator, waiting } = world;
  const vendorPerson = (at: number) => (at === 0 ? null : (simulator.people[(at - 1) % simulator.people.length]?.externalId ?? null));
  switch (each.type) {
    case 'create':
      simulator.create(
        Array.from({ length: each.count }, (_, at) => ({ title: `Made ${at}`, assigneeExternalId: vendorPerson(each.person) })),
      );
      break;
    case 'vendor':
      takeVendorStep(world, each, vendorPerson(each.person));
      break;
    case 'operator':
      await takeOperatorStep(world, each);
      break;
    case 'poll':
      await world.cycle(each.full ? 'full' : 'changes');
      break;
    case 'wait':
      waiting.advanceMs(each.seconds * 1_000);
      await world.mirror.runDue();
      break;
  }
  waiting.advanceMs(1_000);
}

function takeVendorStep({ simulator }: MirrorWorld, each: Step & { type: 'vendor' }, assignee: string | null): void {
  const wanted = each.step === 'reopen' ? 'closed' : each.step === 'restore' ? 'deleted' : 'open';
  const candidates = simulator.items().filter(({ state }) => state === wanted);
  if (candidates.length === 0) return;
  const ids = [...new Set(each.picks.map((pick) => candidates[pick % candidates.length]?.externalId ?? ''))];
  switch (each.step) {
    case 'update':
      simulator.update(ids, { title: `Renamed ${each.picks.join('-')}` });
      break;
    case 'assign':
      simulator.assign(ids, assignee);
      break;
    case 'close':
      simulator.close(ids);
      break;
    case 'reopen':
      simulator.reopen(ids);
      break;
    case 'delete':
      simulator.delete(ids);
      break;
    case 'restore':
      simulator.restore?.(ids);
      break;
  }
}

async function takeOperatorStep(world: MirrorWorld, each: Step & { type: 'operator' }): Promise<void> {
  const { simulator, store } = world;
  const items = simulator.items();
  const item = items[each.pick % Math.max(1, items.length)];
  const task = item ? await world.findTask(item.externalId) : null;
  const userId = `person-${each.person % Math.max(1, store.users.length)}`;
  const action = task && actionOf(world, each.step, userId);
  if (task && action) await world.act(task.uid, task.assignee_uid ?? userId, action);
}

function actionOf({ kind, store }: MirrorWorld, name: OperatorStep, userId: string): TaskAction | null {
  const anybody = store.users[0]?.id ?? null;
  switch (name) {
    case 'claim':
    case 'assign':
      return { type: name, assigneeUid: userId };
    case 'complete':
      // Where the vendor has no word for it, being done here says nothing there.
      return wordFor(kind.statuses, 'DONE', anybody) === null ? null : { type: name, comment: 'Done here' };
    case 'reopen':
      return wordFor(kind.statuses, 'TODO', null) === null ? null : { type: name };
    case 'comment':
      return { type: name, text: 'A remark' };
    case 'start':
    case 'pause':
    case 'unassign':
      return { type: name };
  }
}

async function checkAgreement(world: MirrorWorld, isReadOnly: boolean): Promise<void> {
  const { simulator } = world;
  for (const type of ['changes', 'changes', 'full', 'full'] as const) await world.cycle(type);
  await world.settle();
  await expectAgreement(world, isReadOnly);
  const before = await footprint(world);
  const writes = simulator.writes().length;
  for (const type of ['changes', 'full', 'changes', 'full'] as const) await world.cycle(type);
  await world.settle();
  expect(await footprint(world), 'tasks that changed although nothing happened').toEqual(before);
  expect(simulator.writes().slice(writes), 'what was written although nothing happened').toEqual([]);
  expect(simulator.violations(), 'what the vendor would have refused').toEqual([]);
  expect(world.failures).toEqual([]);
}

async function expectAgreement(world: MirrorWorld, isReadOnly: boolean): Promise<void> {
  const { simulator, kind, store } = world;
  const userOf = (externalId: string | null) => {
    const at = simulator.people.findIndex((each) => each.externalId === externalId);
    return at < 0 ? null : (store.users[at]?.id ?? null);
  };
  const disagreements: string[] = [];
  for (const item of simulator.items()) {
    const task = await world.findTask(item.externalId);
    const row = await world.findRow(item.externalId);
    const say = (text: string) => disagreements.push(`${item.externalId}: ${text} (${JSON.stringify({ item, task, row })})`);
    if (item.state !== 'open') {
      if (task && task.status !== 'DONE') say(`${item.state} there, ${task.status} here`);
      continue;
    }
    if (!task || !row) say('missing here');
    else if (task.status === 'DONE') say('open there, DONE here');
    else {
      if (task.fields.title !== item.title) say(`called ${item.title} there, ${String(task.fields.title)} here`);
      const theirs = userOf(item.assigneeExternalId);
      // A word that means TODO, whoever has it.
      const expected = task.status === 'TODO' && statusOf(kind.statuses, row.vendor_word, theirs) === 'TODO' ? null : theirs;
      if (task.assignee_uid !== expected && !isReadOnly) say(`with ${expected} there, with ${task.assignee_uid} here`);
    }
  }
  expect(disagreements).toEqual([]);
}

/** Every task with its version: what changes leaves a trace in it. */
async function footprint({ store }: MirrorWorld): Promise<object[]> {
  return store.database.read((sql) => sql.all('SELECT uid, version, status, assignee_uid FROM tasks ORDER BY uid'));
}
