import type { DraftGroup, DraftNode, DraftProblem } from '../../../state/condition-draft.ts';

/** What the parts of the condition builder share. */
export interface Builder {
  problemsOf: (key: string) => readonly DraftProblem[];
  change: (make: (root: DraftGroup) => DraftGroup) => void;
  add: (parentKey: string, node: DraftNode) => void;
  remove: (key: string) => void;
  /** The focus left a rule: what is wrong with it may be said now. */
  leave: (key: string) => void;
}
