/** A server's source as it is read into a process, and not on disk: product code needs no switch for trials. */
export interface SourceEdit {
  /** From `src-server` on; `../src-renderer/…` for the console's. */
  file: string;
  /** Must stand in the file, once. */
  from: string;
  to: string;
}

/** Environment of a server process: the edits as JSON, see `edit-sources.ts`. */
export const EDITS_VARIABLE = 'SCALE_SOURCE_EDITS';

/** Those that this process was started with. */
export function readEdits(): readonly SourceEdit[] {
  return JSON.parse(process.env[EDITS_VARIABLE] ?? '[]') as SourceEdit[];
}
