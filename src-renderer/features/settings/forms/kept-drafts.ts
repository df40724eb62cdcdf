import type { Form } from '../../../../src-shared/schema/form.ts';
import { type DraftStorage, draftKey, readDrafts, withDraft, writeDrafts } from '../../../state/stored-drafts.ts';
import { type FormDraft, newFormDraft } from './form-draft.ts';

/** What was typed and not saved; `base`: the form that it began from, null for a new one. */
export interface KeptDraft {
  base: Form | null;
  draft: FormDraft;
}

/** What an account left unsaved, also before the console was started again. `formId` null: a new form. */
export function keptDraft(storage: DraftStorage, accountKey: string, formId: string | null): KeptDraft | null {
  return readDrafts(storage, nameOf(accountKey), isKept)[draftKey(formId)] ?? null;
}

/** Null: nothing is left to save. */
export function keepDraft(storage: DraftStorage, accountKey: string, formId: string | null, draft: KeptDraft | null): void {
  const name = nameOf(accountKey);
  writeDrafts(storage, name, withDraft(readDrafts(storage, name, isKept), draftKey(formId), draft));
}

function nameOf(accountKey: string): string {
  return `docket.form-drafts.${accountKey}`;
}

/** It has every part that a draft has, each of its kind. */
function isKept(value: unknown): value is KeptDraft {
  const { base, draft } = { ...(value as Partial<KeptDraft> | null) };
  if (typeof draft !== 'object' || draft === null || typeof base !== 'object') return false;
  const parts: Readonly<Record<string, unknown>> = { ...draft };
  return Object.entries(newFormDraft()).every(([name, blank]) => kindOf(parts[name]) === kindOf(blank)) && draft.fields.every(isField);
}

function isField(field: unknown): boolean {
  const { key, name, kind, choices } = { ...(field as Record<string, unknown> | null) };
  return [key, name, kind].every((part) => typeof part === 'string') && Array.isArray(choices);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}
