import { type Static, Type } from 'typebox';
import { SAMPLE_RECORDS } from '../connector/sample-limits.ts';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { StringEnum } from './string-enum.ts';
import { JsonObject, TaskStatus } from './task.ts';
import { Timestamp } from './timestamp.ts';

const CLOSED = { additionalProperties: false } as const;

export const RULE_STATUSES = ['TODO', 'ASSIGNED', 'STARTED', 'DONE', 'by_assignee', 'started_by_assignee'] as const;

/**
 * How a vendor's word becomes a status; `*` stands for every other word. `by_assignee`: ASSIGNED when its person is known
 * here, else TODO. Of the words that give a status, the first one is what is written back for it.
 */
export const ConnectorStatusRule = Type.Object(
  {
    word: Type.String({ minLength: 1, maxLength: 256 }),
    status: StringEnum(RULE_STATUSES),
    /** False: never written back by itself. */
    is_written: Type.Optional(Type.Boolean()),
  },
  CLOSED,
);
export type ConnectorStatusRule = Static<typeof ConnectorStatusRule>;

export const ConnectorMapping = Type.Object(
  {
    /** They go before what the kind says. */
    statuses: Type.Array(ConnectorStatusRule, { maxItems: 200 }),
    /** The vendor's id of a person → a user's id; null: nobody. Everybody else is matched by e-mail address. */
    people: Type.Unsafe<Record<string, string | null>>({
      type: 'object',
      additionalProperties: { type: ['string', 'null'], maxLength: 128 },
      maxProperties: 5_000,
    }),
    /** A field of ours → the vendor's field, or a path into it with dots. */
    fields: Type.Unsafe<Record<string, string>>({
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1, maxLength: 256 },
      maxProperties: 100,
    }),
  },
  CLOSED,
);
export type ConnectorMapping = Static<typeof ConnectorMapping>;

export const ConnectorSchedule = Type.Object(
  {
    every_seconds: Type.Integer({ minimum: 10, maximum: 86_400 }),
    /** Between two reconciliations of everything. */
    full_every_seconds: Type.Integer({ minimum: 60, maximum: 604_800 }),
  },
  CLOSED,
);
export type ConnectorSchedule = Static<typeof ConnectorSchedule>;

export const ConnectorSafety = Type.Object(
  {
    /** In how many whole reconciliations in a row an item has to be missing before it counts as gone. */
    absences: Type.Integer({ minimum: 1, maximum: 20 }),
    /** A run that would close more than this share of what is open stops and asks. */
    maximum_closing_share: Type.Number({ minimum: 0, maximum: 1 }),
  },
  CLOSED,
);
export type ConnectorSafety = Static<typeof ConnectorSafety>;

export const ConnectorWriteBack = Type.Object({ status: Type.Boolean(), assignee: Type.Boolean() }, CLOSED);
export type ConnectorWriteBack = Static<typeof ConnectorWriteBack>;

const RUN_TYPES = ['changes', 'full', 'items', 'writes'] as const;
const RUN_STATUSES = ['running', 'succeeded', 'failed', 'halted', 'cancelled', 'interrupted'] as const;

/** What a run did, in numbers. */
export const RunFigures = Type.Object(
  {
    requests: Type.Integer(),
    seen: Type.Integer(),
    created: Type.Integer(),
    updated: Type.Integer(),
    unchanged: Type.Integer(),
    closed: Type.Integer(),
    reopened: Type.Integer(),
    skipped: Type.Integer(),
    /** What we had written, seen again. */
    echoes: Type.Integer(),
    written: Type.Integer(),
    /** Of all that there is to see, where the vendor says how many. */
    total: Nullable(Type.Integer()),
  },
  CLOSED,
);
export type RunFigures = Static<typeof RunFigures>;

export const RunProblem = Type.Object(
  {
    external_id: Nullable(Type.String()),
    /** A sentence for the admin. */
    message: Type.String(),
    reason: Nullable(Type.String()),
    status: Nullable(Type.Integer()),
    /** The vendor's own words. */
    vendor_message: Nullable(Type.String()),
  },
  CLOSED,
);
export type RunProblem = Static<typeof RunProblem>;

/** What a run would close, and does not without being told to. */
export const RunClosings = Type.Object(
  {
    count: Type.Integer(),
    open: Type.Integer(),
    samples: Type.Array(Type.Object({ external_id: Type.String(), title: Nullable(Type.String()) }, CLOSED)),
  },
  CLOSED,
);
export type RunClosings = Static<typeof RunClosings>;

