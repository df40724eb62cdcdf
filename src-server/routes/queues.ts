import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { NO_CONTENT, ok, performCommand, serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import { explainRouting } from '../queues/explain-routing.ts';
import type { PiecewiseWork } from '../queues/piecewise-work.ts';
import { changeQueue, createQueue, deleteQueue, noSuchQueue, readQueueCondition, replaceQueue } from '../queues/queue-commands.ts';
import { createRerouting } from '../queues/rerouting.ts';
import { findRoutingWork, progressOf } from '../queues/routing-work.ts';
import { followChannel } from '../store/follow-channel.ts';
import { findVisibleTask } from '../tasks/act-on-task.ts';

/** Queues, what they do to tasks, and the work in the background that a change of theirs asks for. */
export function registerQueueRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const rerouting = createRerouting({ ...dependencies, onError: (error) => app.log.error(error, 'routing tasks again failed') });
  keepQueuesFresh(app, dependencies, rerouting);
  registerReading(app, dependencies);
  registerChanges(app, dependencies, rerouting);

  serveEndpoint(app, 'queues.next', ({ caller, body, parameters, request }) =>
    performCommand(dependencies, request, 'claimNextTask', { caller, queueUid: parameters.id, assignee: body ?? {} }),
  );
}

/** After a start the work goes on where it was left; a change that another process made arrives here too. */
function keepQueuesFresh(app: FastifyInstance, { database, queues, feed }: AppDependencies, rerouting: PiecewiseWork): void {
  const onError = (error: unknown) => app.log.error(error, 'the queues could not be read again');
  const stop: (() => void)[] = [];
  app.addHook('onReady', async () => {
    stop.push(queues.onChange(() => void feed.announceWorkspace().catch(onError)));
    stop.push(followChannel(database, 'queues', () => queues.reload(database).then(rerouting.wake), { onError }));
  });
  app.addHook('preClose', async () => {
    for (const end of stop) end();
    await rerouting.close();
  });
}

function registerReading(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, queues, clock, background } = dependencies;
  // Another process may have answered already with what this one has not heard of yet.
  const current = () => database.read(queues.at);
  serveEndpoint(app, 'queues.list', async () => ok({ items: [...(await current()).all()] }));
  serveEndpoint(app, 'queues.get', async ({ parameters }) => ok((await current()).find(parameters.id) ?? noSuchQueue(parameters.id)));
  serveEndpoint(app, 'queues.routing', async () => ok(progressOf(await database.read(findRoutingWork))));

  serveEndpoint(app, 'tasks.routing', ({ caller, parameters }) =>
    database.read(async (sql) => {
      const book = await queues.at(sql);
      return ok(explainRouting(await findVisibleTask(sql, { clock, queues: book }, caller, parameters.id), book));
    }),
  );

  serveEndpoint(app, 'queues.preview', async ({ body }) =>
    ok(await background.run('previewRouting', { ...body, condition: readQueueCondition(body.condition) })),
  );
}

function registerChanges(app: FastifyInstance, dependencies: AppDependencies, rerouting: PiecewiseWork): void {
  const { database, queues, clock, randomBytes } = dependencies;
  /** The next write of the caller must find the queues that its answer shows. */
  const afterwards = async <Value>(answer: Value): Promise<Value> => {
    await queues.reload(database);
    rerouting.wake();
    return answer;
  };

  serveEndpoint(app, 'queues.create', async ({ body, request }) => {
    const id = body.id ?? `queue_${randomBytes(9).toString('base64url')}`;
    return afterwards(await submitDecision(dependencies, request, async (sql) => ok(await createQueue(sql, clock, id, body))));
  });
  serveEndpoint(app, 'queues.change', async ({ body, parameters, request }) =>
    afterwards(await submitDecision(dependencies, request, async (sql) => ok(await changeQueue(sql, clock, parameters.id, body)))),
  );
  serveEndpoint(app, 'queues.replace', async ({ body, parameters, request }) =>
    afterwards(await submitDecision(dependencies, request, async (sql) => ok(await replaceQueue(sql, clock, parameters.id, body)))),
  );
  serveEndpoint(app, 'queues.delete', async ({ parameters, request }) =>
    afterwards(
      await submitDecision(dependencies, request, async (sql) => {
        await deleteQueue(sql, clock, parameters.id);
        return NO_CONTENT;
      }),
    ),
  );
}
