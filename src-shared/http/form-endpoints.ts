import { type Static, Type } from 'typebox';
import { Form } from '../schema/form.ts';
import { FormSubmission, SUBMISSION_STATES } from '../schema/form-submission.ts';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { JsonObject } from '../schema/task.ts';
import { BASE, type Endpoint, EVERYBODY, MANAGERS } from './endpoint.ts';

const { slug, title, description, schema, ui, prefill, target, public: isPublic, frame_ancestors, enabled } = Form.properties;

export const NewForm = Type.Object(
  {
    id: Type.Optional(Identifier),
    slug: Type.Optional(slug),
    title,
    description: Type.Optional(description),
    schema,
    ui: Type.Optional(ui),
    prefill: Type.Optional(prefill),
    target: Type.Optional(Type.Partial(target, { additionalProperties: false })),
    public: Type.Optional(isPublic),
    frame_ancestors: Type.Optional(frame_ancestors),
    enabled: Type.Optional(enabled),
  },
  { additionalProperties: false },
);
export type NewForm = Static<typeof NewForm>;

const Changeable = {
  slug,
  title,
  description,
  schema,
  ui,
  prefill,
  target: Type.Partial(target, { additionalProperties: false }),
  public: isPublic,
  frame_ancestors,
  enabled,
};

/** `expected`: what the caller saw before; where the form is otherwise now, nothing is changed. */
export const FormChange = Type.Partial(
  Type.Object({ ...Changeable, expected: Type.Partial(Type.Object({ ...Changeable, target }), { additionalProperties: false }) }),
  { additionalProperties: false, minProperties: 1 },
);
export type FormChange = Static<typeof FormChange>;

/** `id`: chosen by the sender; the same one again makes no second task. */
export const NewSubmission = Type.Object({ id: Type.Optional(Identifier), values: JsonObject }, { additionalProperties: false });
export type NewSubmission = Static<typeof NewSubmission>;

export const Submitted = Type.Object({ reference: Identifier }, { additionalProperties: false });
export type Submitted = Static<typeof Submitted>;

export const SUBMISSION_BYTES = 128 * 1024;

export const SUBMISSION_PAGE = { default: 50, maximum: 500 } as const;

/** Newest first; `format=ndjson` is everything in one answer, oldest first, with the fields of each task. */
export const SubmissionQuery = Type.Object({
  since: Type.Optional(Type.String({ maxLength: 64 })),
  until: Type.Optional(Type.String({ maxLength: 64 })),
  state: Type.Optional(StringEnum(SUBMISSION_STATES)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: SUBMISSION_PAGE.maximum })),
  cursor: Type.Optional(Type.String({ maxLength: 256 })),
  format: Type.Optional(StringEnum(['json', 'ndjson'] as const)),
});
export type SubmissionQuery = Static<typeof SubmissionQuery>;

/** A page may hold fewer than asked for, or none: it goes on while `has_more`. */
export const SubmissionPage = Type.Object({
  items: Type.Array(FormSubmission),
  meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }),
});
export type SubmissionPage = Static<typeof SubmissionPage>;

const Id = Type.Object({ id: Identifier });
const Slug = Type.Object({ slug });
const EDITORS = { roles: MANAGERS, scope: 'admin' } as const;
const Page = Type.String();
/** What a page of the server's own sends back: its names are of no interest to anybody else. */
const PageBody = { schema: JsonObject, isOptional: true, limitBytes: SUBMISSION_BYTES };

export const FORM_ENDPOINTS = {
  'forms.list': {
    method: 'GET',
    path: `${BASE}/forms`,
    summary: 'The forms, by title.',
    access: EDITORS,
    answers: { 200: Type.Object({ items: Type.Array(Form) }) },
  },
  'forms.create': {
    method: 'POST',
    path: `${BASE}/forms`,
    summary: 'Makes a form: a JSON Schema 2020-12 with hints for its fields, and what becomes of what is sent.',
    isAudited: true,
    access: EDITORS,
    body: { schema: NewForm },
    answers: { 200: Form },
  },
  'forms.get': {
    method: 'GET',
    path: `${BASE}/forms/:id`,
    summary: 'One form.',
    access: EDITORS,
    parameters: Id,
    answers: { 200: Form },
  },
  'forms.change': {
    method: 'PATCH',
    path: `${BASE}/forms/:id`,
    summary: 'Changes a form; what the body does not name stays, within the target too.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    body: { schema: FormChange },
    answers: { 200: Form },
  },
  'forms.replace': {
    method: 'PUT',
    path: `${BASE}/forms/:id`,
    summary: 'Replaces a form, or makes it.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    body: { schema: NewForm },
    answers: { 200: Form },
  },
  'forms.delete': {
    method: 'DELETE',
    path: `${BASE}/forms/:id`,
    summary: 'Removes a form; the tasks that it made stay.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    answers: { 204: null },
  },
  'forms.submit': {
    method: 'POST',
    path: `${BASE}/forms/:id/submissions`,
    summary: 'Makes a task out of what was entered.',
    access: { roles: EVERYBODY, scope: 'tasks:write' },
    parameters: Id,
    body: { schema: NewSubmission, limitBytes: SUBMISSION_BYTES },
    answers: { 200: Submitted },
  },
  'forms.submissions': {
    method: 'GET',
    path: `${BASE}/forms/:id/submissions`,
    summary: 'What was sent with a form, by whom, and what came of it.',
    access: EDITORS,
    parameters: Id,
    query: SubmissionQuery,
    answers: { 200: SubmissionPage },
  },
  'forms.forgetSubmissions': {
    method: 'POST',
    path: `${BASE}/forms/:id/submissions/forget`,
    summary: 'Forgets who sent what before a moment; the tasks stay. A part at a time: again while `has_more`.',
    isAudited: true,
    access: EDITORS,
    parameters: Id,
    body: { schema: Type.Object({ before: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }) },
    answers: { 200: Type.Object({ forgotten: Type.Integer(), has_more: Type.Boolean() }) },
  },
  'formPage.show': {
    method: 'GET',
    path: '/f/:slug',
    summary: 'The page of a form; fields that may be pre-filled are read from the query.',
    access: 'public',
    isPage: true,
    parameters: Slug,
    contentType: 'text/html',
    answers: { 200: Page },
  },
  'formPage.submit': {
    method: 'POST',
    path: '/f/:slug',
    summary: 'What the page sends; answers a page, or the reference alone where JSON is asked for.',
    access: 'public',
    isPage: true,
    parameters: Slug,
    body: PageBody,
    contentType: 'text/html',
    json: Submitted,
    answers: { 200: Page },
  },
  'formPage.signIn': {
    method: 'POST',
    path: '/f/:slug/sign-in',
    summary: 'Signs somebody in for the pages of forms, and for nothing else.',
    access: 'public',
    isPage: true,
    parameters: Slug,
    body: PageBody,
    answers: { 303: null },
  },
  'formPage.signOut': {
    method: 'POST',
    path: '/f/:slug/sign-out',
    summary: 'Ends what the sign-in began.',
    access: 'public',
    isPage: true,
    parameters: Slug,
    body: PageBody,
    answers: { 303: null },
  },
} as const satisfies Record<string, Endpoint>;
