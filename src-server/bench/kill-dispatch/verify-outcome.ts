import type { Database, Sql } from '../../store/database.ts';
import type { Arrival } from './wire.ts';

export interface Outcome {
  transitions: number;
  deliveries: number;
  requests: number;
  /** Copies of a message after its first. */
  repeats: number;
  /** What must not be, each in a few words; empty if all is as promised. */
  faults: string[];
}

interface DeliveryRow {
  id: string;
  task_uid: string;
  version: number;
  state: string;
  body: string | null;
}

/** Compares what was acknowledged, what the database holds and what came over the wire. One endpoint, for all events. */
export async function verifyOutcome(
  database: Database,
  acknowledged: ReadonlyMap<string, number>,
  arrivals: readonly Arrival[],
): Promise<Outcome> {
  const { versions, deliveries } = await database.read(readAll);
  const faults: string[] = [];
  const rows = new Map<string, DeliveryRow>();
  for (const row of deliveries) {
    const key = `${row.task_uid} ${row.version}`;
    if (rows.has(key)) faults.push(`${key} has two delivery rows`);
    rows.set(key, row);
    if (row.state !== 'delivered') faults.push(`${key} is ${row.state}`);
  }
  const steps = new Set(versions.map(({ task_uid, version }) => `${task_uid} ${version}`));
  for (const step of steps) if (!rows.has(step)) faults.push(`${step} has no delivery row`);
  for (const key of rows.keys()) if (!steps.has(key)) faults.push(`${key} is delivered and was no transition`);
  for (const [uid, version] of acknowledged)
    if (!steps.has(`${uid} ${version}`)) faults.push(`${uid} ${version} was acknowledged and is lost`);
  faults.push(...verifyWire(rows, arrivals));
  const repeats = arrivals.length - new Set(arrivals.map(({ webhookId }) => webhookId)).size;
  return { transitions: steps.size, deliveries: deliveries.length, requests: arrivals.length, repeats, faults };
}

function verifyWire(rows: ReadonlyMap<string, DeliveryRow>, arrivals: readonly Arrival[]): string[] {
  const faults: string[] = [];
  const arrived = new Set<string>();
  /** By task: the highest version that came. */
  const heads = new Map<string, number>();
  for (const { webhookId, taskUid, version, bytes } of arrivals) {
    const key = `${taskUid} ${version}`;
    const row = rows.get(key);
    if (row?.id !== webhookId) faults.push(`${key} came as ${webhookId}, and its row is ${row?.id}`);
    if (row?.body !== bytes) faults.push(`${key} came with other bytes than are stored`);
    const head = heads.get(taskUid) ?? 0;
    if (version < head) faults.push(`${key} came after version ${head}`);
    heads.set(taskUid, Math.max(head, version));
    arrived.add(key);
  }
  for (const key of rows.keys()) if (!arrived.has(key)) faults.push(`${key} never came`);
  return faults;
}

async function readAll(sql: Sql) {
  return {
    versions: await sql.all<{ task_uid: string; version: number }>('SELECT task_uid, version FROM history'),
    deliveries: await sql.all<DeliveryRow>('SELECT id, task_uid, version, state, body FROM deliveries'),
  };
}
