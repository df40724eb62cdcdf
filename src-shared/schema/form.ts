import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { StringEnum } from './string-enum.ts';
import { JsonObject } from './task.ts';

const Line = (maxLength: number) => Type.String({ maxLength });

export const FORM_WIDGETS = ['text', 'textarea', 'select', 'radio'] as const;

/** How a field is shown, where the schema does not say it. */
export const FieldHints = Type.Object(
  {
    label: Type.Optional(Line(200)),
    help: Type.Optional(Line(1_000)),
    placeholder: Type.Optional(Line(200)),
    widget: Type.Optional(StringEnum(FORM_WIDGETS)),
  },
  { additionalProperties: false },
);
export type FieldHints = Static<typeof FieldHints>;

export const FormHints = Type.Object(
  {
    /** Names of the outermost fields; those that it leaves out come after. */
    order: Type.Optional(Type.Array(Line(64), { maxItems: 100 })),
    /** By path: `customer`, or `address.city` for a field within a group. */
    fields: Type.Optional(Type.Record(Type.String(), FieldHints)),
    submit_label: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    /** Shown with the reference after it was sent. */
    done_text: Type.Optional(Line(1_000)),
  },
  { additionalProperties: false },
);
export type FormHints = Static<typeof FormHints>;

/** What becomes of a submission. */
export const FormTarget = Type.Object(
  {
    /** Fields that every task of the form gets; nobody who fills it in can change them. */
    fields: JsonObject,
    /** Null: routed by the conditions of the queues. */
    queue_uid: Nullable(Identifier),
    /** Null: due at once. */
    due_in_seconds: Nullable(Type.Integer({ minimum: 0, maximum: 10 * 366 * 86_400 })),
  },
  { additionalProperties: false },
);
export type FormTarget = Static<typeof FormTarget>;

/** A part of an address: lower case, digits and hyphens. */
export const FormSlug = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$', minLength: 1, maxLength: 64 });

/** A source in a Content-Security-Policy: an origin, whose host may begin with `*.`, or `self`. */
const FrameAncestor = Type.String({ pattern: '^(self|https?://(\\*\\.)?[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?)$', maxLength: 300 });

/** A way to make tasks by hand: in the console, at `/f/{slug}`, or through the API. */
export const Form = Type.Object(
  {
    id: Identifier,
    slug: FormSlug,
    title: Type.String({ minLength: 1, maxLength: 120 }),
    description: Line(4_000),
    /** JSON Schema 2020-12 of an object, as far as `form/read-form-schema.ts` takes it. */
    schema: JsonObject,
    ui: FormHints,
    /** Paths of fields that a link may fill in: `?customer=123`. */
    prefill: Type.Array(Line(256), { maxItems: 100 }),
    target: FormTarget,
    /** Whether its page is for everybody, or for people who sign in. */
    public: Type.Boolean(),
    frame_ancestors: Type.Array(FrameAncestor, { maxItems: 20 }),
    enabled: Type.Boolean(),
    /** Its page; without a host where the server does not know how it is seen from outside. */
    url: Type.String(),
  },
  { additionalProperties: false },
);
export type Form = Static<typeof Form>;

/** What makes a form: all that somebody decides about it, without where it is found. */
export type FormDefinition = Pick<Form, 'schema' | 'ui' | 'prefill' | 'target'>;
