import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERROR_STATUS } from '../../src-shared/error/codes.ts';
import { choosePageLanguage, LANGUAGE_PARAMETER } from '../../src-shared/form/page-language.ts';
import { type PageSpeech, speakOnPage } from '../../src-shared/form/page-phrases.ts';
import { ENDPOINTS, type EndpointName } from '../../src-shared/http/api.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Page } from '../forms/page/render-page.ts';
import { renderMessage } from '../forms/page/render-sign-in.ts';
import { apiErrorOf, sendError } from '../http/answer-errors.ts';
import { ApiError } from '../http/api-error.ts';
import { sendAnswer } from '../http/serve-endpoint.ts';

export type PageAnswer =
  | { kind: 'page'; status: number; page: Page; cookies?: readonly string[] }
  | { kind: 'redirect'; location: string; cookies?: readonly string[] }
  | { kind: 'json'; body: object };

export interface PageCall {
  slug: string;
  /** What the page sent; empty where it is only shown. */
  body: JsonObject;
  /** Without its question mark. */
  query: string;
  /** In the visitor's language. */
  speech: PageSpeech;
  request: FastifyRequest;
}

/** The handler of an endpoint that people open in a browser. What goes wrong is a page too, unless JSON is asked for. */
export function servePage(app: FastifyInstance, name: EndpointName, handle: (call: PageCall) => Promise<PageAnswer>): void {
  const { method, path } = ENDPOINTS[name];
  app.route({
    method,
    url: path,
    async handler(request, reply) {
      const { slug } = request.params as { slug: string };
      const body = (request.body ?? {}) as JsonObject;
      return send(reply, await handle({ slug, body, query: request.url.split('?')[1] ?? '', speech: speechOf(request), request }));
    },
    errorHandler(failure, request, reply) {
      const error = apiErrorOf(failure, request);
      if (!wantsPage(request)) return sendError(error, request, reply);
      if (error.retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfterSeconds)));
      const title = error.code === 'not_found' ? 'There is nothing here' : 'That did not work';
      return send(reply, { kind: 'page', status: ERROR_STATUS[error.code], page: renderMessage(title, error.message, speechOf(request)) });
    },
  });
}

/** As it was chosen, on the page that sent this or in its address, else as the browser would have it. */
function speechOf({ body, url, headers }: FastifyRequest): PageSpeech {
  const sent = typeof body === 'object' && body !== null && LANGUAGE_PARAMETER in body ? body[LANGUAGE_PARAMETER] : undefined;
  const chosen = sent ?? new URLSearchParams(url.split('?')[1] ?? '').get(LANGUAGE_PARAMETER);
  return speakOnPage(choosePageLanguage(chosen, headers['accept-language']));
}

/** Browsers that go to a page name its type first; scripts and tools do not. */
export function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true;
}

/**
 * A page of another site must not send anything in somebody's name. Browsers say where a request comes from; what says
 * nothing is no browser. Throws an ApiError `forbidden`.
 */
export function refuseOtherSites({ headers, host }: FastifyRequest, publicUrl: string | null): void {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return;
  if (site === undefined && isOwn(headers.origin, host, publicUrl)) return;
  throw new ApiError('forbidden', 'This was sent from another site. Open the form itself, and send it from there.');
}

function isOwn(origin: string | undefined, host: string, publicUrl: string | null): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, origin: sender } = new URL(origin);
  const own = [`${protocol}//${host}`, publicUrl ?? ''];
  return own.some((address) => URL.canParse(address) && new URL(address).origin === sender);
}

function send(reply: FastifyReply, answer: PageAnswer): FastifyReply {
  // What is on a page is for one visitor, and so are its token and its id.
  reply.header('cache-control', 'no-store').header('vary', 'accept, accept-language').header('x-content-type-options', 'nosniff');
  if (answer.kind === 'json') return sendAnswer(reply, { status: 200, body: answer.body });
  if (answer.cookies && answer.cookies.length > 0) reply.header('set-cookie', [...answer.cookies]);
  if (answer.kind === 'redirect') return reply.code(303).header('location', answer.location).send();
  const { html, contentSecurityPolicy } = answer.page;
  reply.header('content-security-policy', contentSecurityPolicy);
  // For browsers that know no frame-ancestors; there is no word of it for several origins.
  if (contentSecurityPolicy.includes("frame-ancestors 'none'")) reply.header('x-frame-options', 'DENY');
  // Not no-referrer: browsers would then send the page's own forms without their origin.
  reply.header('referrer-policy', 'same-origin').header('cross-origin-opener-policy', 'same-origin');
  return reply.code(answer.status).type('text/html; charset=utf-8').send(html);
}
