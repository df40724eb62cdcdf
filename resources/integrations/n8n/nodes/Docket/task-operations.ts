import { type IDataObject, type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { requestDocket, taskPath } from '../docket-request.ts';
import { withOffset } from './with-offset.ts';

type Operation = (context: IExecuteFunctions, itemIndex: number) => Promise<IDataObject[]>;

const PAGE = 1_000;

/** One per value of the parameter "Operation". */
export const TASK_OPERATIONS: Readonly<Record<string, Operation>> = { act, comment, get: getTask, getMany, upsert };

/** Creates the task or updates it; what was left empty is not named, and so stays as it is. */
async function upsert(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]> {
  const text = (name: string) => context.getNodeParameter(name, itemIndex, '') as string;
  const more = context.getNodeParameter('additionalFields', itemIndex, {}) as IDataObject;
  const fields = {
    ...fieldsOf(context, itemIndex),
    ...filled({ title: text('title'), url: text('url'), external_id: text('externalId') }),
  };
  const dueAt = typeof more.dueAt === 'string' && more.dueAt !== '' ? withOffset(more.dueAt, context.getTimezone()) : '';
  const body = { ...filled({ uid: more.uid, status: more.status, due_at: dueAt, priority: more.priority }), fields };
  const answer = await requestDocket(context, { method: 'PATCH', path: '/tasks/', body, itemIndex });
  return [{ ...answer.body, result: answer.headers['docket-result'], warnings: warningsOf(answer.headers['docket-warnings']) }];
}

function fieldsOf(context: IExecuteFunctions, itemIndex: number): IDataObject {
  if (context.getNodeParameter('fieldsFrom', itemIndex) === 'item') return context.getInputData()[itemIndex]?.json ?? {};
  const given = context.getNodeParameter('fields', itemIndex, '{}') as string | IDataObject;
  const fields: unknown = typeof given === 'string' ? parseJson(context, itemIndex, given) : given;
  if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) return fields as IDataObject;
  throw new NodeOperationError(context.getNode(), 'Fields must be a JSON object, such as {"country": "FR"}.', { itemIndex });
}

function parseJson(context: IExecuteFunctions, itemIndex: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NodeOperationError(context.getNode(), error as Error, { message: 'Fields is no valid JSON.', itemIndex });
  }
}

function warningsOf(header: unknown): IDataObject[] {
  return typeof header === 'string' ? (JSON.parse(decodeURIComponent(header)) as IDataObject[]) : [];
}

async function getTask(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]> {
  const uid = context.getNodeParameter('taskUid', itemIndex) as string;
  const { body } = await requestDocket(context, { method: 'GET', path: taskPath(uid), itemIndex });
  return [body];
}

async function getMany(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]> {
  const returnAll = context.getNodeParameter('returnAll', itemIndex) as boolean;
  const limit = returnAll ? Number.POSITIVE_INFINITY : (context.getNodeParameter('limit', itemIndex) as number);
  const filters = context.getNodeParameter('filters', itemIndex, {}) as IDataObject;
  const found: IDataObject[] = [];
  let cursor: IDataObject[string];
  do {
    const qs = { ...filtersOf(filters), limit: Math.min(PAGE, limit - found.length), ...filled({ cursor }) };
    const { body } = await requestDocket(context, { method: 'GET', path: '/tasks/', qs, itemIndex });
    found.push(...(body.items as IDataObject[]));
    cursor = (body.meta as IDataObject).next_cursor;
  } while (cursor && found.length < limit);
  return found;
}

function filtersOf({ externalId, fieldName, fieldValue, status, assigneeUid, queueUid }: IDataObject): IDataObject {
  const byField = typeof fieldName === 'string' && fieldName !== '' ? { [`fields.${fieldName}`]: fieldValue } : {};
  const statuses = Array.isArray(status) ? status.join(',') : '';
  return filled({ 'fields.external_id': externalId, ...byField, status: statuses, assignee_uid: assigneeUid, queue_uid: queueUid });
}

/** An API key is no person: who claims or is assigned is named. */
async function act(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]> {
  const uid = context.getNodeParameter('taskUid', itemIndex) as string;
  const action = context.getNodeParameter('action', itemIndex) as string;
  const { body } = await requestDocket(context, {
    method: 'POST',
    path: `${taskPath(uid)}/${action}`,
    body: actionBody(context, itemIndex, action),
    itemIndex,
  });
  return [body];
}

function actionBody(context: IExecuteFunctions, itemIndex: number, action: string): IDataObject {
  const text = (name: string) => context.getNodeParameter(name, itemIndex, '') as string;
  if (action === 'assign') return { assignee_email: text('assigneeEmail') };
  if (action === 'snooze') return { until: withOffset(text('until'), context.getTimezone()) };
  if (action === 'complete') return filled({ comment: text('completionComment') });
  return {};
}

async function comment(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject[]> {
  const uid = context.getNodeParameter('taskUid', itemIndex) as string;
  const body = { text: context.getNodeParameter('text', itemIndex) as string };
  const answer = await requestDocket(context, { method: 'POST', path: `${taskPath(uid)}/comments`, body, itemIndex });
  return [answer.body];
}

function filled(values: IDataObject): IDataObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}
