import { type Static, Type } from 'typebox';
import { TaskEvent, WebhookBody } from './event.ts';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { ShownOnce } from './shown-once.ts';
import { StringEnum } from './string-enum.ts';
import { Timestamp } from './timestamp.ts';

/** `tagged`: only tasks whose `integrations` name the hook, as the published webhooks document says. `all`: every task. */
export const HookScope = StringEnum(['tagged', 'all']);
export type HookScope = Static<typeof HookScope>;

/** `paused` by a person; `gone`: the endpoint answered 410; `failing`: nothing passed for three days. */
const HOOK_DISABLED_REASONS = ['paused', 'gone', 'failing'] as const;
export type HookDisabledReason = (typeof HOOK_DISABLED_REASONS)[number];

/** `failing`: nothing passes, and it is tried again; `disabled`: given up on, or the endpoint answered 410. Until something passes again. */
const HOOK_ALERTS = ['failing', 'disabled'] as const;
export type HookAlert = (typeof HOOK_ALERTS)[number];

/** Requests at the same time, over all server processes. Null: 24 from each. */
const MaxInFlight = Nullable(Type.Integer({ minimum: 1, maximum: 256 }));
/** Requests in a second, over all server processes. Null: as many as the endpoint answers. */
const MaxPerSecond = Nullable(Type.Integer({ minimum: 1, maximum: 10_000 }));

const HookUrl = Type.String({ minLength: 1, maxLength: 2048 });

