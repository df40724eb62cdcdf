import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../../simulator/simulator-request.ts';
import { badRequest, notFound, pageAnswer, problem } from './mesh-answers.ts';
import { caseAnswer, findStage, identifierOf, type SimulatedCase, workflowsAnswer } from './mesh-book.ts';
import type { CaseChange, ScreeningAccount } from './screening-account.ts';

const NOTE_CHARACTERS = 5_000;
const BULK_CASES = 100;
const SORTS = ['CREATED_AT', '-CREATED_AT', 'UPDATED_AT', '-UPDATED_AT'];
const FILTERS = ['page_number', 'page_size', 'sort', 'stage.identifier', 'type'];

export function meshRoutes(account: ScreeningAccount): SimulatorRoute[] {
  const caseOf = ({ params, path }: SimulatorRequest): SimulatedCase => {
    const record = account.find(params.id ?? '');
    if (!record) throw notFound(path);
    return record;
  };
  const change = (record: SimulatedCase, given: CaseChange): JsonObject => {
    account.write(record, given);
    return { updated_at: new Date(record.updatedAtMs).toISOString(), updated_by: null };
  };

  const assign = (request: SimulatorRequest): SimulatorAnswer => {
    const record = caseOf(request);
    const assigneeId = readAssignee(account, bodyOf(request).assignee);
    return { status: 200, json: { ...change(record, { assigneeId }), assignee: record.assigneeId } };
  };
  const transition = (request: SimulatorRequest): SimulatorAnswer => {
    const record = caseOf(request);
    const { stage_identifier: identifier, note } = bodyOf(request);
    const stage = findStage(record.type, (candidate) => candidate.identifier === identifier);
    if (!stage) throw badRequest('stage_identifier is no stage of the workflow of this case');
    if (stage.stage_type === 'DECISION' && readNote(note) === null) throw badRequest('an end stage needs a note');
    const updated = change(record, { stage });
    return { status: 200, json: { ...updated, stage_identifier: stage.identifier, state: 'USER_DEFINED' } };
  };
  const addNote = (request: SimulatorRequest): SimulatorAnswer => {
    caseOf(request);
    const contents = readNote(bodyOf(request).contents);
    if (contents === null) throw badRequest('contents must not be empty');
    const note = {
      contents,
      created_at: new Date().toISOString(),
      created_by: identifierOf(4, 0),
      identifier: identifierOf(5, 0),
      type: 'CASE',
    };
    return { status: 201, json: note };
  };
  const assignBulk = (request: SimulatorRequest): SimulatorAnswer => {
    const { payload, query } = bodyOf(request);
    const identifiers = isObject(query) ? query.identifier : undefined;
    if (!isObject(payload) || !Array.isArray(identifiers)) throw badRequest('payload and query.identifier are needed');
    if (identifiers.length > BULK_CASES) throw badRequest(`${BULK_CASES} cases at most`);
    readNote(payload.note);
    const assigneeId = readAssignee(account, payload.assignee);
    const results = identifiers.map((identifier) => {
      const record = account.find(String(identifier));
      if (record) change(record, { assigneeId });
      const errors = [{ message: 'Case not found', detail: 'There is no such case' }];
      return { identifier, success: record !== null, errors: record ? null : errors };
    });
    return { status: 207, json: { results } };
  };

  return [
    { method: 'GET', path: '/v2/cases', handle: (request) => ({ status: 200, json: listCases(account, request) }) },
    {
      method: 'GET',
      path: '/v2/cases/workflows',
      handle: (request) => ({ status: 200, json: pageAnswer(request, 'workflows', workflowsAnswer(), (workflow) => workflow) }),
    },
    { method: 'GET', path: '/v2/cases/:id', handle: (request) => ({ status: 200, json: caseAnswer(caseOf(request), false) }) },
    { method: 'GET', path: '/v2/cases/:id/alerts', handle: (request) => ({ status: 200, json: alertsAnswer(request, caseOf(request)) }) },
    { method: 'POST', path: '/v2/cases/assign/bulk', handle: assignBulk },
    { method: 'POST', path: '/v2/cases/:id/assign', handle: assign },
    { method: 'POST', path: '/v2/cases/:id/transition', handle: transition },
    { method: 'POST', path: '/v2/cases/:id/notes', handle: addNote },
    { method: 'GET', path: '/v2/accounts/me/users', handle: (request) => ({ status: 200, json: usersAnswer(account, request) }) },
  ];
}

/** By place in the list of what fits now: cases that leave while it is paged move the others forward. */
function listCases(account: ScreeningAccount, request: SimulatorRequest): JsonObject {
  const { query } = request;
  for (const name of query.keys()) if (!FILTERS.includes(name)) throw badRequest(`${name} is not known here`);
  const sort = query.get('sort') ?? '-CREATED_AT';
  if (!SORTS.includes(sort)) throw badRequest(`sort must be one of ${SORTS.join(', ')}`);
  const stages = new Set(query.getAll('stage.identifier'));
  const types = new Set(query.getAll('type'));
  const fitting = account.listed().filter(({ stage, type }) => {
    return (stages.size === 0 || stages.has(stage.identifier)) && (types.size === 0 || types.has(type));
  });
  const timeOf = (record: SimulatedCase) => (sort.endsWith('UPDATED_AT') ? record.updatedAtMs : record.createdAtMs);
  if (sort.endsWith('UPDATED_AT')) fitting.sort((left, right) => timeOf(left) - timeOf(right));
  return pageAnswer(request, 'cases', sort.startsWith('-') ? fitting.toReversed() : fitting, (record) => caseAnswer(record, true));
}

function alertsAnswer(request: SimulatorRequest, { id, alertPriorities, updatedAtMs }: SimulatedCase): JsonObject {
  return pageAnswer(request, 'alerts', alertPriorities, (priority) => ({
    identifier: id,
    priority,
    risk_source: 'CUSTOMER_SCREENING',
    state: 'NOT_STARTED',
    title: 'Possible match',
    type: 'CUSTOMER_SCREENING',
    updated_at: new Date(updatedAtMs).toISOString(),
    updated_by: null,
  }));
}

function usersAnswer({ people }: ScreeningAccount, request: SimulatorRequest): JsonObject {
  return pageAnswer(request, 'users', people, ({ externalId, name, email }) => ({
    active: true,
    client_identifier: identifierOf(6, 0),
    email,
    identifier: externalId,
    name,
    user_type: 'HUMAN',
  }));
}

function readAssignee({ people }: ScreeningAccount, value: JsonValue | undefined): string | null {
  if (value === null) return null;
  if (typeof value !== 'string') throw badRequest('assignee must be a user or null');
  if (!people.some(({ externalId }) => externalId === value)) {
    throw new SimulatorRefusal(problem(400, 'Bad Request', 'The assignee is no user of this account'));
  }
  return value;
}

function readNote(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || value.length > NOTE_CHARACTERS) throw badRequest(`a note has ${NOTE_CHARACTERS} characters at most`);
  return value;
}

function bodyOf({ json }: SimulatorRequest): JsonObject {
  if (isObject(json)) return json;
  throw badRequest('the body must be a JSON object');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
