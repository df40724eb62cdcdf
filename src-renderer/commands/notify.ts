export interface Notice {
  text: string;
  /** What it is about, behind the text. */
  detail?: string;
  tone?: 'plain' | 'problem';
  /** The operations that Undo takes back. */
  undoOpIds?: readonly string[];
}

type Listener = (notice: Notice) => void;
const listeners = new Set<Listener>();

/** Shows a line for a few seconds, spoken politely. */
export function notify(notice: Notice): void {
  for (const listener of listeners) listener(notice);
}

/** Gives back its own end. */
export function onNotice(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
