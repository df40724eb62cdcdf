import { Check } from 'typebox/value';
import { readForm } from '../../src-shared/form/read-form.ts';
import type { FormChange, NewForm } from '../../src-shared/http/form-endpoints.ts';
import { Identifier } from '../../src-shared/schema/identifier.ts';
import { equalJson } from '../../src-shared/task/merge-json.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { refuseIfChanged } from '../http/refuse-if-changed.ts';
import { findQueue } from '../queues/queue-rows.ts';
import type { Sql } from '../store/database.ts';
import { fieldsProblem } from '../tasks/check-fields.ts';
import { removeEntriesOf } from './form-entries.ts';
import { countForms, findForm, findFormBySlug, removeForm, type StoredForm, saveForm } from './form-rows.ts';

/** All of them go to every console. */
const FORMS_MAXIMUM = 500;
const DEFINITION_BYTES = 128 * 1024;
const NO_TARGET = { fields: {}, queue_uid: null, due_in_seconds: null };

/** Throws ApiErrors: already_exists, conflict, validation_failed. */
export async function createForm(sql: Sql, clock: Clock, id: string, body: NewForm): Promise<StoredForm> {
  if (await findForm(sql, id)) throw new ApiError('already_exists', `There is a form ${id} already.`);
  return addForm(sql, clock, id, body);
}

/** Throws ApiErrors: not_found, already_exists, validation_failed, version_mismatch. */
export async function changeForm(sql: Sql, clock: Clock, id: string, body: FormChange): Promise<StoredForm> {
  const before = (await findForm(sql, id)) ?? noSuchForm(id);
  const { expected, ...change } = body;
  refuseIfChanged(`The form ${before.title}`, before, expected);
  const after = { ...before, ...change, target: { ...before.target, ...change.target } };
  return keepForm(sql, clock, before, after);
}

/** What the body leaves out becomes what a new form has, but for the slug, which stays. Throws as `createForm` does. */
export async function replaceForm(sql: Sql, clock: Clock, id: string, body: NewForm): Promise<StoredForm> {
  if (body.id !== undefined && body.id !== id) throw new ApiError('validation_failed', 'body.id names another form than the path does.');
  const before = await findForm(sql, id);
  if (!before) return addForm(sql, clock, id, body);
  return keepForm(sql, clock, before, formOf(id, body.slug ?? before.slug, body));
}

/** Throws an ApiError `not_found`. */
export async function deleteForm(sql: Sql, id: string): Promise<void> {
  if (!(await findForm(sql, id))) noSuchForm(id);
  await removeForm(sql, id);
  await removeEntriesOf(sql, id);
}

export function noSuchForm(id: string): never {
  throw new ApiError('not_found', `There is no form ${id.slice(0, 128)}.`);
}

async function addForm(sql: Sql, clock: Clock, id: string, body: NewForm): Promise<StoredForm> {
  if (!Check(Identifier, id)) throw new ApiError('validation_failed', "A form's id has 1 to 128 characters out of A-Za-z0-9._:~@-.");
  if ((await countForms(sql)) >= FORMS_MAXIMUM) {
    throw new ApiError('conflict', `There are ${FORMS_MAXIMUM} forms already, and no more can be made.`);
  }
  const form = formOf(id, body.slug ?? (await freeSlug(sql, body.title)), body);
  await refuseMistakes(sql, form);
  await saveForm(sql, form, clock.nowMicros());
  return form;
}

async function keepForm(sql: Sql, clock: Clock, before: StoredForm, after: StoredForm): Promise<StoredForm> {
  if (equalJson(before, after)) return before;
  await refuseMistakes(sql, after);
  await saveForm(sql, after, clock.nowMicros());
  return after;
}

function formOf(id: string, slug: string, body: NewForm): StoredForm {
  return {
    id,
    slug,
    title: body.title,
    description: body.description ?? '',
    schema: body.schema,
    ui: body.ui ?? {},
    prefill: body.prefill ?? [],
    target: { ...NO_TARGET, ...body.target },
    public: body.public ?? false,
    frame_ancestors: body.frame_ancestors ?? [],
    enabled: body.enabled ?? true,
  };
}

async function refuseMistakes(sql: Sql, form: StoredForm): Promise<void> {
  const { schema, ui, target } = form;
  if (Buffer.byteLength(JSON.stringify([schema, ui, target])) > DEFINITION_BYTES) {
    throw new ApiError('validation_failed', `A form's definition holds at most ${DEFINITION_BYTES / 1024} KiB.`);
  }
  const problem = fieldsProblem(target.fields);
  if (problem !== null) throw new ApiError('validation_failed', `body.target.fields ${problem}.`);
  const read = readForm(form);
  if (!read.ok) {
    const issues = read.issues.map(({ path, message }) => ({ path: `body.${path}`, message }));
    const [first] = issues;
    throw new ApiError('validation_failed', `${first?.path} ${first?.message}.`, { details: { issues } });
  }
  if (target.queue_uid !== null && !(await findQueue(sql, target.queue_uid))) {
    throw new ApiError('validation_failed', `body.target.queue_uid names no queue: ${target.queue_uid}.`);
  }
  const other = await findFormBySlug(sql, form.slug);
  if (other && other.id !== form.id) throw new ApiError('already_exists', `Another form is at /f/${form.slug} already.`);
}

/** From the title; with a number behind it where others have the same. */
async function freeSlug(sql: Sql, title: string): Promise<string> {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
  const wanted = words.slice(0, 50).replaceAll(/^-|-$/g, '') || 'form';
  let slug = wanted;
  for (let number = 2; await findFormBySlug(sql, slug); number += 1) slug = `${wanted}-${number}`;
  return slug;
}
