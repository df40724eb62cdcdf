import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import { Checkpoint, PROTOCOL_HEADER, PROTOCOL_VERSION, PullResponse, PushResponse, Workspace } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import type {} from '../auth/request-caller.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from '../feed/create-feed.ts';
import { openStream } from '../feed/stream.ts';
import { ApiError } from '../http/api-error.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Database, Sql } from '../store/database.ts';
import { buildWorkspace } from '../sync/build-workspace.ts';
import type { CheckpointSeals } from '../sync/checkpoint-seals.ts';
import { renewEpoch } from '../sync/feed-position.ts';
import { pullTasks } from '../sync/pull-tasks.ts';
import { PushEnvelope, pushOperations } from '../sync/push-operations.ts';
import type { ReadCurrent } from '../sync/read-current.ts';
import { scopeOf } from '../sync/scope.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';

export interface SyncRouteDependencies {
  database: Database;
  commands: GroupCommit;
  clock: Clock;
  queues: QueueBook;
  people: PeopleBook;
  feed: Feed;
  seals: CheckpointSeals;
  readCurrent: ReadCurrent;
  serverVersion: string;
  /** As the transaction sees it: who heard of another one from another process is not to get the old one again. */
  readPublicUrl: (sql: Sql) => Promise<string | null>;
}

const Whole = Type.String({ pattern: '^[0-9]{1,15}$' });
const PullQueryString = Type.Object({ checkpoint: Type.Optional(Checkpoint), limit: Type.Optional(Whole) });
const StreamQueryString = Type.Object({ checkpoint: Type.Optional(Checkpoint) });

/** The four paths of `/sync`, under the prefix that `app` stands for. Callers are authenticated before. */
export function registerSyncRoutes(app: FastifyInstance, dependencies: SyncRouteDependencies): void {
  const { database, commands, clock, queues, people, feed, seals, readCurrent, serverVersion, readPublicUrl } = dependencies;

  // Before the server waits for its connections to end: a stream does not end by itself.
  app.addHook('preClose', () => feed.close());

  app.register(async (sync) => {
    sync.addHook('onRequest', async (request) => refuseOtherProtocols(request));

    sync.get<{ Querystring: Static<typeof PullQueryString> }>(
      '/sync/tasks',
      { schema: { querystring: PullQueryString, response: { 200: PullResponse } }, serializerCompiler: () => JSON.stringify },
      async ({ caller, query }) => {
        allowReading(caller);
        const pull = { checkpoint: query.checkpoint || null, limit: limitOf(query.limit), nowMicros: clock.nowMicros(), seals };
        const readPage = async (sql: Sql) => {
          const current = await readCurrent(sql, caller);
          return pullTasks(sql, { ...pull, scope: scopeOf(current.caller, current.queues) });
        };
        const page = await database.read(readPage);
        if (page.resync !== 'beyond') return page;
        // The database was put back to an earlier state: with a new identity, devices send again what it lost.
        await commands.submit((sql) => renewEpoch(sql, page.epoch));
        return { ...(await database.read(readPage)), resync: 'beyond' as const };
      },
    );

    sync.post<{ Body: PushEnvelope }>(
      '/sync/operations',
      { schema: { body: PushEnvelope, response: { 200: PushResponse } }, serializerCompiler: () => JSON.stringify },
      ({ caller, body }) => commands.submit((sql) => pushOperations(sql, { clock, queues, people }, caller, body)),
    );

    sync.get<{ Querystring: Static<typeof StreamQueryString> }>(
      '/sync/stream',
      // Whoever asks for its head alone would be left waiting for an end that does not come.
      { schema: { querystring: StreamQueryString }, exposeHeadRoute: false },
      async (request, reply) => {
        allowReading(request.caller);
        await openStream(feed, request, reply, { checkpoint: request.query.checkpoint || null, lastSeq: lastEventId(request) });
        return reply;
      },
    );

    sync.get('/sync/workspace', { schema: { response: { 200: Workspace } }, serializerCompiler: () => JSON.stringify }, ({ caller }) => {
      allowReading(caller);
      return database.read(async (sql) => {
        const current = await readCurrent(sql, caller);
        const publicUrl = await readPublicUrl(sql);
        return buildWorkspace(sql, { queues: current.queues, people, clock, serverVersion, publicUrl }, current.caller);
      });
    });
  });
}

/** A client of another version must say so on its screen instead of guessing. */
function refuseOtherProtocols(request: FastifyRequest): void {
  const version = request.headers[PROTOCOL_HEADER];
  if (version === undefined || version === String(PROTOCOL_VERSION)) return;
  throw new ApiError(
    'protocol_unsupported',
    `This server speaks version ${PROTOCOL_VERSION} of the sync protocol, and the request asked for ${String(version)}: use the console that fits this server.`,
    { details: { supported: [PROTOCOL_VERSION] } },
  );
}

function allowReading(caller: Caller): void {
  if (caller.kind === 'key' && !caller.scopes.includes('tasks:read') && !caller.scopes.includes('admin')) {
    throw new ApiError('forbidden', 'This key may not read tasks: it lacks the scope tasks:read.');
  }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return SYNC_LIMITS.pullDefault;
  return Math.min(Math.max(Number(text), 1), SYNC_LIMITS.pullMaximum);
}

/** Browsers send back what they were sent; anything else counts as nothing. */
function lastEventId(request: FastifyRequest): number | null {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && /^[0-9]{1,15}$/.test(id) ? Number(id) : null;
}
