/** A server's source as it is read into a process, and not on disk: product code needs no switch for trials. */
export interface SourceEdit {
  /** From `src-server` on. */
  file: string;
  /** Must stand in the file, once. */
  from: string;
  to: string;
}

/** Environment of a server process: the edits as JSON, see `edit-sources.ts`. */
export const EDITS_VARIABLE = 'SCALE_SOURCE_EDITS';
