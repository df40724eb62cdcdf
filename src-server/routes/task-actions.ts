import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CurrentTask } from '../../src-shared/http/task-shapes.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { formatTimestamp, parseMoment } from '../../src-shared/time/timestamp.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { Caller } from '../auth/caller.ts';
import type { Answer } from '../http/answer.ts';
import { ApiError } from '../http/api-error.ts';
import { readIfMatch, refuseOtherVersion } from '../http/if-match.ts';
import { serveEndpoint, submitDecision } from '../http/serve-endpoint.ts';
import type { Sql } from '../store/database.ts';
import { actOnTask, findAssignee } from '../tasks/act-on-task.ts';
import { fieldsProblem } from '../tasks/check-fields.ts';
import { presentCurrent } from '../tasks/dialects/present-task.ts';

export function registerTaskActionRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const act = (call: ActionCall, action: TaskAction | ((sql: Sql) => Promise<TaskAction>)) => answerAction(dependencies, call, action);

  serveEndpoint(app, 'tasks.claim', (call) =>
    act(call, async (sql) => ({ type: 'claim', assigneeUid: (await findAssignee(sql, call.caller, call.body)).id })),
  );
  serveEndpoint(app, 'tasks.assign', async (call) => {
    if (call.body.assignee_uid === undefined && call.body.assignee_email === undefined) {
      throw new ApiError('assignee_required', 'Name the person: assignee_uid or assignee_email.');
    }
    return act(call, async (sql) => ({ type: 'assign', assigneeUid: (await findAssignee(sql, call.caller, call.body)).id }));
  });
  for (const type of ['unassign', 'start', 'pause', 'reopen'] as const) {
    serveEndpoint(app, `tasks.${type}`, (call) => act(call, { type }));
  }
  serveEndpoint(app, 'tasks.complete', async (call) => {
    const problem = call.body.fields ? fieldsProblem(call.body.fields) : null;
    if (problem) throw new ApiError('validation_failed', `body.fields ${problem}.`);
    return act(call, { type: 'complete', ...call.body });
  });
  serveEndpoint(app, 'tasks.snooze', async (call) => {
    const until = parseMoment(call.body.until);
    if (until === null) {
      throw new ApiError(
        'validation_failed',
        'body.until is no date that can be read: send RFC 3339 of the years 1684 to 2255, such as 2030-01-31T09:00:00Z.',
      );
    }
    return act(call, { type: 'snooze', until: formatTimestamp(until) });
  });
  serveEndpoint(app, 'tasks.comment', (call) => act(call, { type: 'comment', text: call.body.text }));
}

interface ActionCall {
  caller: Caller;
  parameters: { id: string };
  request: FastifyRequest;
}

function answerAction(
  dependencies: AppDependencies,
  { caller, parameters, request }: ActionCall,
  action: TaskAction | ((sql: Sql) => Promise<TaskAction>),
): Promise<Answer<CurrentTask>> {
  const ifMatch = readIfMatch(request);
  const check = (task: Task) => refuseOtherVersion(ifMatch, task);
  return submitDecision(dependencies, request, async (sql) => {
    const task = await actOnTask(sql, dependencies, caller, { uid: parameters.id, check, action });
    return { status: 200, body: presentCurrent(task), headers: { etag: `"${task.version}"` } };
  });
}