/** `halted`: it would close more than its safety allows, and waits for a word. `interrupted`: its server ended. */
export const ConnectorRun = Type.Object(
  {
    id: Identifier,
    connector_id: Identifier,
    type: StringEnum(RUN_TYPES),
    status: StringEnum(RUN_STATUSES),
    started_at: Timestamp,
    ended_at: Nullable(Timestamp),
    ...RunFigures.properties,
    errors: Type.Array(RunProblem),
    error_count: Type.Integer(),
    warnings: Type.Array(Type.String()),
    closings: Type.Union([RunClosings, Type.Null()]),
  },
  CLOSED,
);
export type ConnectorRun = Static<typeof ConnectorRun>;

/** Who the vendor says that we are, and its words for status. */
export const ConnectorAccount = Type.Object(
  {
    name: Type.String(),
    statuses: Type.Array(Type.Object({ word: Type.String(), label: Type.String(), isClosed: Type.Boolean() }, CLOSED)),
    warnings: Type.Array(Type.String()),
  },
  CLOSED,
);
export type ConnectorAccount = Static<typeof ConnectorAccount>;

/**
 * How much of what the vendor takes in a window of time is used: by all connectors with the same credentials in the server
 * process that has, or had, this connector. It stops itself at the limit, which is a share of the vendor's own.
 */
export const ConnectorBudget = Type.Object(
  {
    /** What the requests have in common, such as `search`; `default` for the rest. */
    name: Type.String(),
    limit: Type.Integer(),
    used: Type.Integer(),
    remaining: Type.Integer(),
    window_seconds: Type.Number(),
    /** When something comes back, and when all is there again; null: nothing is used. */
    next_refill_at: Nullable(Timestamp),
    refilled_at: Nullable(Timestamp),
    /** The vendor itself asked to be left alone until then. */
    throttled_until: Nullable(Timestamp),
    /** When that process said so; null: it never asked the vendor for anything. */
    known_at: Nullable(Timestamp),
  },
  CLOSED,
);
export type ConnectorBudget = Static<typeof ConnectorBudget>;

const HEALTHS = ['paused', 'credentials_missing', 'waiting', 'importing', 'running', 'well', 'failing', 'asking'] as const;

const Name = Type.String({ minLength: 1, maxLength: 200 });

