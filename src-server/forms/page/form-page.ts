import { checkValues, type ValueIssue } from '../../../src-shared/form/check-values.ts';
import { controlName, valuesOfEntries } from '../../../src-shared/form/entries.ts';
import { errorsByField } from '../../../src-shared/form/errors-by-field.ts';
import { fieldsOf, layOutForm } from '../../../src-shared/form/form-fields.ts';
import type { FormSchema } from '../../../src-shared/form/form-schema.ts';
import { choosePageLanguage, entriesInLanguage } from '../../../src-shared/form/page-language.ts';
import { speakOnPage } from '../../../src-shared/form/page-phrases.ts';
import type { ReadForm } from '../../../src-shared/form/read-form.ts';
import type { FormHints } from '../../../src-shared/schema/form.ts';

/** The server has chosen. */
const speech = speakOnPage(choosePageLanguage(document.documentElement.lang, undefined));

/**
 * What a page of a form does in a browser: says what is wrong before anything is sent, sends it without leaving the page,
 * and keeps everything that was entered when that fails. Without it the page works, by itself, in more steps.
 */
function start(element: HTMLFormElement, definition: { schema: FormSchema; ui: FormHints }): void {
  const { nodes } = layOutForm(definition.schema, definition.ui, {});
  const form: ReadForm = { schema: definition.schema, nodes, fields: fieldsOf(nodes), prefill: new Set(), fixed: {} };
  let isSending = false;
  element.noValidate = true;
  showLocalMoments(element);

  element.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isSending) return;
    if (showErrors(element, form, findIssues(element, form))) return;
    isSending = true;
    send(element, form).finally(() => {
      isSending = false;
    });
  });
  // A field says at once when it is right. Not on change: what vanishes when a field is left moves the page under a click.
  element.addEventListener('input', ({ target }) => {
    const field = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null;
    if (field?.querySelector('[aria-invalid]'))
      showFieldError(field, errorsByField(form.fields, findIssues(element, form), speech.sayAgain));
  });
}

interface Failure {
  error?: { message?: string; details?: { issues?: { path: string; message: string }[] } };
}

async function send(element: HTMLFormElement, form: ReadForm): Promise<void> {
  const button = element.querySelector<HTMLButtonElement>('button[type=submit]');
  say(element, speech.say('Sending…'));
  button?.setAttribute('aria-disabled', 'true');
  try {
    const body = new URLSearchParams([...entriesToSend(element)]);
    const answer = await fetch(element.action, { method: 'POST', body, headers: { accept: 'application/json' } });
    const content = (await answer.json()) as { reference?: string } & Failure;
    if (answer.ok && content.reference !== undefined) showDone(element, content.reference);
    else showRefusal(element, form, content);
  } catch {
    showNotice(element, speech.say('It could not be sent: the server did not answer. Nothing that you entered is lost. Send it again.'));
  } finally {
    say(element, '');
    button?.removeAttribute('aria-disabled');
  }
}

function showRefusal(element: HTMLFormElement, form: ReadForm, { error }: Failure): void {
  const issues = (error?.details?.issues ?? []).map(({ path, message }) => ({ path: path.split('.').slice(2), message }));
  if (issues.length > 0 && showErrors(element, form, issues)) return;
  const message = error?.message ?? 'It could not be sent. Nothing that you entered is lost. Send it again.';
  showNotice(element, speech.sayAgain(message));
}

function entriesToSend(element: HTMLFormElement): [string, string][] {
  const moments = new Map(
    [...element.querySelectorAll<HTMLInputElement>('input[type=datetime-local]')].map((input) => [input.name, input]),
  );
  return [...new FormData(element)].flatMap(([name, value]): [string, string][] => {
    if (typeof value !== 'string') return [];
    const moment = moments.get(name);
    return [[name, moment && value !== '' ? `${value}${offsetAt(value)}` : value]];
  });
}

