import type { FastifyRequest } from 'fastify';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { Endpoint } from '../../src-shared/http/endpoint.ts';
import { auditActorOf, insertAuditEvent } from '../audit/insert-audit-event.ts';
import type {} from '../auth/request-caller.ts';
import type { Sql } from '../store/database.ts';

const NAMES = new Map<Endpoint, string>(Object.entries<Endpoint>(ENDPOINTS).map(([name, endpoint]) => [endpoint, name]));

/**
 * Writes down that a request of an endpoint that is audited was carried out, in the transaction that did it. Routes that
 * answer through `submitWrite` or `submitDecision` need not call it.
 */
export async function auditRequest(sql: Sql, request: FastifyRequest, nowMicros: number, answer: unknown = null): Promise<void> {
  const { endpoint } = request;
  const action = endpoint?.isAudited ? NAMES.get(endpoint) : undefined;
  if (action === undefined) return;
  await insertAuditEvent(sql, {
    atMicros: nowMicros,
    actor: auditActorOf(request.caller),
    action,
    subject: nameInPath(request.params) ?? subjectOf(answer),
    address: request.ip,
    details: isObject(request.body) ? request.body : {},
  });
}

/** Paths of audited endpoints name one thing at most. */
function nameInPath(parameters: unknown): string | null {
  const [first] = isObject(parameters) ? Object.values(parameters) : [];
  return typeof first === 'string' ? first : null;
}

function subjectOf(value: unknown): string | null {
  return isObject(value) && typeof value.id === 'string' ? value.id : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
