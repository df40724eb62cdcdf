import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import type {} from '../auth/request-caller.ts';
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import type { Answer, TextAnswer } from './answer.ts';
import { errorBody } from './answer-errors.ts';
import { ApiError } from './api-error.ts';

const KEPT_MICROS = 24 * 3_600_000_000;
const KEY_CHARACTERS = 255;
/** Shown once, and so never stored. */
const SECRET_KEYS = ['secret', 'key', 'token'];
/** Which headers of an answer belong to it, and not to the moment. */
const KEPT_HEADERS = ['docket-result', 'docket-warnings', 'etag'];
/** Not the decision of the command: another try may fare better. */
const NOT_KEPT = new Set([401, 403, 429]);

export interface IdempotencyClaim {
  caller: string;
  key: string;
  method: string;
  path: string;
  fingerprint: string;
  isStored: boolean;
  finish: () => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    idempotency: IdempotencyClaim | null;
  }
}

interface StoredAnswer {
  fingerprint: string;
  status: number;
  headers: string;
  body: string;
}

export interface IdempotencyDependencies {
  database: Database;
  groupCommit: GroupCommit;
  clock: Clock;
}

/** Writes with an `Idempotency-Key` are done once a day; repeats get the first answer. */
export function keepAnswers(app: FastifyInstance, dependencies: IdempotencyDependencies): void {
  const { database, groupCommit, clock } = dependencies;
  const inFlight = new Map<string, Promise<void>>();
  app.decorateRequest('idempotency', null);

  // Nearly all requests come without a key: hooks that wait for nothing cost them next to nothing.
  app.addHook('preHandler', (request, reply, done) => {
    if (request.headers['idempotency-key'] === undefined) done();
    else answerRepeats(request, reply).then((isAnswered) => !isAnswered && done(), done);
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    if (!request.idempotency) done(null, payload);
    else keepAnswer(request.idempotency, request, reply, payload).then((sent) => done(null, sent), done);
  });

  app.addHook('onResponse', (request, _reply, done) => {
    request.idempotency?.finish();
    done();
  });

  async function answerRepeats(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const claim = claimOf(request);
    if (!claim) return false;
    const id = JSON.stringify([claim.caller, claim.key, claim.method, claim.path]);
    // Several may wait for the same one: each looks again after its turn.
    for (let other = inFlight.get(id); other; other = inFlight.get(id)) await other;
    const { promise, resolve } = Promise.withResolvers<void>();
    inFlight.set(id, promise);
    claim.finish = () => {
      if (inFlight.get(id) === promise) inFlight.delete(id);
      resolve();
    };
    request.idempotency = claim;
    reply.raw.once('close', claim.finish);
    // Gone before there was anything to wait for its end: whoever comes with this key next must not wait for ever.
    if (reply.raw.destroyed) claim.finish();
    const stored = await database.read((sql) => findAnswer(sql, claim, clock.nowMicros() - KEPT_MICROS));
    if (stored) repeat(reply, claim, stored);
    return stored !== undefined;
  }

  async function keepAnswer(claim: IdempotencyClaim, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    if (claim.isStored || reply.statusCode >= 500 || NOT_KEPT.has(reply.statusCode)) return payload;
    if (typeof payload !== 'string' && payload !== undefined && payload !== null) return payload;
    const body = typeof payload === 'string' && payload !== '' ? (JSON.parse(payload) as unknown) : null;
    const answer = { status: reply.statusCode, body, headers: keptHeaders(reply) };
    const isToBeRepeated = reply.hasHeader('retry-after');
    const nowMicros = clock.nowMicros();
    const first = await groupCommit.submit(async (sql) => {
      const stored = await findAnswer(sql, claim, nowMicros - KEPT_MICROS);
      if (!stored && !isToBeRepeated) await storeAnswer(sql, claim, answer, nowMicros);
      return stored;
    });
    return first ? insteadOf(request, reply, claim, first) : payload;
  }
}

/** In the transaction of the write itself, so that no crash comes between the two. */
export async function storeAnswer(sql: Sql, claim: IdempotencyClaim, answer: Answer | TextAnswer, nowMicros: number): Promise<void> {
  await sql.run('DELETE FROM idempotent_answers WHERE at < ?', [nowMicros - KEPT_MICROS]);
  const inserted = await insertAnswer(sql, claim, answer, nowMicros);
  if (inserted === 0)
    throw new ApiError('conflict', 'Another request with this Idempotency-Key was quicker: repeat it.', { retryAfterSeconds: 1 });
  claim.isStored = true;
}