/** The visitor's offset at that time of the year, as +02:00. */
function offsetAt(local: string): string {
  const minutes = -new Date(local).getTimezoneOffset();
  const digits = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${digits.join(':')}`;
}

/** Without a script a time counts as UTC; with it, as the visitor's own. */
function showLocalMoments(element: HTMLFormElement): void {
  for (const input of element.querySelectorAll<HTMLInputElement>('input[type=datetime-local]')) {
    const help = input.closest('.field')?.querySelector('.utc');
    if (help) help.textContent = speech.say('Your time zone: {{zone}}.', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    if (input.value === '') continue;
    const at = new Date(`${input.value}Z`);
    const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
    input.value = local.toISOString().slice(0, 16);
  }
}

function findIssues(element: HTMLFormElement, form: ReadForm): ValueIssue[] {
  const entries = entriesToSend(element);
  const read = (name: string) => entries.filter(([other]) => other === name || other === `${name}[]`).map(([, value]) => value);
  const issues = checkValues(form.schema, valuesOfEntries(form, entriesInLanguage(form.fields, read, speech.language)));
  // A date that is half entered is an empty one to the script.
  const half = form.fields.filter(({ path }) => {
    const control = element.elements.namedItem(controlName(path));
    return control instanceof HTMLInputElement && control.validity.badInput;
  });
  return [...half.map(({ path }) => ({ path, message: 'is not complete' })), ...issues];
}

/** Whether there was any. */
function showErrors(element: HTMLFormElement, form: ReadForm, issues: readonly ValueIssue[]): boolean {
  const errors = errorsByField(form.fields, issues, speech.sayAgain);
  const ids = showFieldErrors(element, errors);
  const summary = element.querySelector<HTMLElement>('#summary');
  if (!summary) return errors.size > 0;
  summary.hidden = errors.size === 0;
  summary.querySelector('p')?.replaceChildren(speech.say('Something has to be put right:'));
  summary.querySelector('ul')?.replaceChildren(
    ...[...errors].map(([path, message]) => {
      const line = document.createElement('li');
      const id = ids.get(path);
      if (id === undefined) line.textContent = message;
      else line.append(link(`#${id}`, message));
      return line;
    }),
  );
  if (errors.size > 0) summary.focus();
  return errors.size > 0;
}

function showNotice(element: HTMLFormElement, message: string): void {
  const summary = element.querySelector<HTMLElement>('#summary');
  if (!summary) return;
  summary.hidden = false;
  summary.querySelector('p')?.replaceChildren(message);
  summary.querySelector('ul')?.replaceChildren();
  summary.focus();
}

function link(href: string, text: string): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = href;
  anchor.textContent = text;
  return anchor;
}

/** Gives back the id of each field's first control, by its path. */
function showFieldErrors(element: HTMLFormElement, errors: ReadonlyMap<string, string>): Map<string, string> {
  const ids = new Map<string, string>();
  for (const field of element.querySelectorAll<HTMLElement>('[data-field]')) {
    const control = showFieldError(field, errors);
    if (control) ids.set(field.dataset.field ?? '', control.id);
  }
  return ids;
}

/** Gives back the field's first control. */
function showFieldError(field: HTMLElement, errors: ReadonlyMap<string, string>): HTMLElement | null {
  const control = field.querySelector<HTMLElement>('input, select, textarea');
  const error = field.querySelector<HTMLElement>('.error');
  if (!control || !error) return null;
  const message = errors.get(field.dataset.field ?? '');
  error.hidden = message === undefined;
  if (error.textContent !== (message ?? '')) error.textContent = message ?? '';
  if (message === undefined) control.removeAttribute('aria-invalid');
  else control.setAttribute('aria-invalid', 'true');
  return control;
}

function showDone(element: HTMLFormElement, reference: string): void {
  const template = document.querySelector<HTMLTemplateElement>('#done');
  const done = template?.content.firstElementChild?.cloneNode(true);
  if (!(done instanceof HTMLElement)) return;
  const place = done.querySelector('.reference');
  if (place) place.textContent = reference;
  // The same address again is a new page, with a new id.
  done.querySelector('a')?.setAttribute('href', window.location.href.split('#')[0] ?? '');
  element.replaceWith(done);
  done.focus();
}

function say(element: HTMLFormElement, text: string): void {
  const state = element.querySelector('#state');
  if (state) state.textContent = text;
}

const element = document.querySelector<HTMLFormElement>('form#form');
const definition = document.querySelector('#definition')?.textContent;
if (element && definition) start(element, JSON.parse(definition) as { schema: FormSchema; ui: FormHints });
