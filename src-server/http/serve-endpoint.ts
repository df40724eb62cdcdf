import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { ENDPOINTS, type EndpointName } from '../../src-shared/http/api.ts';
import type { Caller } from '../auth/caller.ts';
import type {} from '../auth/request-caller.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import { type ParametersOf as CommandParameters, runTaskCommands, type TaskCommand, unwrapOutcome } from '../tasks/task-commands.ts';
import type { UpsertDependencies } from '../tasks/upsert-task.ts';
import type { Answer, TextAnswer } from './answer.ts';
import { ApiError } from './api-error.ts';
import { auditRequest } from './audit-request.ts';
import { storeAnswer } from './idempotency.ts';

type Endpoints = typeof ENDPOINTS;
type BodyOf<Name extends EndpointName> = Endpoints[Name] extends { body: { schema: infer Schema extends TSchema } }
  ? Static<Schema>
  : undefined;
type QueryOf<Name extends EndpointName> = Endpoints[Name] extends { query: infer Schema extends TSchema } ? Static<Schema> : undefined;
type ParametersOf<Name extends EndpointName> = Endpoints[Name] extends { parameters: infer Schema extends TSchema }
  ? Static<Schema>
  : undefined;
type AnswerOf<Name extends EndpointName> = {
  [Status in keyof Endpoints[Name]['answers']]: Endpoints[Name]['answers'][Status] extends TSchema
    ? Static<Endpoints[Name]['answers'][Status]>
    : null;
}[keyof Endpoints[Name]['answers']];

/** A request as it looks after everything about it was checked. */
export interface Call<Name extends EndpointName> {
  caller: Caller;
  body: BodyOf<Name>;
  query: QueryOf<Name>;
  parameters: ParametersOf<Name>;
  request: FastifyRequest;
}

/** The handler of an endpoint: what it takes and answers is typed by `http/api.ts`. */
export function serveEndpoint<Name extends EndpointName>(
  app: FastifyInstance,
  name: Name,
  handle: (call: Call<Name>) => Promise<Answer<AnswerOf<Name>> | TextAnswer>,
): void {
  const { method, path } = ENDPOINTS[name];
  app.route({
    method,
    url: path,
    // Not async: a thousand requests that wait would hold a promise more each, which every collection copies.
    handler(request, reply) {
      const call = {
        caller: request.caller,
        body: request.body as BodyOf<Name>,
        query: request.query as QueryOf<Name>,
        parameters: request.params as ParametersOf<Name>,
        request,
      };
      handle(call).then(
        (answer) => {
          try {
            sendAnswer(reply, answer);
          } catch (error) {
            sendError(reply, error);
          }
        },
        (error: unknown) => sendError(reply, error),
      );
    },
  });
}

/** The framework takes what is no Error for an answer. */
function sendError(reply: FastifyReply, error: unknown): void {
  reply.send(error instanceof Error ? error : new Error(String(error)));
}

export function sendAnswer(reply: FastifyReply, answer: Answer | TextAnswer): FastifyReply {
  reply.code(answer.status);
  if (answer.headers) reply.headers(answer.headers);
  // Plain JSON: compiled serialisers leave out keys that their schema does not know.
  const text = 'text' in answer ? answer.text : answer.body === null ? '' : JSON.stringify(answer.body);
  return text === '' ? reply.send() : reply.type('application/json; charset=utf-8').send(text);
}

export function ok<Body>(body: Body, headers?: Readonly<Record<string, string>>): Answer<Body> {
  return { status: 200, body, ...(headers ? { headers } : {}) };
}

export const NO_CONTENT: Answer<null> = { status: 204, body: null };

export interface WriteDependencies {
  groupCommit: GroupCommit;
  clock: Clock;
}

/**
 * Runs a command that must be undone when it throws, and keeps its answer for repeats in the same transaction.
 */
export function submitWrite<Body>(
  { groupCommit, clock }: WriteDependencies,
  request: FastifyRequest,
  command: (sql: Sql) => Promise<Answer<Body>>,
): Promise<Answer<Body>> {
  return groupCommit.submit(async (sql) => {
    forgetStoring(request);
    const answer = await command(sql);
    await auditRequest(sql, request, clock.nowMicros(), answer.body);
    if (request.idempotency) await storeAnswer(sql, request.idempotency, answer, clock.nowMicros());
    return answer;
  });
}

/**
 * The same for a command that writes nothing before its last ApiError: a refusal then costs the others that share the
 * transaction nothing.
 */
export async function submitDecision<Answered extends Answer | TextAnswer>(
  { groupCommit, clock }: WriteDependencies,
  request: FastifyRequest,
  command: (sql: Sql) => Promise<Answered>,
): Promise<Answered> {
  const outcome = await groupCommit.submit(async (sql) => {
    forgetStoring(request);
    let answer: Answered;
    try {
      answer = await command(sql);
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
    await auditRequest(sql, request, clock.nowMicros(), 'body' in answer ? answer.body : null);
    if (request.idempotency) await storeAnswer(sql, request.idempotency, answer, clock.nowMicros());
    return answer;
  });
  if (outcome instanceof ApiError) throw outcome;
  return outcome;
}

/**
 * The same for a command by name, which another thread may run: for endpoints whose commands write down themselves who did
 * what. An answer that is kept for repeats is kept by the transaction of its write, so that one is run here.
 */
export function performCommand<Name extends 'upsertTask' | 'claimNextTask'>(
  dependencies: WriteDependencies & { upserts: UpsertDependencies },
  request: FastifyRequest,
  name: Name,
  parameters: CommandParameters<Name>,
): Promise<TextAnswer> {
  const { groupCommit, upserts } = dependencies;
  if (!request.idempotency) return groupCommit.perform(name, parameters);
  return submitDecision(dependencies, request, async (sql) => {
    const [outcome] = await runTaskCommands(sql, upserts, [{ name, parameters } as TaskCommand]);
    if (!outcome) throw new Error('a command had no outcome');
    return unwrapOutcome(outcome) as TextAnswer;
  });
}

/** A command may run twice: what its first run had stored was undone with it. */
function forgetStoring({ idempotency }: FastifyRequest): void {
  if (idempotency) idempotency.isStored = false;
}
