import type { Form } from '../../../../src-shared/schema/form.ts';
import type { FormDraft } from './form-draft.ts';

/** What was typed and not saved; `base`: the form that it began from, null for a new one. */
export interface KeptDraft {
  base: Form | null;
  draft: FormDraft;
}

const kept = new Map<string, KeptDraft>();

/** What this account left unsaved when it went somewhere else. `formId` null: a new form. */
export function keptDraft(accountKey: string, formId: string | null): KeptDraft | null {
  return kept.get(keyOf(accountKey, formId)) ?? null;
}

/** Null: nothing is left to save. */
export function keepDraft(accountKey: string, formId: string | null, draft: KeptDraft | null): void {
  if (draft) kept.set(keyOf(accountKey, formId), draft);
  else kept.delete(keyOf(accountKey, formId));
}

function keyOf(accountKey: string, formId: string | null): string {
  return JSON.stringify([accountKey, formId]);
}
