import { pathText } from '../../../src-shared/form/form-fields.ts';
import type { FormSchema } from '../../../src-shared/form/form-schema.ts';
import { LANGUAGE_PARAMETER } from '../../../src-shared/form/page-language.ts';
import type { PageSpeech } from '../../../src-shared/form/page-phrases.ts';
import type { ReadForm } from '../../../src-shared/form/read-form.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { StoredForm } from '../form-rows.ts';
import { attribute, html, jsonElement, type Markup } from './html.ts';
import { renderNode } from './render-field.ts';
import { type Page, renderPage } from './render-page.ts';

export interface FormPage {
  stored: StoredForm;
  form: ReadForm;
  values: JsonObject;
  /** By path; an empty path is about the whole. */
  errors: ReadonlyMap<string, string>;
  /** What went wrong, if it was not a field. */
  notice: string | null;
  submissionId: string;
  token: string;
  /** Who is signed in; null on public pages. */
  personName: string | null;
  /** Without its question mark. */
  query: string;
  speech: PageSpeech;
}

export function renderForm(page: FormPage): Page {
  const { stored, form, speech } = page;
  const { say } = speech;
  const { title, description, slug, ui } = stored;
  const ids = new Map(form.fields.map(({ path }, index) => [pathText(path), `f${index + 1}`]));
  const context = { values: page.values, errors: page.errors, ids, speech };
  const content = html`<form class="card" id="form" method="post"${attribute('action', `/f/${slug}`)}>
<header><h1>${title}</h1>${description !== '' && description.split('\n').map((line) => html`<p class="lead">${line}</p>`)}</header>
${renderSummary(page, ids)}
<input type="hidden" name="id"${attribute('value', page.submissionId)}>
<input type="hidden" name="token"${attribute('value', page.token)}>
<input type="hidden" name="query"${attribute('value', page.query)}>
<input type="hidden"${attribute('name', LANGUAGE_PARAMETER)}${attribute('value', speech.language)}>
<div class="trap" aria-hidden="true"><label>${say('Leave this empty')} <input type="text" name="leave_empty" tabindex="-1" autocomplete="off"></label></div>
${form.nodes.map((node) => renderNode(node, context))}
<div class="actions"><button type="submit">${ui.submit_label ?? say('Send')}</button><span class="state" id="state" role="status"></span></div>
</form>
${page.personName !== null && renderPerson(page, page.personName)}
${jsonElement('definition', { schema: withoutFixed(form), ui })}
${renderDone(stored, speech)}`;
  const hasErrors = page.errors.size > 0 || page.notice !== null;
  const address = hasErrors ? null : { slug, query: page.query };
  const heading = hasErrors ? say('Error: {{title}}', { title }) : title;
  return renderPage({ title: heading, frameAncestors: stored.frame_ancestors, speech, address }, content);
}

/** After it was sent, where there is no script. */
export function renderSent(
  stored: StoredForm,
  { reference, query, speech }: { reference: string; query: string; speech: PageSpeech },
): Page {
  const again = `/f/${stored.slug}${query === '' ? '' : `?${query}`}`;
  const content = html`<section class="card done">${doneContent(stored, reference, speech)}<p><a${attribute('href', again)}>${speech.say('Send another one')}</a></p></section>`;
  return renderPage({ title: stored.title, frameAncestors: stored.frame_ancestors, speech, address: null }, content);
}

/** The same as a template for the page's script: it fills in the reference. */
function renderDone(stored: StoredForm, speech: PageSpeech): Markup {
  return html`<template id="done"><section class="card done" tabindex="-1">${doneContent(stored, '', speech)}<p><a href="">${speech.say('Send another one')}</a></p></section></template>`;
}

function doneContent({ title, ui }: StoredForm, reference: string, { say }: PageSpeech): Markup {
  return html`<h1>${title}</h1><p class="tick-mark" aria-hidden="true"></p><p class="lead">${
    ui.done_text ?? say('Thank you. It was sent.')
  }</p><p>${say('Your reference:')} <strong class="reference">${reference}</strong></p>`;
}

function renderSummary({ errors, notice, speech }: FormPage, ids: ReadonlyMap<string, string>): Markup {
  const known = [...errors].map(([path, message]) => ({ id: ids.get(path), message }));
  const isHidden = known.length === 0 && notice === null;
  const lines = known.map(({ id, message }) => html`<li>${id === undefined ? message : html`<a href="#${id}">${message}</a>`}</li>`);
  return html`<div class="summary" id="summary" role="alert" tabindex="-1"${attribute('hidden', isHidden)}><p>${notice === null ? speech.say('Something has to be put right:') : speech.sayAgain(notice)}</p><ul>${lines}</ul></div>`;
}

function renderPerson({ stored: { slug }, token, query, speech: { say, language } }: FormPage, name: string): Markup {
  return html`<form class="person" method="post"${attribute('action', `/f/${slug}/sign-out`)}><input type="hidden" name="token"${attribute(
    'value',
    token,
  )}><input type="hidden" name="query"${attribute('value', query)}><input type="hidden"${attribute('name', LANGUAGE_PARAMETER)}${attribute('value', language)}><p>${say('You send this as {{name}}.', { name })} <button type="submit" class="link">${say('Sign out')}</button></p></form>`;
}

/** What the target sets is nothing that a page should know. */
function withoutFixed({ schema, fixed }: ReadForm): FormSchema {
  const isOpen = ([name]: readonly [string, unknown]) => !Object.hasOwn(fixed, name);
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(isOpen)),
    required: (schema.required ?? []).filter((name) => !Object.hasOwn(fixed, name)),
  };
}
