import {
  type IDataObject,
  type IExecuteFunctions,
  type IHookFunctions,
  type IHttpRequestMethods,
  type IN8nHttpFullResponse,
  type IWebhookFunctions,
  type JsonObject,
  NodeApiError,
} from 'n8n-workflow';

type Context = IExecuteFunctions | IHookFunctions | IWebhookFunctions;

export interface DocketRequest {
  method: IHttpRequestMethods;
  /** Below `/api/v1`. */
  path: string;
  body?: IDataObject;
  qs?: IDataObject;
  /** For errors of a node that works through several items. */
  itemIndex?: number;
}

export interface DocketAnswer {
  status: number;
  headers: IDataObject;
  body: IDataObject;
}

/** Speaks to the customer's server. What it refuses is thrown in Docket's own words, but for a 404: see `findInDocket`. */
export async function requestDocket(context: Context, request: DocketRequest): Promise<DocketAnswer> {
  const answer = await send(context, request);
  if (answer.status >= 400) throw refusalOf(context, request, answer);
  return answer;
}

/** Null where there is nothing under this path. */
export async function findInDocket(context: Context, request: DocketRequest): Promise<DocketAnswer | null> {
  const answer = await send(context, request);
  if (answer.status === 404) return null;
  if (answer.status >= 400) throw refusalOf(context, request, answer);
  return answer;
}

export function taskPath(uid: string): string {
  return `/tasks/${encodeURIComponent(uid)}`;
}

async function send(context: Context, { method, path, body, qs }: DocketRequest): Promise<DocketAnswer> {
  const { server } = await context.getCredentials<{ server: string }>('docketApi');
  const response = (await context.helpers.httpRequestWithAuthentication.call(context, 'docketApi', {
    method,
    url: `${server.replace(/\/+$/, '')}/api/v1${path}`,
    ...(body ? { body } : {}),
    ...(qs ? { qs } : {}),
    json: true,
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
  })) as IN8nHttpFullResponse;
  return { status: response.statusCode, headers: response.headers, body: (response.body ?? {}) as IDataObject };
}

function refusalOf(context: Context, { itemIndex }: DocketRequest, { status, body }: DocketAnswer): NodeApiError {
  const error = (body.error ?? {}) as { code?: string; message?: string; requestId?: string };
  return new NodeApiError(context.getNode(), body as JsonObject, {
    message: error.message ?? `Docket answered ${status}`,
    description: [error.code, error.requestId].filter(Boolean).join(', '),
    httpCode: String(status),
    ...(itemIndex === undefined ? {} : { itemIndex }),
  });
}
