export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What an account typed and did not save, by `draftKey`. */
export type Drafts<Draft> = Readonly<Record<string, Draft>>;

/** Nothing that is saved has this id. */
const NEW_KEY = '+new';

/** `id` null: of something new. */
export function draftKey(id: string | null): string {
  return id ?? NEW_KEY;
}

/** Whatever another version wrote and this one cannot use is left out. */
export function readDrafts<Draft>(storage: DraftStorage, name: string, isDraft: (value: unknown) => value is Draft): Drafts<Draft> {
  const text = storage.getItem(name);
  if (text === null) return {};
  try {
    const known: unknown = JSON.parse(text);
    return Object.fromEntries(Object.entries(known ?? {}).filter((entry): entry is [string, Draft] => isDraft(entry[1])));
  } catch {
    return {};
  }
}

export function writeDrafts<Draft>(storage: DraftStorage, name: string, drafts: Drafts<Draft>): void {
  if (Object.keys(drafts).length === 0) storage.removeItem(name);
  else storage.setItem(name, JSON.stringify(drafts));
}

/** `draft` null: nothing is left to save. */
export function withDraft<Draft>(drafts: Drafts<Draft>, key: string, draft: Draft | null): Drafts<Draft> {
  const { [key]: _before, ...others } = drafts;
  return draft === null ? others : { ...others, [key]: draft };
}