/** A webhook endpoint as its owner sees it. Its secret is shown only when it is made and when it is rotated. */
export const Hook = Type.Object(
  {
    id: Identifier,
    url: HookUrl,
    events: Type.Array(TaskEvent),
    scope: HookScope,
    enabled: Type.Boolean(),
    disabled_reason: Type.Unsafe<HookDisabledReason | null>({ type: ['string', 'null'], enum: [...HOOK_DISABLED_REASONS, null] }),
    max_in_flight: MaxInFlight,
    max_per_second: MaxPerSecond,
    alert: Type.Unsafe<HookAlert | null>({ type: ['string', 'null'], enum: [...HOOK_ALERTS, null] }),
    /** The first failure since which nothing has passed. */
    failing_since: Nullable(Timestamp),
    last_success_at: Nullable(Timestamp),
    last_error: Nullable(Type.String()),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { additionalProperties: false },
);
export type Hook = Static<typeof Hook>;

/** The answer to a registration: the only place besides a rotation where the secret stands. */
export const CreatedHook = Type.Object(
  { id: Identifier, url: HookUrl, events: Type.Array(TaskEvent), scope: HookScope, secret: ShownOnce, created_at: Timestamp },
  { additionalProperties: false },
);
export type CreatedHook = Static<typeof CreatedHook>;

export const RotatedSecret = Type.Object(
  { id: Identifier, secret: ShownOnce, previous_secret_valid_until: Timestamp },
  { additionalProperties: false },
);
export type RotatedSecret = Static<typeof RotatedSecret>;

/** Published names (`on_complete`) are taken too, so names are checked where they are read. */
const EventName = Type.String({ minLength: 1, maxLength: 64 });
const EventNames = Type.Union([EventName, Type.Array(EventName, { minItems: 1, maxItems: 32 })]);

export const HookRegistration = Type.Object(
  {
    id: Type.Optional(Identifier),
    url: Type.Optional(HookUrl),
    target_url: Type.Optional(HookUrl),
    targetUrl: Type.Optional(HookUrl),
    event: Type.Optional(EventNames),
    events: Type.Optional(EventNames),
    scope: Type.Optional(HookScope),
    max_in_flight: Type.Optional(MaxInFlight),
    max_per_second: Type.Optional(MaxPerSecond),
  },
  { additionalProperties: false },
);
export type HookRegistration = Static<typeof HookRegistration>;

export const HookChange = Type.Object(
  {
    url: Type.Optional(HookUrl),
    target_url: Type.Optional(HookUrl),
    targetUrl: Type.Optional(HookUrl),
    event: Type.Optional(EventNames),
    events: Type.Optional(EventNames),
    scope: Type.Optional(HookScope),
    max_in_flight: Type.Optional(MaxInFlight),
    max_per_second: Type.Optional(MaxPerSecond),
    /** False pauses: events are held. True lets them go, in order. */
    enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type HookChange = Static<typeof HookChange>;

/** `pending`: not sent yet; `retrying`: failed, will be sent again; `held`: the endpoint is paused or disabled. */
export const DeliveryStatus = StringEnum(['pending', 'retrying', 'held', 'delivered', 'given_up']);
export type DeliveryStatus = Static<typeof DeliveryStatus>;

/** What a list can be narrowed to; `failed` is what is retried or was given up. */
export const DeliveryFilter = StringEnum(['pending', 'retrying', 'held', 'delivered', 'given_up', 'failed']);
export type DeliveryFilter = Static<typeof DeliveryFilter>;

export const DeliveryAttempt = Type.Object(
  {
    number: Type.Integer(),
    at: Timestamp,
    duration_ms: Type.Integer(),
    status: Nullable(Type.Integer()),
    error: Nullable(Type.String()),
    /** The head of the answer's body. */
    answer: Type.String(),
  },
  { additionalProperties: false },
);
export type DeliveryAttempt = Static<typeof DeliveryAttempt>;

export const Delivery = Type.Object(
  {
    /** The `webhook-id`. */
    id: Type.String(),
    hook_id: Identifier,
    task_uid: Identifier,
    version: Type.Integer(),
    type: TaskEvent,
    status: DeliveryStatus,
    created_at: Timestamp,
    next_attempt_at: Nullable(Timestamp),
    finished_at: Nullable(Timestamp),
    last_status: Nullable(Type.Integer()),
    last_error: Nullable(Type.String()),
    /** The exact bytes sent; null before the first send. */
    body: Nullable(Type.String()),
    attempts: Type.Array(DeliveryAttempt),
  },
  { additionalProperties: false },
);
export type Delivery = Static<typeof Delivery>;

const REPLAY_SELECTIONS = ['failed', 'all', 'missing'] as const;
export type ReplaySelection = (typeof REPLAY_SELECTIONS)[number];

const Moment = Type.Unsafe<string | number>({ type: ['string', 'number'] });

/** `missing`: transitions in the range without a delivery, e.g. from before the subscription. Default: `failed`, until now. */
export const HookReplay = Type.Object(
  { since: Moment, until: Type.Optional(Moment), only: Type.Optional(StringEnum(REPLAY_SELECTIONS)) },
  { additionalProperties: false },
);
export type HookReplay = Static<typeof HookReplay>;

export const HookTestResult = Type.Object(
  {
    delivered: Type.Boolean(),
    status: Nullable(Type.Integer()),
    error: Nullable(Type.String()),
    duration_ms: Type.Integer(),
    answer: Type.String(),
    webhook_id: Type.String(),
    body: Type.String(),
  },
  { additionalProperties: false },
);
export type HookTestResult = Static<typeof HookTestResult>;

/** A payload with a unique `id` added, for no-code tools that tell items apart by it. */
export const HookSample = Type.Object({ id: Type.String(), ...WebhookBody.properties }, { additionalProperties: false });
export type HookSample = Static<typeof HookSample>;

/** An endpoint on which nothing passes, as consoles show it. */
export const HookAlarm = Type.Object({ id: Identifier, alert: StringEnum(HOOK_ALERTS), since: Timestamp }, { additionalProperties: false });
export type HookAlarm = Static<typeof HookAlarm>;

/** What became of an endpoint by itself. `removed`: a REST hook that answered 410. `recovered`: something passes again. */
const HOOK_EVENT_TYPES = [...HOOK_ALERTS, 'recovered', 'removed'] as const;
export type HookEventType = (typeof HOOK_EVENT_TYPES)[number];

export const HookEvent = Type.Object(
  {
    id: Type.String(),
    hook_id: Identifier,
    type: StringEnum(HOOK_EVENT_TYPES),
    at: Timestamp,
    /** When nothing passed any more. */
    since: Timestamp,
    /** What failed last, in a sentence; null when the endpoint recovered. */
    error: Nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type HookEvent = Static<typeof HookEvent>;