/** A mirror of a vendor's open items. Its credentials are write only. */
export const Connector = Type.Object(
  {
    id: Identifier,
    kind: Type.String(),
    name: Name,
    enabled: Type.Boolean(),
    config: JsonObject,
    has_credentials: Type.Boolean(),
    schedule: ConnectorSchedule,
    mapping: ConnectorMapping,
    safety: ConnectorSafety,
    write_back: ConnectorWriteBack,
    /** Where the vendor sends its events, so that changes are seen at once. */
    events_url: Type.String(),
    account: Type.Union([ConnectorAccount, Type.Null()]),
    health: StringEnum(HEALTHS),
    /** What is the matter, in a sentence. */
    message: Nullable(Type.String()),
    open_items: Type.Integer(),
    next_run_at: Nullable(Timestamp),
    last_run: Type.Union([ConnectorRun, Type.Null()]),
    budgets: Type.Array(ConnectorBudget),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  CLOSED,
);
export type Connector = Static<typeof Connector>;

export const ConnectorKind = Type.Object(
  {
    kind: Type.String(),
    name: Type.String(),
    description: Type.String(),
    /** JSON Schema, as are the credentials. */
    config: JsonObject,
    credentials: JsonObject,
    schedule: ConnectorSchedule,
    statuses: Type.Array(ConnectorStatusRule),
    takes_events: Type.Boolean(),
    writes_back: Type.Boolean(),
    safety: ConnectorSafety,
  },
  CLOSED,
);
export type ConnectorKind = Static<typeof ConnectorKind>;

const partial = { credentials: Type.Optional(JsonObject) };

export const NewConnector = Type.Object(
  {
    id: Type.Optional(Identifier),
    kind: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.Optional(Name),
    enabled: Type.Optional(Type.Boolean()),
    config: Type.Optional(JsonObject),
    ...partial,
    schedule: Type.Optional(Type.Partial(ConnectorSchedule, CLOSED)),
    mapping: Type.Optional(Type.Partial(ConnectorMapping, CLOSED)),
    safety: Type.Optional(Type.Partial(ConnectorSafety, CLOSED)),
    write_back: Type.Optional(Type.Partial(ConnectorWriteBack, CLOSED)),
  },
  CLOSED,
);
export type NewConnector = Static<typeof NewConnector>;

/** `config` and each part of `mapping` replace what was there; `credentials: null` removes them. */
export const ConnectorChange = Type.Object(
  {
    kind: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    name: Type.Optional(Name),
    enabled: Type.Optional(Type.Boolean()),
    config: Type.Optional(JsonObject),
    credentials: Type.Optional(Nullable(JsonObject)),
    schedule: Type.Optional(Type.Partial(ConnectorSchedule, CLOSED)),
    mapping: Type.Optional(Type.Partial(ConnectorMapping, CLOSED)),
    safety: Type.Optional(Type.Partial(ConnectorSafety, CLOSED)),
    write_back: Type.Optional(Type.Partial(ConnectorWriteBack, CLOSED)),
  },
  { ...CLOSED, minProperties: 1 },
);
export type ConnectorChange = Static<typeof ConnectorChange>;

/** Settings that were not saved yet; what is absent is taken from the connector that the path names, if it names one. */
export const ConnectorTrial = Type.Object(
  {
    kind: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    config: Type.Optional(JsonObject),
    ...partial,
    mapping: Type.Optional(Type.Partial(ConnectorMapping, CLOSED)),
    /** For previews: look at everything, and tell what would be closed. */
    full: Type.Optional(Type.Boolean()),
  },
  CLOSED,
);
export type ConnectorTrial = Static<typeof ConnectorTrial>;

export const ConnectorTestResult = Type.Object(
  {
    ok: Type.Boolean(),
    account: Type.Union([ConnectorAccount, Type.Null()]),
    problem: Type.Union([RunProblem, Type.Null()]),
    warnings: Type.Array(Type.String()),
  },
  CLOSED,
);
export type ConnectorTestResult = Static<typeof ConnectorTestResult>;

export const PreviewedItem = Type.Object(
  {
    external_id: Type.String(),
    action: StringEnum(['create', 'update', 'unchanged', 'reopen', 'close', 'skip']),
    title: Nullable(Type.String()),
    url: Nullable(Type.String()),
    status: TaskStatus,
    status_word: Type.String(),
    assignee_uid: Nullable(Type.String()),
    /** The vendor's own name of the person, whether they are known here or not. */
    assignee_name: Nullable(Type.String()),
    due_at: Nullable(Timestamp),
    priority: Nullable(Type.Number()),
    fields: JsonObject,
    problem: Nullable(Type.String()),
  },
  CLOSED,
);
export type PreviewedItem = Static<typeof PreviewedItem>;

export const ConnectorPreview = Type.Object(
  {
    ok: Type.Boolean(),
    problem: Type.Union([RunProblem, Type.Null()]),
    warnings: Type.Array(Type.String()),
    items: Type.Array(PreviewedItem),
    /** Whether everything was looked at: only then it is known what would be closed. */
    is_complete: Type.Boolean(),
    seen: Type.Integer(),
    would_create: Type.Integer(),
    would_update: Type.Integer(),
    would_close: Type.Integer(),
    closings: Type.Array(Type.Object({ external_id: Type.String(), title: Nullable(Type.String()) }, CLOSED)),
    /** It would stop and ask, as it would close too much at once. */
    would_ask: Type.Boolean(),
    skipped: Type.Array(Type.Object({ external_id: Nullable(Type.String()), reason: Type.String() }, CLOSED)),
  },
  CLOSED,
);
export type ConnectorPreview = Static<typeof ConnectorPreview>;

/** What a mapping makes of a record: of each of its targets, in their order; `fields.<name>` for fields of one's own. */
export const SampleValue = Type.Object(
  {
    target: Type.String(),
    /** As the task will have it, in words; null: nothing. */
    value: Nullable(Type.String()),
    /** Why there is nothing, in a sentence. */
    problem: Nullable(Type.String()),
  },
  CLOSED,
);
export type SampleValue = Static<typeof SampleValue>;

/** The first records as the source has them, cut where they are long: what a mapping is made against. */
export const ConnectorSample = Type.Object(
  {
    ok: Type.Boolean(),
    problem: Type.Union([RunProblem, Type.Null()]),
    warnings: Type.Array(Type.String()),
    records: Type.Array(JsonObject),
  },
  CLOSED,
);
export type ConnectorSample = Static<typeof ConnectorSample>;

/** Records of a sample, and a mapping that need not be whole yet. */
export const SampleToMap = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 64 }),
    config: JsonObject,
    mapping: Type.Optional(Type.Partial(ConnectorMapping, CLOSED)),
    records: Type.Array(JsonObject, { maxItems: SAMPLE_RECORDS }),
  },
  CLOSED,
);
export type SampleToMap = Static<typeof SampleToMap>;

/** Of each record, in their order. */
export const MappedSample = Type.Object(
  { problem: Type.Union([RunProblem, Type.Null()]), records: Type.Array(Type.Array(SampleValue)) },
  CLOSED,
);
export type MappedSample = Static<typeof MappedSample>;

/** A person at the vendor, and who that is here. */
export const ConnectorPerson = Type.Object(
  {
    external_id: Type.String(),
    name: Type.String(),
    email: Nullable(Type.String()),
    is_active: Type.Boolean(),
    user_id: Nullable(Type.String()),
    matched_by: Type.Unsafe<'mapping' | 'email' | null>({ type: ['string', 'null'], enum: ['mapping', 'email', null] }),
  },
  CLOSED,
);
export type ConnectorPerson = Static<typeof ConnectorPerson>;
