import { type Static, type TSchema, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { Operation, OperationAction, OperationId } from '../schema/operation.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { JsonObject } from '../schema/task.ts';
import { User, UserRole } from '../schema/user.ts';
import { OperationResult } from '../sync/protocol.ts';
import { DESKTOP_CALLS, DESKTOP_EVENTS } from './desktop-contract.ts';

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

/** A link that an admin handed over: to make an account with, or to choose a new password. */
export const OpenedLink = Type.Object(
  {
    kind: StringEnum(['invitation', 'passwordReset']),
    server: Type.String({ maxLength: 2_048 }),
    email: Type.String({ maxLength: 254 }),
    /** Known where there is an account. */
    name: Nullable(Type.String({ maxLength: 120 })),
    role: Nullable(UserRole as typeof UserRole & { type: string }),
    expiresAt: Type.String({ maxLength: 64 }),
  },
  { additionalProperties: false },
);
export type OpenedLink = Static<typeof OpenedLink>;

const ServerAddress = Type.String({ minLength: 1, maxLength: 2_048 });
const PasswordText = Type.String({ minLength: 1, maxLength: 1_024 });
const NameText = Type.String({ minLength: 1, maxLength: 120 });

/** What the operator did, before the journal gave it the device's id and number. */
export const OperationDraft = Type.Object(
  {
    opId: OperationId,
    taskId: Identifier,
    action: OperationAction,
    baseVersion: Operation.properties.baseVersion,
    at: Operation.properties.at,
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
    /** Of the database that answered; absent where none was asked. */
    epoch: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
);
export type OperationRecord = Static<typeof OperationRecord>;

/** Where in the window, in CSS pixels. */
export const PlayerBounds = Type.Object(
  {
    x: Type.Integer({ minimum: 0, maximum: 20_000 }),
    y: Type.Integer({ minimum: 0, maximum: 20_000 }),
    width: Type.Integer({ minimum: 0, maximum: 20_000 }),
    height: Type.Integer({ minimum: 0, maximum: 20_000 }),
  },
  { additionalProperties: false },
);
export type PlayerBounds = Static<typeof PlayerBounds>;

/** What the player's page is at. */
export const PlayerState = Type.Object(
  {
    url: Type.String({ maxLength: 8_192 }),
    title: Type.String({ maxLength: 500 }),
    loading: Type.Boolean(),
    /** Why the page could not be shown, in the browser's words. */
    failure: Nullable(Sentence),
    canGoBack: Type.Boolean(),
    canGoForward: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type PlayerState = Static<typeof PlayerState>;

/** A key that was pressed in the player's page and is the console's. */
export const PlayerKey = Type.Object(
  { key: Type.String({ maxLength: 32 }), control: Type.Boolean(), meta: Type.Boolean(), shift: Type.Boolean(), alt: Type.Boolean() },
  { additionalProperties: false },
);
export type PlayerKey = Static<typeof PlayerKey>;

/** The server that came with the console. */
export const LocalServerState = Type.Object(
  {
    /** Whether there is one to be started. */
    available: Type.Boolean(),
    /** Where it listens, or listened last. */
    address: Nullable(Type.String({ maxLength: 2_048 })),
    /** `off`: nobody wants it. `stopped`: somebody does, and it does not run until it is started again. */
    phase: StringEnum(['off', 'starting', 'running', 'stopped']),
    /** Why it stopped, until it runs again. */
    reason: Nullable(Sentence),
  },
  { additionalProperties: false },
);
export type LocalServerState = Static<typeof LocalServerState>;

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
  ...DESKTOP_CALLS,
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
  /** Makes the first admin of a server with the code that it printed, and signs them in. */
  'session.setUp': {
    parameters: Type.Object(
      {
        server: ServerAddress,
        code: Type.String({ minLength: 1, maxLength: 64 }),
        email: Type.String({ minLength: 1, maxLength: 254 }),
        name: NameText,
        password: PasswordText,
      },
      { additionalProperties: false },
    ),
    result: Outcome(SessionState),
  },
  /** Uses a one-time link up: makes the account or sets the password, and signs the person in. */
  'session.useLink': {
    parameters: Type.Object({ url: ServerAddress, name: Nullable(NameText), password: PasswordText }, { additionalProperties: false }),
    result: Outcome(SessionState),
  },
  /** What a one-time link is for. */
  'link.open': { parameters: Type.Object({ url: ServerAddress }, { additionalProperties: false }), result: Outcome(OpenedLink) },
  /** Whether a Docket server answers at an address, and whether it waits for its first admin. */
  'server.probe': {
    parameters: Type.Object({ server: ServerAddress }, { additionalProperties: false }),
    result: Outcome(
      Type.Object({ server: Type.String({ maxLength: 2_048 }), needsSetUp: Type.Boolean() }, { additionalProperties: false }),
    ),
  },
  /** Whether a server can be started on this computer, and how it is. */
  'server.local': { parameters: Nothing, result: LocalServerState },
  /** Starts a server on this computer, on data of its own; with the code for its first admin where it has none. */
  'server.startLocal': {
    parameters: Nothing,
    result: Outcome(
      Type.Object(
        { server: Type.String({ maxLength: 2_048 }), code: Nullable(Type.String({ maxLength: 64 })) },
        { additionalProperties: false },
      ),
    ),
  },
  /** Refused while operations are unsent: they could never be sent by anybody else. */
  'session.signOut': { parameters: Nothing, result: Outcome(SessionState) },
  /** Removes what is kept of an account that is not signed in: its journal, and the player's cookies and storage. */
  'account.erase': { parameters: Type.Object({ key: Account.properties.key }, { additionalProperties: false }), result: Outcome(Nothing) },
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
  /** Shows a web page at this place of the window, above the console's own: a page that is there already stays as it is. */
  'player.show': {
    parameters: Type.Object({ url: Type.String({ maxLength: 8_192 }), bounds: PlayerBounds }, { additionalProperties: false }),
    result: Outcome(Nothing),
  },
  /** Moves it with the console's own layout; null hides it, so that menus and dialogs can be seen. */
  'player.place': {
    parameters: Type.Object({ bounds: Nullable(PlayerBounds as typeof PlayerBounds & { type: string }) }, { additionalProperties: false }),
    result: Nothing,
  },
  'player.go': {
    parameters: Type.Object({ to: StringEnum(['back', 'forward', 'reload', 'stop', 'focus']) }, { additionalProperties: false }),
    result: Nothing,
  },
  'player.close': { parameters: Nothing, result: Nothing },
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
  ...DESKTOP_EVENTS,
  'session.changed': SessionState,
  'server.localChanged': LocalServerState,
  'player.changed': PlayerState,
  'player.key': PlayerKey,
} satisfies Record<string, TSchema>;
export type IpcEvent = keyof typeof IPC_EVENTS;
export type IpcEventPayload<Event extends IpcEvent> = Static<(typeof IPC_EVENTS)[Event]>;

/** What the preload exposes as `window.docket`, and nothing else. */
export interface DocketBridge {
  call<Call extends IpcCall>(call: Call, parameters: IpcParameters<Call>): Promise<IpcResult<Call>>;
  /** Gives back its own end. */
  on<Event extends IpcEvent>(event: Event, listener: (payload: IpcEventPayload<Event>) => void): () => void;
}
