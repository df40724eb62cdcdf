import type { FastifyInstance } from 'fastify';
import { Check } from 'typebox/value';
import type { Dialect } from '../../src-shared/http/task-shapes.ts';
import { Identifier } from '../../src-shared/schema/identifier.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { Caller } from '../auth/caller.ts';
import type { TextAnswer } from '../http/answer.ts';
import { ApiError } from '../http/api-error.ts';
import { refuseNullCharacter } from '../http/find-null-character.ts';
import { keepPart } from '../http/idempotency.ts';
import { readIfMatch, refuseOtherVersion } from '../http/if-match.ts';
import { type Call, NO_CONTENT, ok, performCommand, serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import { actOnTask, findVisibleTask } from '../tasks/act-on-task.ts';
import { presentTask } from '../tasks/dialects/present-task.ts';
import { readTaskBody } from '../tasks/dialects/read-task-body.ts';
import { listHistory } from '../tasks/list-history.ts';
import { isLongWalk, listTasks, type TaskList } from '../tasks/list-tasks.ts';
import { readTaskListQuery } from '../tasks/read-task-list-query.ts';
import { readTaskSearch } from '../tasks/read-task-search.ts';
import { textOfItem, upsertBatch } from '../tasks/upsert-batch.ts';
import type { UpsertRequest } from '../tasks/upsert-task.ts';
import { visibleTasks } from '../tasks/visible-tasks.ts';

type Mode = UpsertRequest['mode'];
type UpsertCall = Pick<Call<'tasks.upsert'>, 'caller' | 'body' | 'request'>;

export function registerTaskRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const upsert = (mode: Mode, pathUid: string | null, call: UpsertCall) => answerUpsert(dependencies, mode, pathUid, call);
  serveEndpoint(app, 'tasks.upsert', (call) => upsert('patch', null, call));
  serveEndpoint(app, 'tasks.replace', (call) => upsert('put', null, call));
  serveEndpoint(app, 'tasks.create', (call) => upsert('post', null, call));
  serveEndpoint(app, 'tasks.upsertOne', (call) => upsert('patch', call.parameters.id, call));
  serveEndpoint(app, 'tasks.replaceOne', (call) => upsert('put', call.parameters.id, call));
  serveEndpoint(app, 'tasks.batch', (call) => answerBatch(dependencies, 'post', call));
  serveEndpoint(app, 'tasks.batchReplace', (call) => answerBatch(dependencies, 'put', call));
  serveEndpoint(app, 'tasks.batchUpsert', (call) => answerBatch(dependencies, 'patch', call));
  registerReading(app, dependencies);

  serveEndpoint(app, 'tasks.delete', async ({ caller, parameters, request }) => {
    const ifMatch = readIfMatch(request);
    return submitDecision(dependencies, request, async (sql) => {
      await actOnTask(sql, dependencies, caller, {
        uid: parameters.id,
        check: (task) => refuseOtherVersion(ifMatch, task),
        action: { type: 'delete' },
      });
      return NO_CONTENT;
    });
  });
}

function registerReading(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, queues, clock, background } = dependencies;
  const listed = ({ tasks, nextCursor }: TaskList, dialect: Dialect) => ({
    items: tasks.map((task) => presentTask(task, dialect)),
    meta: { next_cursor: nextCursor, has_more: nextCursor !== null },
  });
  const visibleTo = (caller: Caller) => visibleTasks(caller, queues, clock.nowMicros());

  serveEndpoint(app, 'tasks.list', async ({ caller, query }) => {
    const wanted = readTaskListQuery(query, visibleTo(caller));
    const list = isLongWalk(wanted) ? await background.run('listTasks', wanted) : await database.read((sql) => listTasks(sql, wanted));
    const page = listed(list, query.dialect ?? 'current');
    return ok(query.format === 'array' ? page.items : page);
  });

  serveEndpoint(app, 'tasks.query', async ({ caller, body }) => {
    const wanted = readTaskSearch(body, visibleTo(caller));
    const list = 'sorts' in wanted ? await background.run('searchTasks', wanted) : await background.run('listTasks', wanted);
    return ok(listed(list, 'current'));
  });

  serveEndpoint(app, 'tasks.get', async ({ caller, parameters, query }) => {
    const { task } = await database.read((sql) => findVisibleTask(sql, dependencies, caller, parameters.id));
    return ok(presentTask(task, query.dialect ?? 'current'), { etag: `"${task.version}"` });
  });

  serveEndpoint(app, 'tasks.history', async ({ caller, parameters }) => {
    const items = await database.read(async (sql) => {
      await findVisibleTask(sql, dependencies, caller, parameters.id);
      return listHistory(sql, parameters.id);
    });
    return ok({ items });
  });
}

async function answerUpsert(
  dependencies: AppDependencies,
  mode: Mode,
  pathUid: string | null,
  { caller, body, request }: UpsertCall,
): Promise<TextAnswer> {
  if (pathUid !== null && !Check(Identifier, pathUid)) {
    throw new ApiError('validation_failed', 'The id in the path must be 1 to 128 characters out of A-Za-z0-9._:~@-.');
  }
  if (Object.keys(body).length === 0) throw new ApiError('empty_body', 'The body says nothing: send at least one key of the task.');
  const parameters = { caller, mode, pathUid, ifMatch: readIfMatch(request), input: readTaskBody(body) };
  return performCommand(dependencies, request, 'upsertTask', parameters);
}

async function answerBatch(
  dependencies: AppDependencies,
  mode: Mode,
  { caller, body, request }: Pick<Call<'tasks.batch'>, 'caller' | 'body' | 'request'>,
): Promise<TextAnswer> {
  const { groupCommit, clock, upserts } = dependencies;
  const { idempotency: claim } = request;
  if (readIfMatch(request) !== null) {
    throw new ApiError('bad_request', 'A batch takes no If-Match: send what depends on the version of a task by itself.');
  }
  const results = await upsertBatch({ ...upserts, groupCommit }, caller, {
    mode,
    items: body.items,
    ...(request.mayHoldNullCharacter ? { checkItem: (item: unknown) => refuseNullCharacter(item) } : {}),
    ...(claim ? { remember: (index, write) => keepPart(claim, index, clock, write) } : {}),
  });
  const text = `{"results":[${results.map((result) => textOfItem(result, request.id)).join()}]}`;
  // What passes by itself is no decision: sent again under the same key, only these items are tried again.
  const headers = results.some(({ status }) => status === 503) ? { 'retry-after': '1' } : {};
  return { status: results.every(({ status }) => status < 300) ? 200 : 207, text, headers };
}
