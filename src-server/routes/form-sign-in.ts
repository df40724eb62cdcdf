import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ERROR_STATUS } from '../../src-shared/error/codes.ts';
import type { PageSpeech } from '../../src-shared/form/page-phrases.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { insertAuditEvent } from '../audit/insert-audit-event.ts';
import { revokeSession } from '../auth/sessions.ts';
import type { SignIn } from '../auth/sign-in.ts';
import { findFormBySlug, type StoredForm } from '../forms/form-rows.ts';
import { renderSignIn } from '../forms/page/render-sign-in.ts';
import { ApiError } from '../http/api-error.ts';
import { bindingOf, type FormVisitors } from './form-visitors.ts';
import { type PageAnswer, refuseOtherSites, servePage } from './serve-page.ts';

const TEXT_CHARACTERS = 2_000;

/** Signing in on the page of a form, and out. */
export function registerFormSignIn(app: FastifyInstance, dependencies: AppDependencies, signIn: SignIn, visitors: FormVisitors): void {
  const { database, authenticator, groupCommit, clock, settings } = dependencies;

  servePage(app, 'formPage.signIn', async ({ slug, body, speech, request }) => {
    refuseOtherSites(request, settings.publicUrl);
    const form = openForm(await database.read((sql) => findFormBySlug(sql, slug)));
    const page = { form, query: cleanQuery(body.query), email: textOf(body.email), speech };
    const visit = visitors.knownVisit(request);
    if (visit === null || !visitors.seals.openToken(textOf(body.token), form.id, visit)) {
      const message = 'The page had expired, or your browser keeps no cookies for it. Try again.';
      return askToSignIn(visitors, request, { ...page, refusal: new ApiError('forbidden', message) });
    }
    try {
      const { token } = await signIn({ email: page.email, password: textOf(body.password), address: request.ip });
      const caller = await authenticator.identify(token);
      if (caller.kind !== 'user') throw new Error('a key signed in');
      // The token itself goes nowhere: it would open the API, and this page is only for forms.
      return { kind: 'redirect', location: addressOf(form, page.query), cookies: [visitors.sessionCookie(request, caller.sessionId)] };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return askToSignIn(visitors, request, { ...page, refusal: error });
    }
  });

  servePage(app, 'formPage.signOut', async ({ slug, body, request }) => {
    refuseOtherSites(request, settings.publicUrl);
    const form = openForm(await database.read((sql) => findFormBySlug(sql, slug)));
    const caller = await visitors.personOf(request);
    if (caller && visitors.seals.openToken(textOf(body.token), form.id, bindingOf(form, caller.user))) {
      const { user, sessionId } = caller;
      await groupCommit.submit(async (sql) => {
        await revokeSession(sql, clock, sessionId);
        const actor = { kind: 'user', id: user.id, name: user.name } as const;
        const event = { action: 'auth.logout', subject: user.id, address: request.ip, details: {} };
        await insertAuditEvent(sql, { ...event, actor, atMicros: clock.nowMicros() });
      });
      authenticator.forget();
    }
    return { kind: 'redirect', location: addressOf(form, cleanQuery(body.query)), cookies: [visitors.endOfSession(request)] };
  });
}

/** Throws an ApiError `not_found`: a form that was closed looks like none. */
export function openForm(form: StoredForm | null): StoredForm {
  if (!form?.enabled) throw new ApiError('not_found', 'There is no form at this address, or it was closed.');
  return form;
}

/** `refusal`: why the try before was none. */
export function askToSignIn(
  visitors: FormVisitors,
  request: FastifyRequest,
  { form, query, email, refusal, speech }: { form: StoredForm; query: string; email: string; refusal: ApiError | null; speech: PageSpeech },
): PageAnswer {
  const { id, cookies } = visitors.visitOf(request);
  const token = visitors.seals.sealToken(form.id, id);
  const page = renderSignIn({ stored: form, token, query, email, error: refusal?.message ?? null, speech });
  return { kind: 'page', status: refusal ? ERROR_STATUS[refusal.code] : 401, page, cookies };
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, TEXT_CHARACTERS) : '';
}

/** A query that a page carried along, in one spelling: nothing but names and values is left of it. */
export function cleanQuery(value: unknown): string {
  return new URLSearchParams(textOf(value)).toString();
}

function addressOf({ slug }: StoredForm, query: string): string {
  return `/f/${slug}${query === '' ? '' : `?${query}`}`;
}
