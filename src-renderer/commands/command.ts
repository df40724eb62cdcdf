import type { LucideIcon } from 'lucide-react';
import type { DocketBridge } from '../../src-shared/ipc/contract.ts';
import type { User } from '../../src-shared/schema/user.ts';
import type { ActOutcome, ConsoleData, InboxItem, TaskAct, TaskEntry } from '../data/console-data.ts';
import type { ServerApi } from '../data/server-api.ts';
import type { PlainKey } from '../i18n/translate.ts';
import type { View } from '../state/view.ts';
import type { Surfaces } from './surfaces.ts';

export type CommandCategory = 'task' | 'move' | 'go' | 'list' | 'inbox' | 'view' | 'settings' | 'app';

/** Where a command's keys count. `console` is everywhere; `tasks` with a list on the screen, `inbox` and `settings` with those. */
export type CommandPlace = 'console' | 'tasks' | 'inbox' | 'settings';

/** What is true at the moment that a key is pressed. */
export interface Situation {
  view: View;
  user: User;
  /** The task that commands act on. */
  entry: TaskEntry | null;
  /** What may be done to it now, as far as this computer knows. */
  acts: ReadonlySet<TaskAct>;
  /** Selected tasks: with any, acts are about them and not about the active one. */
  selection: ReadonlySet<string>;
  inboxItem: InboxItem | null;
  inboxCount: number;
  pendingCount: number;
  undoable: boolean;
  hasConditions: boolean;
  sessionExpired: boolean;
}

export interface CommandContext {
  situation: Situation;
  data: ConsoleData;
  bridge: DocketBridge;
  server: ServerApi;
  surfaces: Surfaces;
}

/** What a task command leaves behind, so that it can be shown and taken back. */
export interface Acted {
  taskUid: string;
  outcome: ActOutcome;
}

export interface Command {
  id: string;
  title: PlainKey;
  category: CommandCategory;
  icon: LucideIcon;
  /** In tinykeys' grammar; the first one is shown. None: only in the palette. */
  keys: readonly string[];
  place: CommandPlace;
  /** Works with a key that is held down. */
  repeats?: boolean;
  /** Keys that count while somebody types: only ones with a modifier. */
  inFields?: boolean;
  /** Of no use in the palette: moving within what the palette covers, or the palette itself. */
  hiddenInPalette?: boolean;
  when: (situation: Situation) => boolean;
  run: (context: CommandContext) => undefined | Promise<undefined> | Promise<Acted | null>;
  /** Takes back what `run` did. A command with it gets a toast with Undo, and `z`. */
  undo?: (context: CommandContext, opIds: readonly string[]) => Promise<ActOutcome>;
  /** What was done, in the past tense, for that toast. */
  done?: PlainKey;
}
