import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../../simulator/simulator-request.ts';
import { DECIDED_MATCHES } from '../complyadvantage-settings.ts';
import { PAGE_ITEMS_MAXIMUM } from './mesh-answers.ts';
import { type SimulatedCase, stageOfType } from './mesh-book.ts';
import type { CaseChange, ScreeningAccount } from './screening-account.ts';

const STATUSES: readonly string[] = ['potential_match', ...DECIDED_MATCHES];

export function legacyRoutes(account: ScreeningAccount): SimulatorRoute[] {
  const searchOf = ({ params }: SimulatorRequest): SimulatedCase => {
    const record = account.find(params.id ?? '');
    if (!record) throw new SimulatorRefusal(failure(404, 'Search not found'));
    return record;
  };

  const list = ({ query }: SimulatorRequest): SimulatorAnswer => {
    const page = Number(query.get('page') ?? 1);
    const perPage = Number(query.get('per_page') ?? PAGE_ITEMS_MAXIMUM);
    if (!(page >= 1) || !(perPage >= 1) || perPage > PAGE_ITEMS_MAXIMUM) throw refusal('page or per_page is out of range');
    // The newest first.
    const all = account.listed().toReversed();
    return success(all.slice((page - 1) * perPage, page * perPage).map(searchAnswer));
  };
  const patch = (request: SimulatorRequest): SimulatorAnswer => {
    const record = searchOf(request);
    const { match_status: status, assignee_id: assignee } = bodyOf(request);
    const change: CaseChange = {};
    if (status !== undefined) {
      if (typeof status !== 'string' || !STATUSES.includes(status)) throw refusal('match_status is not known');
      change.stage = stageOfType(record.type, status === 'potential_match' ? 'INITIAL' : 'DECISION');
      change.attributes = { match_status: status };
    }
    if (assignee !== undefined) {
      if (assignee !== null && !account.people.some(({ externalId }) => externalId === String(assignee))) {
        throw new SimulatorRefusal(failure(400, 'assignee_id is no user of this account'));
      }
      change.assigneeId = assignee === null ? null : String(assignee);
    }
    account.write(record, change);
    return success(searchAnswer(record));
  };
  const comment = (request: SimulatorRequest): SimulatorAnswer => {
    searchOf(request);
    const { comment: text } = bodyOf(request);
    if (typeof text !== 'string' || text === '') throw refusal('comment is missing');
    return success({ comment: text });
  };

  return [
    { method: 'GET', path: '/searches', handle: list },
    { method: 'GET', path: '/searches/:id', handle: (request) => success(searchAnswer(searchOf(request))) },
    { method: 'PATCH', path: '/searches/:id', handle: patch },
    { method: 'POST', path: '/searches/:id/comments', handle: comment },
    { method: 'GET', path: '/users', handle: () => success(account.people.map(userAnswer)) },
  ];
}

export function failure(code: number, message: string): SimulatorAnswer {
  return { status: code, json: { code, status: 'failure', message } };
}

function refusal(message: string): SimulatorRefusal {
  return new SimulatorRefusal(failure(400, message), message);
}

function success(data: JsonObject | JsonObject[]): SimulatorAnswer {
  return { status: 200, json: { code: 200, status: 'success', content: { data } } };
}

function searchAnswer({ id, name, stage, assigneeId, createdAtMs, updatedAtMs, attributes }: SimulatedCase): JsonObject {
  const isOpen = stage.stage_type !== 'DECISION';
  const { match_status: status, ...rest } = attributes;
  return {
    id: Number(id),
    ref: `1665008971-${id}`,
    search_term: name,
    submitted_term: name,
    client_ref: null,
    match_status: isOpen ? 'potential_match' : (status ?? 'false_positive'),
    risk_level: 'unknown',
    searcher_id: 21_260,
    assignee_id: assigneeId === null ? null : Number(assigneeId),
    total_hits: 2,
    created_at: legacyTime(createdAtMs),
    updated_at: legacyTime(updatedAtMs),
    share_url: `https://app.complyadvantage.com/public/search/1665008971-${id}/abc`,
    ...rest,
  };
}

/** `2026-03-01 09:00:00`, in UTC and without saying so. */
function legacyTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

function userAnswer({ externalId, name, email }: ScreeningAccount['people'][number]): JsonObject {
  return { id: Number(externalId), name, email, phone: null, user_is_active: true };
}

function bodyOf({ json }: SimulatorRequest): JsonObject {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw refusal('the body must be a JSON object');
}