/** Gives back 0 where there is an answer already that still counts. */
function insertAnswer(sql: Sql, claim: IdempotencyClaim, answer: Answer | TextAnswer, nowMicros: number): Promise<number> {
  return sql.run(
    `INSERT INTO idempotent_answers (caller, idempotency_key, method, path, fingerprint, status, headers, body, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (caller, idempotency_key, method, path) DO UPDATE SET
       fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers, body = excluded.body, at = excluded.at
     WHERE idempotent_answers.at < ?`,
    [
      claim.caller,
      claim.key,
      claim.method,
      claim.path,
      claim.fingerprint,
      answer.status,
      JSON.stringify(answer.headers ?? {}),
      textOf(answer),
      nowMicros,
      nowMicros - KEPT_MICROS,
    ],
  );
}

/**
 * For a write of several transactions: its part number `part`, with an answer of its own in the same transaction, so that
 * a repeat after a crash finds what was done. Throws an ApiError `idempotency_mismatch`.
 */
export function keepPart<Value>(
  claim: IdempotencyClaim,
  part: number,
  clock: Clock,
  command: (sql: Sql) => Promise<Value>,
): (sql: Sql) => Promise<Value> {
  // No path has a `#` in it.
  const ownClaim = { ...claim, path: `${claim.path}#${part}` };
  return async (sql) => {
    const nowMicros = clock.nowMicros();
    const stored = await findAnswer(sql, ownClaim, nowMicros - KEPT_MICROS);
    if (stored && stored.fingerprint !== claim.fingerprint) throw mismatch();
    if (stored) return JSON.parse(stored.body) as Value;
    const value = await command(sql);
    await insertAnswer(sql, ownClaim, { status: 200, body: value }, nowMicros);
    return value;
  };
}

/** Those that no write came across. Gives back how many; call again until 0. */
export function pruneAnswers(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  return sql.run(
    `DELETE FROM idempotent_answers WHERE (caller, idempotency_key, method, path) IN
       (SELECT caller, idempotency_key, method, path FROM idempotent_answers WHERE at < ? ORDER BY at LIMIT ?)`,
    [nowMicros - KEPT_MICROS, limit],
  );
}

function claimOf(request: FastifyRequest): IdempotencyClaim | null {
  const key = request.headers['idempotency-key'];
  const { endpoint } = request;
  if (key === undefined || request.method === 'GET' || request.method === 'HEAD' || !endpoint || endpoint.access === 'public') return null;
  if (typeof key !== 'string' || key.length === 0 || key.length > KEY_CHARACTERS) {
    throw new ApiError('bad_request', `An Idempotency-Key has 1 to ${KEY_CHARACTERS} characters.`);
  }
  const [path = ''] = request.url.split('?');
  return {
    caller: callerId(request.caller),
    key,
    method: request.method,
    path: path.replace(/\/$/, ''),
    fingerprint: request.bodyFingerprint,
    isStored: false,
    finish: () => undefined,
  };
}

function callerId(caller: Caller): string {
  return caller.kind === 'user' ? `user:${caller.user.id}` : `key:${caller.keyId}`;
}

async function findAnswer(sql: Sql, claim: IdempotencyClaim, sinceMicros: number): Promise<StoredAnswer | undefined> {
  return sql.get<StoredAnswer>(
    `SELECT fingerprint, status, headers, body FROM idempotent_answers
     WHERE caller = ? AND idempotency_key = ? AND method = ? AND path = ? AND at >= ?`,
    [claim.caller, claim.key, claim.method, claim.path, sinceMicros],
  );
}

function repeat(reply: FastifyReply, claim: IdempotencyClaim, stored: StoredAnswer): FastifyReply {
  claim.isStored = true;
  if (stored.fingerprint !== claim.fingerprint) throw mismatch();
  reply.code(stored.status).headers(JSON.parse(stored.headers) as Record<string, string>);
  reply.header('docket-repeated', 'true');
  return stored.body === '' ? reply.send() : reply.type('application/json; charset=utf-8').send(stored.body);
}

/**
 * Another process was asked the same and was first, and what was decided here is about what it had left: its answer
 * counts.
 */
function insteadOf(request: FastifyRequest, reply: FastifyReply, claim: IdempotencyClaim, first: StoredAnswer): string | null {
  for (const name of [...KEPT_HEADERS, 'retry-after', 'content-length']) reply.removeHeader(name);
  if (first.fingerprint !== claim.fingerprint) {
    reply.code(422);
    return JSON.stringify(errorBody(mismatch(), request.id));
  }
  reply.code(first.status).headers(JSON.parse(first.headers) as Record<string, string>);
  reply.header('docket-repeated', 'true');
  if (first.body !== '') return first.body;
  reply.removeHeader('content-type');
  return null;
}

function mismatch(): ApiError {
  return new ApiError('idempotency_mismatch', 'This Idempotency-Key came with another body before: use a new one.');
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  const kept = KEPT_HEADERS.map((name) => [name, reply.getHeader(name)] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function textOf(answer: Answer | TextAnswer): string {
  if ('text' in answer) return answer.text;
  return answer.body === null ? '' : JSON.stringify(withoutSecrets(answer.body));
}

function withoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !SECRET_KEYS.includes(key)));
}
