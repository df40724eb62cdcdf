/**
 * What the benchmark asks a process of consoles, ours or a peer's; each question has one answer. Peers speak the same in
 * plain JavaScript: `peers/`.
 */
export type ConsolesQuestion =
  | { kind: 'open'; address: string; rows: number; consoles: unknown }
  /** Changes a row on the first console, as its operator does. */
  | { kind: 'write'; row: string }
  /** What was seen since the last time. */
  | { kind: 'tell' };

/** A row's change in a console's live query. */
export interface Sighting {
  row: string;
  atMicros: number;
  /** Of the task; peers have none. */
  version?: number;
}

export type ConsolesAnswer = { sightings: Sighting[] } | { atMicros: number } | { isOpen: true };

/** Of a peer's server: its port when it listens; and, asked to `write` a row, when it began to. */
export type ServerAnswer = { port: number } | { atMicros: number };

export function rowName(index: number): string {
  return `row-${String(index).padStart(5, '0')}`;
}
