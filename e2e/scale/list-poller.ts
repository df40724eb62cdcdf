import { setTimeout as pauseFor } from 'node:timers/promises';
import { isDone } from './cast.ts';
import type { Figures } from './figures.ts';
import type { Outcome } from './read-outcome.ts';
import type { RetryingClient } from './retrying-client.ts';

interface ListPage {
  items: { uid: string; version: number; updated_at: string }[];
  meta: { next_cursor: string | null };
}

/** Few, so that pages follow each other on a machine too on which little changes between two walks. */
const PAGE = 10;
const PAUSE_MS = 400;

/** A system that asks again and again what changed since the last thing it saw, as no-code tools do. */
export class ListPoller {
  private readonly client: RetryingClient;
  private readonly figures: Figures;
  private since = '1970-01-01T00:00:00Z';
  readonly versions = new Map<string, number>();

  constructor(client: RetryingClient, figures: Figures) {
    this.client = client;
    this.figures = figures;
  }

  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.poll();
      await pauseFor(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One walk to the end of the list. */
  async poll(): Promise<void> {
    const walked = new Map<string, number>();
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = new URLSearchParams({ updated_since: this.since, limit: String(PAGE), ...(cursor === '' ? {} : { cursor }) });
      const answer = await this.client.send({ method: 'GET', path: `/tasks?${query}`, kind: 'poll' });
      if (!isDone(answer)) {
        this.figures.fault('a poll was refused', `${answer.status} ${JSON.stringify(answer.body)}`);
        return;
      }
      const { items, meta } = answer.body as ListPage;
      for (const { uid, version } of items) this.take(uid, version, walked);
      this.figures.count('tasks by polling', items.length);
      this.since = items.at(-1)?.updated_at ?? this.since;
      cursor = meta.next_cursor;
    }
  }

  private take(uid: string, version: number, walked: Map<string, number>): void {
    const { versions, figures } = this;
    if (walked.get(uid) === version) figures.fault('a poll showed again what had not changed', `${uid} ${version}`);
    if (version < (versions.get(uid) ?? 0)) figures.fault('a poll went back', `${uid} from ${versions.get(uid)} to ${version}`);
    walked.set(uid, version);
    versions.set(uid, version);
  }
}

/** After the last walk: every task that was not deleted, as it is. */
export function verifyPoll(versions: ReadonlyMap<string, number>, { tasks }: Outcome, figures: Figures): void {
  for (const [uid, { task, deleted }] of tasks) {
    if (!deleted && versions.get(uid) !== task.version)
      figures.fault('a poll skipped a change', `${uid} is at ${task.version}, seen at ${versions.get(uid)}`);
  }
}
