import { TASK_EVENTS } from '../../../src-shared/schema/event.ts';
import type { Database } from '../../store/database.ts';
import { openDatabaseAt } from '../../store/test-store.ts';
import { LEASE_MICROS } from '../../webhooks/claim-deliveries.ts';
import { type ServerProcess, startServer } from '../server-process.ts';
import { startLoad } from './load.ts';
import { type Outcome, verifyOutcome } from './verify-outcome.ts';
import { openWire, type Wire } from './wire.ts';

export interface KillOptions {
  /** Of the servers: their data folder, and what else they are told. */
  folder: string;
  environment: Readonly<Record<string, string>>;
  /** Where they keep everything: a file or a postgres:// address. */
  location: string;
  servers: number;
  kills: number;
  /** How much arrives between two kills, at least. */
  arrivalsBetween: number;
  /** Ends the leases of the dead at once instead of waiting for them: takeovers are not measured then. */
  endsLeases: boolean;
  tell: (line: string) => void;
}

export interface KillFigures extends Outcome {
  kills: number;
  takeoversMs: readonly number[];
}

/** Kills servers that dispatch, under load, one after the other; then waits until all is delivered, and looks at what came of it. */
export async function killDispatch(options: KillOptions): Promise<KillFigures> {
  const { kills, tell, endsLeases, location } = options;
  const wire = await openWire();
  const fleet = await startFleet(options);
  const database = openDatabaseAt(location);
  try {
    const load = startLoad(() => fleet.running, await prepare(fleet, wire));
    for (let kill = 1; kill <= kills; kill += 1) {
      await arrived(wire, wire.arrivals.length + options.arrivalsBetween);
      await fleet.killOne(kill);
      wire.noteDeath();
      tell(`kill ${kill}: ${wire.arrivals.length} requests so far`);
    }
    await fleet.allBack();
    await load.stop();
    if (endsLeases) await endLeases(database);
    await allDelivered(database, tell);
    const outcome = await verifyOutcome(database, load.acknowledged, wire.arrivals);
    return { ...outcome, kills, takeoversMs: wire.takeoversMs };
  } finally {
    await database.close();
    await fleet.stop();
    await wire.close();
  }
}

async function startFleet({ folder, environment, servers: count }: KillOptions) {
  const start = () => startServer({ folder, environment });
  const running: ServerProcess[] = [];
  for (let index = 0; index < count; index += 1) running.push(await start());
  let returning: Promise<void>[] = [];
  return {
    running,
    /** The others go on; a new one is started in its place at once. */
    async killOne(turn: number): Promise<void> {
      await Promise.all(returning);
      const [victim] = running.splice(turn % running.length, 1);
      await victim?.kill();
      returning = [start().then((server) => void running.push(server))];
    },
    async allBack(): Promise<void> {
      await Promise.all(returning);
    },
    async stop(): Promise<void> {
      await Promise.allSettled(returning);
      for (const server of running) await server.stop();
    },
  };
}

/** Gives back the person who is to hold the tasks. */
async function prepare({ running }: { running: readonly ServerProcess[] }, wire: Wire): Promise<string> {
  const [server] = running;
  if (!server) throw new Error('no server was started');
  const hook = await server.call('POST', '/hooks', { id: 'all', url: wire.url, scope: 'all', events: TASK_EVENTS });
  if (hook.status !== 200) throw new Error(`the hook was refused: ${JSON.stringify(hook.body)}`);
  const person = { email: 'ann@example.com', name: 'Ann', role: 'operator', skills: [], password: 'correct horse battery' };
  const { body } = await server.call('POST', '/users', person);
  return (body as { id: string }).id;
}

async function arrived(wire: Wire, count: number): Promise<void> {
  while (wire.arrivals.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** As if the time of a lease had gone by. */
async function endLeases(database: Database): Promise<void> {
  await database.write((sql) =>
    sql.run("UPDATE deliveries SET due_at = due_at - ? WHERE state = 'ready' AND lease_owner IS NOT NULL", [LEASE_MICROS]),
  );
}

async function allDelivered(database: Database, tell: (line: string) => void): Promise<void> {
  for (let look = 0; ; look += 1) {
    const row = await database.read((sql) =>
      sql.get<{ many: number }>("SELECT COUNT(*) AS many FROM deliveries WHERE state IN ('ready', 'waiting')"),
    );
    if (row?.many === 0) return;
    if (look % 20 === 0) tell(`${row?.many} deliveries are left`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
