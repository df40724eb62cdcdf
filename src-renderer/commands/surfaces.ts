/** What the list of tasks offers to commands while it is on the screen. */
export interface ListSurface {
  /** The tasks of the list, in its order. */
  uids: () => readonly string[];
  move: (rows: number) => void;
  moveToEnd: (end: 'first' | 'last') => void;
  movePage: (direction: 1 | -1) => void;
  focus: () => void;
  focusFilter: () => void;
}

export interface TaskSurface {
  focus: () => void;
  focusComment: () => void;
  hasFocus: () => boolean;
  /** Name and text of the field that the keyboard is on. */
  focusedValue: () => { name: string; text: string } | null;
}

export interface InboxSurface {
  move: (items: number) => void;
  focus: () => void;
}

export interface NavigationSurface {
  focusQueues: () => void;
}

export interface SettingsSurface {
  focus: () => void;
}

/** Why a task is where it is. */
export interface WhySurface {
  /** The rules, or the choice of another queue. */
  focus: () => void;
}

export interface QueueEditorSurface {
  save: () => void;
}

/** One thing of a list, on a page of its own. */
export interface PageSurface {
  back: () => void;
}

export interface Surfaces {
  list: ListSurface | null;
  task: TaskSurface | null;
  inbox: InboxSurface | null;
  navigation: NavigationSurface | null;
  settings: SettingsSurface | null;
  why: WhySurface | null;
  queueEditor: QueueEditorSurface | null;
  page: PageSurface | null;
}

/** Filled by features as they mount, read by commands when they run. */
export const surfaces: Surfaces = {
  list: null,
  task: null,
  inbox: null,
  navigation: null,
  settings: null,
  why: null,
  queueEditor: null,
  page: null,
};

/** Puts a surface up; gives back its end. */
export function registerSurface<Name extends keyof Surfaces>(name: Name, surface: NonNullable<Surfaces[Name]>): () => void {
  surfaces[name] = surface;
  return () => {
    if (surfaces[name] === surface) surfaces[name] = null;
  };
}
