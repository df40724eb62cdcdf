import Type, { type Static, type TSchema } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { Operation, OperationAction, OperationId } from '../schema/operation.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { JsonObject } from '../schema/task.ts';
import { User } from '../schema/user.ts';
import { OperationResult } from '../sync/protocol.ts';

const Nothing = Type.Null();
const Sentence = Type.String({ maxLength: 2_000 });

/** How the session's token is kept: by the system's keyring, or in a 0600 file where there is none. */
export const TokenStorage = StringEnum(['keyring', 'file']);

export const Account = Type.Object(
  {
    /** Names the local database and the journal: the same for the same person, wherever their server moves. */
    key: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }),
    server: Type.String({ maxLength: 2_048 }),
    user: User,
    tokenStorage: TokenStorage,
    /** The server no longer takes the token: local work goes on, sending waits for a sign-in by the same person. */
    expired: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type Account = Static<typeof Account>;

export const SessionState = Type.Object(
  {
    account: Nullable(Account as typeof Account & { type: string }),
    /** Where the sign-in form starts from. */
    suggestedServer: Nullable(Type.String({ maxLength: 2_048 })),
  },
  { additionalProperties: false },
);
export type SessionState = Static<typeof SessionState>;

/** What the operator did, before the journal gave it the device's id and number. */
export const OperationDraft = Type.Object(
  {
    opId: OperationId,
    taskId: Identifier,
    action: OperationAction,
    baseVersion: Type.Integer({ minimum: 0 }),
    at: Type.String({ maxLength: 64 }),
    payload: JsonObject,
  },
  { additionalProperties: false },
);
export type OperationDraft = Static<typeof OperationDraft>;

/** An operation in the outbox or journal, with what the server said of it (null: not yet). */
export const OperationRecord = Type.Object(
  {
    operation: Operation,
    result: Nullable(OperationResult as typeof OperationResult & { type: string }),
    /** When the answer came, device clock. */
    settledAt: Nullable(Type.String({ maxLength: 64 })),
    /** The operator has seen the rejection and put it away. */
    dismissed: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type OperationRecord = Static<typeof OperationRecord>;

const Failure = Type.Object(
  { ok: Type.Literal(false), code: Type.String({ maxLength: 64 }), message: Sentence },
  { additionalProperties: false },
);
function Outcome<Value extends TSchema>(value: Value) {
  return Type.Union([Type.Object({ ok: Type.Literal(true), value }, { additionalProperties: false }), Failure]);
}

/** What the journal holds when it is opened. */
export const JournalContent = Type.Object(
  { deviceId: Identifier, records: Type.Array(OperationRecord), repairedBytes: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type JournalContent = Static<typeof JournalContent>;

/**
 * Every call from the console's page to the main process: parameters → result, both validated in the main process,
 * in one place. `Outcome`s carry failures that the operator must see; anything thrown is a bug.
 */
export const IPC_CALLS = {
  'session.get': { parameters: Nothing, result: SessionState },
  'session.signIn': {
    parameters: Type.Object(
      {
        server: Type.String({ minLength: 1, maxLength: 2_048 }),
        email: Type.String({ minLength: 1, maxLength: 254 }),
        password: Type.String({ minLength: 1, maxLength: 1_024 }),
      },
      { additionalProperties: false },
    ),
    result: Outcome(SessionState),
  },
  /** Refused while operations are unsent: they could never be sent by anybody else. */
  'session.signOut': { parameters: Nothing, result: Outcome(SessionState) },
  /** Unites what the page's outbox still has with the journal, and gives back the union. */
  'journal.open': {
    parameters: Type.Object({ outbox: Type.Array(OperationRecord) }, { additionalProperties: false }),
    result: Outcome(JournalContent),
  },
  /** Writes operations, fsynced, in order, all or none. Only after this may the page say "saved". */
  'journal.append': {
    parameters: Type.Object({ drafts: Type.Array(OperationDraft, { minItems: 1, maxItems: 200 }) }, { additionalProperties: false }),
    result: Outcome(Type.Array(Operation)),
  },
  /** Writes down what the server answered, and what the operator dismissed. */
  'journal.settle': {
    parameters: Type.Object({ records: Type.Array(OperationRecord, { maxItems: 1_000 }) }, { additionalProperties: false }),
    result: Outcome(Nothing),
  },
  /**
   * The server lacks numbers that this device no longer has: a new device id is drawn and the unsettled operations are
   * numbered again from 1. Their `opId`s stay, so that none is applied twice.
   */
  'journal.renumber': { parameters: Nothing, result: Outcome(JournalContent) },
  'shell.openExternal': {
    parameters: Type.Object({ url: Type.String({ maxLength: 8_192 }) }, { additionalProperties: false }),
    result: Outcome(Nothing),
  },
  'app.info': {
    parameters: Nothing,
    result: Type.Object({ version: Type.String(), platform: Type.String(), electron: Type.String() }, { additionalProperties: false }),
  },
} satisfies Record<string, { parameters: TSchema; result: TSchema }>;

export type IpcCall = keyof typeof IPC_CALLS;
export type IpcParameters<Call extends IpcCall> = Static<(typeof IPC_CALLS)[Call]['parameters']>;
export type IpcResult<Call extends IpcCall> = Static<(typeof IPC_CALLS)[Call]['result']>;

/** What the main process tells the page unasked. */
export const IPC_EVENTS = {
  'session.changed': SessionState,
} satisfies Record<string, TSchema>;
export type IpcEvent = keyof typeof IPC_EVENTS;
export type IpcEventPayload<Event extends IpcEvent> = Static<(typeof IPC_EVENTS)[Event]>;

/** What the preload exposes as `window.docket`, and nothing else. */
export interface DocketBridge {
  call<Call extends IpcCall>(call: Call, parameters: IpcParameters<Call>): Promise<IpcResult<Call>>;
  /** Gives back its own end. */
  on<Event extends IpcEvent>(event: Event, listener: (payload: IpcEventPayload<Event>) => void): () => void;
}
