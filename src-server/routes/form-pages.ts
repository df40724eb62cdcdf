import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Check } from 'typebox/value';
import { ERROR_STATUS } from '../../src-shared/error/codes.ts';
import { type ReadEntries, valuesOfEntries, valuesOfLink } from '../../src-shared/form/entries.ts';
import { errorsByField } from '../../src-shared/form/errors-by-field.ts';
import { entriesInLanguage, type PageLanguage } from '../../src-shared/form/page-language.ts';
import type { PageSpeech } from '../../src-shared/form/page-phrases.ts';
import type { ReadForm } from '../../src-shared/form/read-form.ts';
import { Identifier } from '../../src-shared/schema/identifier.ts';
import type { JsonObject, JsonValue } from '../../src-shared/schema/task.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { Caller } from '../auth/caller.ts';
import type { SignIn } from '../auth/sign-in.ts';
import { findFormBySlug, type StoredForm } from '../forms/form-rows.ts';
import { readStoredForm } from '../forms/form-task.ts';
import { type FormPage, renderForm, renderSent } from '../forms/page/render-form.ts';
import { createSubmissionLimit } from '../forms/submission-limit.ts';
import { submitForm } from '../forms/submit-form.ts';
import { ApiError } from '../http/api-error.ts';
import { askToSignIn, cleanQuery, openForm, registerFormSignIn, textOf } from './form-sign-in.ts';
import { bindingOf, createFormVisitors } from './form-visitors.ts';
import { type PageAnswer, type PageCall, refuseOtherSites, servePage, wantsPage } from './serve-page.ts';

/** Nobody reads a page, fills it in and sends it in less: whoever does may do so half as often. */
const HASTY_MICROS = 1_000_000;

/** What a page sent, as it came. */
interface Sent {
  stored: StoredForm;
  form: ReadForm;
  caller: (Caller & { kind: 'user' }) | null;
  values: JsonObject;
  id: string;
  query: string;
  speech: PageSpeech;
}

/** `/f/{slug}`: forms as pages. */
export function registerFormPageRoutes(app: FastifyInstance, dependencies: AppDependencies, signIn: SignIn): void {
  const { database, settings, clock, groupCommit } = dependencies;
  const visitors = createFormVisitors(dependencies);
  const countSubmission = createSubmissionLimit(clock);
  registerFormSignIn(app, dependencies, signIn, visitors);

  servePage(app, 'formPage.show', async ({ slug, query, speech, request }) => {
    const stored = openForm(await database.read((sql) => findFormBySlug(sql, slug)));
    const caller = stored.public ? null : await visitors.personOf(request);
    if (!stored.public && !caller)
      return askToSignIn(visitors, request, { form: stored, query: cleanQuery(query), email: '', refusal: null, speech });
    const form = readStoredForm(stored);
    const parameters = new URLSearchParams(query);
    const values = valuesOfLink(form, (name) => parameters.getAll(name));
    return show(200, { stored, form, caller, values, id: randomUUID(), query: cleanQuery(query), speech });
  });

  servePage(app, 'formPage.submit', async ({ slug, body, speech, request }) => {
    refuseOtherSites(request, settings.publicUrl);
    const stored = openForm(await database.read((sql) => findFormBySlug(sql, slug)));
    const caller = stored.public ? null : await visitors.personOf(request);
    if (!stored.public && !caller) return signInAgain(request, stored, { query: cleanQuery(body.query), speech });
    const form = readStoredForm(stored);
    const values = readValues(form, body, { request, language: speech.language });
    const sent: Sent = { stored, form, caller, values, id: readId(body.id), query: cleanQuery(body.query), speech };
    try {
      countSubmission(stored.id, request.ip);
      const token = visitors.seals.openToken(textOf(body.token), stored.id, bindingOf(stored, caller?.user ?? null));
      if (!token) throw new ApiError('forbidden', 'The page was open for too long: look it over and send it again.');
      if (token.ageMicros < HASTY_MICROS) countSubmission(stored.id, request.ip);
      if (textOf(body.leave_empty) !== '') throw new ApiError('validation_failed', 'A field that must stay empty was filled in.');
      const { id } = sent;
      const outcome = await groupCommit.submit((sql) => submitForm(sql, dependencies, { id, values, formId: stored.id, caller }));
      if (!outcome.ok) throw outcome.error;
      const { reference } = outcome.submitted;
      if (!wantsPage(request)) return { kind: 'json', body: { reference } };
      return { kind: 'page', status: 200, page: renderSent(stored, { ...sent, reference }) };
    } catch (error) {
      if (!(error instanceof ApiError) || !wantsPage(request)) throw error;
      return showAgain(sent, error);
    }
  });

  function signInAgain(request: FastifyRequest, form: StoredForm, { query, speech }: Pick<Sent, 'query' | 'speech'>): PageAnswer {
    const refusal = new ApiError('session_expired', 'You are signed out. Sign in on this page in another window, then send it again here.');
    if (!wantsPage(request)) throw refusal;
    return askToSignIn(visitors, request, { form, query, email: '', refusal, speech });
  }

  function show(status: number, { stored, form, caller, values, id, query, speech }: Sent, problems: Partial<FormPage> = {}): PageAnswer {
    const token = visitors.seals.sealToken(stored.id, bindingOf(stored, caller?.user ?? null));
    const personName = caller?.user.name ?? null;
    const page = { stored, form, values, errors: new Map(), notice: null, submissionId: id, token, personName, query, speech, ...problems };
    return { kind: 'page', status, page: renderForm(page) };
  }

  /** With everything that was entered, and what is wrong with it. */
  function showAgain(sent: Sent, error: ApiError): PageAnswer {
    const status = ERROR_STATUS[error.code];
    const issues = issuesOf(error);
    if (issues.length > 0) return show(status, sent, { errors: errorsByField(sent.form.fields, issues, sent.speech.sayAgain) });
    if (error.code !== 'idempotency_mismatch') return show(status, sent, { notice: error.message });
    const notice = 'You have sent this form already. What is entered now is something else: send it again if it shall be another one.';
    return show(status, { ...sent, id: randomUUID() }, { notice });
  }
}

/** A form of a page holds texts only; a script may send JSON with the values as they are. */
function readValues(
  form: ReadForm,
  body: PageCall['body'],
  { request: { headers }, language }: { request: FastifyRequest; language: PageLanguage },
): JsonObject {
  if (headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded'))
    return valuesOfEntries(form, entriesInLanguage(form.fields, entriesOf(body), language));
  const { values } = body;
  return typeof values === 'object' && values !== null && !Array.isArray(values) ? values : {};
}

/** `values[address][city]` → what the body's reader made of it. */
function entriesOf(body: JsonObject): ReadEntries {
  return (name) => {
    let value: JsonValue | undefined = body;
    for (const part of name.replaceAll(']', '').split('[')) {
      value = memberOf(value, part);
    }
    return [value ?? []].flat().filter((text) => typeof text === 'string');
  };
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Throws an ApiError `validation_failed`. A page without one cannot be told from another one: it gets a new one. */
function readId(id: JsonValue | undefined): string {
  if (id === undefined) return randomUUID();
  if (!Check(Identifier, id)) throw new ApiError('validation_failed', 'body.id must be 1 to 128 characters out of A-Za-z0-9._:~@-.');
  return id;
}

function issuesOf({ details }: ApiError): { path: string[]; message: string }[] {
  const { issues = [] } = (details ?? {}) as { issues?: { path: string; message: string }[] };
  return issues.map(({ path, message }) => ({ path: path.split('.').slice(2), message }));
}
