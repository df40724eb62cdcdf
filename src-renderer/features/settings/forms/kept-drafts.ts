import type { Form } from '../../../../src-shared/schema/form.ts';
import { type FormDraft, newFormDraft } from './form-draft.ts';

/** What was typed and not saved; `base`: the form that it began from, null for a new one. */
export interface KeptDraft {
  base: Form | null;
  draft: FormDraft;
}

type Drafts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const STORAGE_KEY = 'docket.form-drafts';
/** No form has this id. */
const NEW_KEY = '+new';

/** What an account left unsaved, also before the console was started again. `formId` null: a new form. */
export function keptDraft(storage: Drafts, accountKey: string, formId: string | null): KeptDraft | null {
  return readDrafts(storage, accountKey)[formId ?? NEW_KEY] ?? null;
}

/** Null: nothing is left to save. */
export function keepDraft(storage: Drafts, accountKey: string, formId: string | null, draft: KeptDraft | null): void {
  const { [formId ?? NEW_KEY]: before, ...others } = readDrafts(storage, accountKey);
  if (!draft && !before) return;
  const drafts = draft ? { ...others, [formId ?? NEW_KEY]: draft } : others;
  const name = `${STORAGE_KEY}.${accountKey}`;
  if (Object.keys(drafts).length === 0) storage.removeItem(name);
  else storage.setItem(name, JSON.stringify(drafts));
}

/** Whatever another version wrote and this one cannot use is left out. */
function readDrafts(storage: Drafts, accountKey: string): Readonly<Record<string, KeptDraft>> {
  const text = storage.getItem(`${STORAGE_KEY}.${accountKey}`);
  if (text === null) return {};
  try {
    const known: unknown = JSON.parse(text);
    return Object.fromEntries(Object.entries(known ?? {}).filter((entry): entry is [string, KeptDraft] => isKept(entry[1])));
  } catch {
    return {};
  }
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
