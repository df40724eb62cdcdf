import { isDeepStrictEqual } from 'node:util';
import { ModelReplica } from '../../src-server/sync/model-replica.ts';
import { syncTaskOf } from '../../src-server/sync/sync-document.ts';
import type { User } from '../../src-shared/schema/user.ts';
import type { PullResponse, SyncTask } from '../../src-shared/sync/protocol.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import { awakeMs } from '../fixtures/awake-clock.ts';
import type { FeedFollower } from './feed-follower.ts';
import type { Figures } from './figures.ts';
import type { Outcome, OutcomeTask } from './read-outcome.ts';
import type { RetryingClient } from './retrying-client.ts';

export interface Viewer {
  name: string;
  /** Null: a key, which sees every task. */
  person: User | null;
  /** Whether the person’s skills are changed meanwhile. */
  isMoving: boolean;
  follower: FeedFollower;
  client: RetryingClient;
}

/** A heartbeat tells a replica that it is behind, however quiet the feed is. */
const CATCH_UP_MS = 25_000;
const LIST_PAGE = 1_000;

/** Each replica holds what its owner may see, by a rule that is written here once more, and what the server lists for them. */
export async function verifyReplicas(outcome: Outcome, viewers: readonly Viewer[], figures: Figures): Promise<void> {
  const startedAt = awakeMs();
  for (const viewer of viewers) {
    const expected = new Map(visible(outcome, viewer.person).map((task) => [task.uid, task]));
    // Nobody asks it to pull: stream and heartbeats have to be enough.
    while (differences(viewer.follower.replica.tasks, expected).length > 0 && awakeMs() - startedAt < CATCH_UP_MS) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    for (const difference of differences(viewer.follower.replica.tasks, expected)) {
      figures.fault('a replica differs from the server', `${viewer.name}: ${difference}`);
    }
    await verifyList(viewer, expected, figures);
    figures.count('replicas compared');
  }
  figures.time('replicas to agree after the end', awakeMs() - startedAt);
}

/** The feed, read by a key from the very start, is the database. */
export async function verifyFeed(outcome: Outcome, client: RetryingClient, figures: Figures): Promise<void> {
  const replica = new ModelReplica();
  for (let hasMore = true; hasMore; ) {
    const query = new URLSearchParams({ limit: '500', ...(replica.checkpoint === null ? {} : { checkpoint: replica.checkpoint }) });
    const { body } = await client.send({ method: 'GET', path: `/sync/tasks?${query}`, kind: 'pull' });
    const page = body as PullResponse;
    const numbers = page.documents.map(({ seq }) => seq);
    if (
      !isDeepStrictEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      )
    )
      figures.fault('a page of the feed is out of order', '');
    for (const { uid } of page.documents) if (replica.tasks.has(uid)) figures.fault('the feed sent a task twice', uid);
    hasMore = replica.take(page);
    figures.count('documents from zero', page.documents.length);
  }
  const expected = new Map(visible(outcome, null).map((task) => [task.uid, task]));
  for (const difference of differences(replica.tasks, expected)) figures.fault('the feed differs from the database', difference);
  if (replica.seq !== outcome.feedSeq) figures.fault('the feed does not reach its end', `${replica.seq} of ${outcome.feedSeq}`);
}

async function verifyList({ name, client }: Viewer, expected: ReadonlyMap<string, SyncTask>, figures: Figures): Promise<void> {
  const listed = new Map<string, number>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: String(LIST_PAGE), ...(cursor === '' ? {} : { cursor }) });
    const { body } = await client.send({ method: 'GET', path: `/tasks?${query}`, kind: 'list of 1,000' });
    const { items, meta } = body as { items: { uid: string; version: number }[]; meta: { next_cursor: string | null } };
    for (const { uid, version } of items) {
      if (listed.has(uid)) figures.fault('a list repeats a task', `${name}: ${uid}`);
      listed.set(uid, version);
    }
    cursor = meta.next_cursor;
  }
  // A list shows everything to managers and keys, also what no replica holds.
  for (const [uid, { version }] of expected) {
    if (listed.get(uid) !== version) figures.fault('a list differs from the replica', `${name}: ${uid} ${version}, ${listed.get(uid)}`);
  }
}

function visible({ tasks, queues }: Outcome, person: User | null): SyncTask[] {
  const skillsOf = new Map(queues.map(({ id, enabled, skills }) => [id, enabled ? skills : null]));
  const sees = ({ task, deleted }: OutcomeTask): boolean => {
    if (deleted) return false;
    if (person === null || task.assignee_uid === person.id) return true;
    if (task.status === 'DONE') return false;
    if (person.role !== 'operator') return true;
    const needed = task.queue_uid === null ? null : skillsOf.get(task.queue_uid);
    return needed != null && coversSkills(person.skills, needed);
  };
  return [...tasks.values()].filter(sees).map(({ task, seq }) => syncTaskOf(task, seq));
}

function differences(held: ReadonlyMap<string, SyncTask>, expected: ReadonlyMap<string, SyncTask>): string[] {
  const missing = [...expected].filter(([uid, task]) => !isDeepStrictEqual(held.get(uid), task));
  const added = [...held.keys()].filter((uid) => !expected.has(uid));
  return [
    ...missing.map(([uid, task]) => `${uid} is at ${held.get(uid)?.version ?? 'nothing'}, not at ${task.version}`),
    ...added.map((uid) => `${uid} is still there`),
  ];
}
