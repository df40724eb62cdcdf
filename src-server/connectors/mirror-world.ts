import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Task } from '../../src-shared/schema/task.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { createSecretBox } from '../auth/secret-box.ts';
import type { Database } from '../store/database.ts';
import { type Engine, openEngine, testUser } from '../sync/engine-fixture.ts';
import { findTask, findTaskByExternalId } from '../tasks/task-store.ts';
import { writeTask } from '../tasks/write-task.ts';
import { createAddressGuard } from '../webhooks/address-guard.ts';
import { resolveAddresses } from '../webhooks/resolve-addresses.ts';
import { confirmRun, createConnector, requestRun } from './engine/connector-commands.ts';
import { type ConnectorEngine, createConnectorEngine } from './engine/connector-engine.ts';
import { sourceOfConnector } from './engine/connector-rows.ts';
import { findItems, type ItemRow } from './engine/item-rows.ts';
import { listRuns, type StoredRun } from './engine/run-rows.ts';
import { createSimulatedWaiting, type SimulatedWaiting } from './simulated-waiting.ts';
import type { SimulatorOptions, VendorSimulator } from './simulator/simulator.ts';
import type { VendorKind } from './vendor.ts';
import { createVendorNetwork } from './vendor-network.ts';

export type CreateSimulator = (options: SimulatorOptions) => Promise<VendorSimulator>;

const START_MS = Date.parse('2026-03-01T09:00:00Z');
/** More than any vendor withholds, or is behind with its lists. */
const SETTLED_MS = 150_000;
const TRIES_MAXIMUM = 40;

/** For tests: a simulator, a mirror of it on a database of its own, and a time that both share. */
export interface MirrorWorld {
  kind: VendorKind;
  simulator: VendorSimulator;
  waiting: SimulatedWaiting;
  store: Engine;
  mirror: ConnectorEngine;
  connectorId: string;
  /** What went wrong in the engine itself: should stay empty. */
  failures: unknown[];
  /** Runs until one of the type came to its end; those that ask are confirmed. Gives back all that there were. */
  cycle(type: 'changes' | 'full'): Promise<StoredRun[]>;
  /** As one more server process has it. */
  openAnother(options?: { database: Database }): ConnectorEngine;
  /** Until nothing is to be written back any more. */
  settle(): Promise<void>;
  findTask(externalId: string): Promise<Task | null>;
  findRow(externalId: string): Promise<ItemRow | null>;
  /** What a person does here. Refusals are none of the test's business. */
  act(taskUid: string, userId: string, action: TaskAction, traceparent?: string): Promise<void>;
  close(): Promise<void>;
}

/** For `npm run check:vendors`. */
function recordingOf(kind: VendorKind): Pick<SimulatorOptions, 'recordPath'> {
  if (process.env.DOCKET_RECORD_VENDORS !== '1') return {};
  const folder = fileURLToPath(new URL('../../.cache/vendor-traffic/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return { recordPath: `${folder}${kind.kind}.jsonl` };
}

export async function openMirrorWorld(kind: VendorKind, createSimulator: CreateSimulator, items = 0): Promise<MirrorWorld> {
  const simulator = await createSimulator({ isClockManual: true, startMs: START_MS, items, ...recordingOf(kind) });
  const waiting = createSimulatedWaiting((durationMs) => simulator.advanceMs(durationMs), START_MS);
  const store = await openEngine();
  store.users.length = 0;
  for (const [at, person] of simulator.people.entries())
    store.users.push({ ...testUser(`person-${at}`), email: person.email.toLowerCase() });
  const { clock } = waiting;
  const { queues, people, database, commands: groupCommit } = store;
  const secretBox = createSecretBox(Buffer.alloc(32, 9));
  const network = createVendorNetwork({ guard: createAddressGuard(['127.0.0.0/8']), resolve: resolveAddresses }, waiting);
  const failures: unknown[] = [];
  const openAnother = ({ database }: { database: Database } = store) =>
    createConnectorEngine({
      ...{ database, groupCommit: store.commands, clock, queues, people, secretBox, network, kinds: [kind] },
      onError: (error) => failures.push(error),
    });
  const mirror = openAnother();
  const { id: connectorId } = await groupCommit.submit((sql) =>
    createConnector(
      sql,
      { clock, randomBytes, secretBox, kinds: [kind] },
      { id: 'mirror', kind: kind.kind, enabled: true, config: simulator.config, credentials: simulator.credentials },
    ),
  );

  async function cycle(type: 'changes' | 'full'): Promise<StoredRun[]> {
    const runs: StoredRun[] = [];
    for (let tries = 0; tries < TRIES_MAXIMUM; tries += 1) {
      waiting.advanceMs(SETTLED_MS);
      const since = clock.nowMicros();
      await groupCommit.submit((sql) => requestRun(sql, connectorId, type === 'full'));
      await mirror.runDue();
      const all = await database.read((sql) => listRuns(sql, connectorId, 50, null));
      const fresh = all.filter(({ startedAt }) => startedAt >= since);
      runs.push(...fresh);
      // Those that ran by the schedule before ask too.
      for (const run of all) if (run.status === 'halted') await confirm(run);
      if (fresh.some((run) => (run.type === type || run.type === 'full') && ['succeeded', 'halted'].includes(run.status))) return runs;
    }
    throw new Error(`no run came to its end: ${JSON.stringify(runs.at(-1)?.errors.at(-1))}`);
  }

  async function confirm(run: StoredRun): Promise<void> {
    await groupCommit.submit((sql) => confirmRun(sql, { clock }, connectorId, run.id));
    await mirror.runDue();
  }

  return {
    ...{ kind, simulator, waiting, store, mirror, connectorId, failures, cycle, openAnother },
    async settle() {
      for (let tries = 0; tries < TRIES_MAXIMUM; tries += 1) {
        await mirror.runDue();
        const due = await database.read((sql) => sql.get('SELECT 1 AS one FROM connector_items WHERE write_due_at IS NOT NULL LIMIT 1'));
        if (!due) return;
        waiting.advanceMs(SETTLED_MS);
      }
      throw new Error('something is still to be written back');
    },
    findTask: async (externalId) =>
      (await database.read((sql) => findTaskByExternalId(sql, sourceOfConnector(connectorId), externalId)))?.task ?? null,
    findRow: async (externalId) => (await database.read((sql) => findItems(sql, connectorId, [externalId]))).get(externalId) ?? null,
    async act(taskUid, userId, action, traceparent) {
      const person = { kind: 'user', uid: userId, name: userId, role: 'manager', skills: [] } as const;
      const actor = traceparent === undefined ? person : { ...person, traceparent };
      await groupCommit.submit(async (sql) => writeTask(sql, { clock, queues }, { before: await findTask(sql, taskUid), action, actor }));
    },
    async close() {
      await mirror.stop();
      network.close();
      await simulator.stop();
      await store.remove();
    },
  };
}
