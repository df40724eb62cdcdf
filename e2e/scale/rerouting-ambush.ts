import type { Client } from 'pg';
import { awakeMs } from '../fixtures/awake-clock.ts';
import type { Figures } from './figures.ts';
import type { ServerFleet } from './server-fleet.ts';

interface Routing {
  revision: string;
  state: 'requested' | 'running' | 'done';
  routed_count: number;
}

interface Interruption {
  routing: Routing;
  atMs: number;
  lookedAtMs: number;
  /** How long there was a server since. */
  servedMs: number;
}

/** How long a re-routing may stand still while there is a server that could go on with it. */
const RESUMED_MS = 30_000;

/** Finds re-routings in the middle of their work, and sees that they go on after everybody who was at them was killed. */
export class ReroutingAmbush {
  private readonly database: Client;
  private readonly figures: Figures;
  private readonly fleet: ServerFleet;
  private interrupted: Interruption | null = null;

  constructor(database: Client, fleet: ServerFleet, figures: Figures) {
    this.database = database;
    this.fleet = fleet;
    this.figures = figures;
  }

  /** Whether one is under way now that was not struck already. */
  async look(): Promise<boolean> {
    const routing = await this.read();
    if (this.interrupted) this.seeWhetherResumed(this.interrupted, routing);
    return this.interrupted === null && routing.state === 'running' && routing.routed_count > 0;
  }

  /** To be called when all servers were killed. */
  async struck(): Promise<void> {
    const routing = await this.read();
    if (routing.state !== 'running') return;
    this.figures.count('re-routings interrupted');
    const atMs = awakeMs();
    this.interrupted = { routing, atMs, lookedAtMs: atMs, servedMs: 0 };
  }

  /** Waits for what was interrupted last. */
  async end(): Promise<void> {
    while (this.interrupted) {
      this.seeWhetherResumed(this.interrupted, await this.read());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private seeWhetherResumed(interruption: Interruption, now: Routing): void {
    const { routing } = interruption;
    const nowMs = awakeMs();
    if (this.fleet.isServing) interruption.servedMs += nowMs - interruption.lookedAtMs;
    interruption.lookedAtMs = nowMs;
    const isResumed = now.revision !== routing.revision || now.routed_count > routing.routed_count || now.state === 'done';
    if (!isResumed && interruption.servedMs < RESUMED_MS) return;
    if (isResumed) this.figures.time('a re-routing to go on after all servers were killed', nowMs - interruption.atMs);
    else this.figures.fault('a re-routing was not resumed', `${routing.revision} stands at ${now.routed_count} tasks`);
    this.interrupted = null;
  }

  private async read(): Promise<Routing> {
    const { rows } = await this.database.query<Routing>('SELECT revision, state, routed_count::int FROM queue_routing WHERE id = 1');
    const [routing] = rows;
    if (!routing) throw new Error('there is no queue_routing');
    return routing;
  }
}
