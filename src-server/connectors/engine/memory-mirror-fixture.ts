import { createMemoryVendor, type MemoryControls } from '../memory-vendor.ts';
import { type MirrorWorld, openMirrorWorld } from '../mirror-world.ts';
import type { VendorSimulator } from '../simulator/simulator.ts';
import { requestRun } from './connector-commands.ts';
import { type ConnectorState, findState } from './connector-state.ts';
import { listRuns, type StoredRun } from './run-rows.ts';

/** For tests of the engine: a mirror of the smallest vendor that there can be. */
export interface MemoryMirror {
  world: MirrorWorld;
  vendor: VendorSimulator & MemoryControls;
  runs(): Promise<StoredRun[]>;
  state(): Promise<ConnectorState | null>;
  /** Lets so much time pass that nothing is withheld any more. */
  settle(): void;
  run(isFull: boolean): Promise<void>;
  openTasks(): Promise<number>;
  taskOf(externalId: string): Promise<NonNullable<Awaited<ReturnType<MirrorWorld['findTask']>>>>;
}

export async function openMemoryMirror(items: number): Promise<MemoryMirror> {
  const memory = createMemoryVendor();
  let made: (VendorSimulator & MemoryControls) | undefined;
  const world = await openMirrorWorld(
    memory.kind,
    async (options) => {
      made = await memory.createSimulator(options);
      return made;
    },
    items,
  );
  if (!made) throw new Error('the vendor was not made');
  const { database, commands } = world.store;
  const settle = () => world.waiting.advanceMs(200_000);
  return {
    world,
    vendor: made,
    settle,
    runs: () => database.read((sql) => listRuns(sql, 'mirror', 50, null)),
    state: () => database.read((sql) => findState(sql, 'mirror')),
    async run(isFull) {
      settle();
      await commands.submit((sql) => requestRun(sql, 'mirror', isFull));
      await world.mirror.runDue();
    },
    async openTasks() {
      const row = await database.read((sql) => sql.get<{ many: number }>("SELECT COUNT(*) AS many FROM tasks WHERE status <> 'DONE'"));
      return row?.many ?? -1;
    },
    async taskOf(externalId) {
      const task = await world.findTask(externalId);
      if (!task) throw new Error(`${externalId} is not mirrored`);
      return task;
    },
  };
}
