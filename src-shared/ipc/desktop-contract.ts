import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';

const Nothing = Type.Null();
const Line = Type.String({ maxLength: 300 });
const CommandName = Type.String({ pattern: '^[a-z]+\\.[a-zA-Z]+$', maxLength: 64 });

/** A `docket://task/ID` address that somebody opened: null where it names no task. */
export const OpenedAddress = Type.Object({ taskId: Nullable(Identifier) }, { additionalProperties: false });
export type OpenedAddress = Static<typeof OpenedAddress>;

/** Where a click on something outside of the window leads: to a task, or to what was not applied. */
export const DeskTarget = Type.Object(
  { view: StringEnum(['task', 'inbox', 'mine']), taskUid: Nullable(Identifier) },
  { additionalProperties: false },
);
export type DeskTarget = Static<typeof DeskTarget>;

/** What stands in the system's tray, in the operator's language. */
export const DeskState = Type.Object(
  {
    /** Open tasks that the operator holds. */
    count: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
    /** Offline, or with changes that were not sent: the icon is another one. */
    attention: Type.Boolean(),
    tooltip: Line,
    lines: Type.Array(Line, { maxItems: 4 }),
    commands: Type.Array(Type.Object({ id: CommandName, label: Line }, { additionalProperties: false }), { maxItems: 6 }),
    quit: Line,
    /** For what is said when the page cannot say it. */
    language: StringEnum(['en', 'de']),
  },
  { additionalProperties: false },
);
export type DeskState = Static<typeof DeskState>;

export const DeskNotice = Type.Object({ title: Line, body: Line, target: DeskTarget }, { additionalProperties: false });
export type DeskNotice = Static<typeof DeskNotice>;

/** A command as the floating player shows it. */
export const MiniAction = Type.Object(
  {
    id: CommandName,
    label: Line,
    /** In tinykeys' grammar; null: none. */
    keys: Nullable(Type.String({ maxLength: 32 })),
    /** The keys as they are drawn. */
    keyLabels: Type.Array(Type.String({ maxLength: 16 }), { maxItems: 4 }),
    enabled: Type.Boolean(),
    primary: Type.Boolean(),
    /** Asked for before it is done; null: nothing is. */
    asks: Nullable(Line),
  },
  { additionalProperties: false },
);
export type MiniAction = Static<typeof MiniAction>;

const MiniNote = Type.Object({ text: Line, problem: Type.Boolean() }, { additionalProperties: false });

/** All that the floating player shows. It holds no data and no sentences of its own. */
export const MiniState = Type.Object(
  {
    taskUid: Identifier,
    title: Line,
    mark: StringEnum(['TODO', 'ASSIGNED', 'STARTED', 'DONE']),
    status: Line,
    pending: Nullable(Line),
    /** How long the work takes so far. */
    elapsed: Nullable(Line),
    /** What went wrong, or that the console is offline. */
    note: Nullable(MiniNote as typeof MiniNote & { type: string }),
    actions: Type.Array(MiniAction, { maxItems: 8 }),
    words: Type.Object({ label: Line, close: Line, cancel: Line, apply: Line, missing: Line }, { additionalProperties: false }),
    theme: StringEnum(['system', 'light', 'dark']),
    language: StringEnum(['en', 'de']),
  },
  { additionalProperties: false },
);
export type MiniState = Static<typeof MiniState>;

/** Something that was asked for in the floating player. */
export const MiniRequest = Type.Object(
  { id: CommandName, taskUid: Identifier, answer: Nullable(Type.String({ maxLength: 2_000 })) },
  { additionalProperties: false },
);
export type MiniRequest = Static<typeof MiniRequest>;

/** What the page has of the desktop around it: links, tray, notices, the size of text, the floating player. */
export const DESKTOP_CALLS = {
  /** The address that was opened last and that no page has taken yet. */
  'address.take': { parameters: Nothing, result: Nullable(OpenedAddress as typeof OpenedAddress & { type: string }) },
  'desk.show': { parameters: DeskState, result: Nothing },
  'desk.notify': { parameters: DeskNotice, result: Nothing },
  'window.zoom': {
    parameters: Type.Object({ percent: Type.Integer({ minimum: 50, maximum: 300 }) }, { additionalProperties: false }),
    result: Nothing,
  },
  /** Opens the floating player, or changes what it shows. `focus`: it gets the keyboard when it opens. */
  'mini.show': {
    parameters: Type.Object({ state: MiniState, focus: Type.Boolean() }, { additionalProperties: false }),
    result: Nothing,
  },
  'mini.close': { parameters: Nothing, result: Nothing },
  /** For the floating player itself: what to show first. */
  'mini.get': { parameters: Nothing, result: Nullable(MiniState as typeof MiniState & { type: string }) },
  /** For the floating player itself: has the console's page run a command. */
  'mini.run': { parameters: MiniRequest, result: Nothing },
};

export const DESKTOP_EVENTS = {
  /** There is an address to take. */
  'address.arrived': Nothing,
  'desk.go': DeskTarget,
  /** A command that was chosen in a menu of the system's. */
  'desk.run': Type.Object({ id: CommandName }, { additionalProperties: false }),
  'mini.changed': MiniState,
  'mini.asked': MiniRequest,
  'mini.closed': Nothing,
};
