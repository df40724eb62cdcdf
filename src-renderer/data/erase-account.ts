import type { DocketBridge } from '../../src-shared/ipc/contract.ts';

const STORAGE_KEY = 'docket.erasures';

type Marks = Pick<Storage, 'getItem' | 'setItem'>;

/** Writes down that what is kept of an account goes once nobody uses it: after the sign-out, or at the next start. */
export function eraseLater(storage: Marks, accountKey: string): void {
  keepMarks(storage, [...marksOf(storage).filter((key) => key !== accountKey), accountKey]);
}

export function forgetErasure(storage: Marks, accountKey: string): void {
  keepMarks(
    storage,
    marksOf(storage).filter((key) => key !== accountKey),
  );
}

export interface ErasureOptions {
  bridge: DocketBridge;
  storage: Storage;
  databases: IDBFactory;
  /** Who is signed in: they are back, and keep what is theirs. */
  currentKey: string | null;
}

/** Carries out what was written down: local database, journal, web storage. What fails is tried again at the next start. */
export async function eraseMarkedAccounts({ bridge, storage, databases, currentKey }: ErasureOptions): Promise<void> {
  for (const key of marksOf(storage)) {
    if (key !== currentKey) {
      const isErased = (await eraseDatabases(databases, key)) && (await bridge.call('account.erase', { key })).ok;
      if (!isErased) continue;
      for (const name of Object.keys(storage)) if (name.endsWith(`.${key}`)) storage.removeItem(name);
    }
    forgetErasure(storage, key);
  }
}

/** Whatever RxDB called its parts. False where the browser could not. */
export async function eraseDatabases(databases: IDBFactory, accountKey: string): Promise<boolean> {
  try {
    const known = await databases.databases();
    const names = known.flatMap(({ name }) => (name?.includes(`docket-${accountKey}`) ? [name] : []));
    await Promise.all(names.map((name) => deleteDatabase(databases, name)));
    return true;
  } catch {
    return false;
  }
}

/** Waits until those who have it open have closed it. */
function deleteDatabase(databases: IDBFactory, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = databases.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`${name} could not be deleted`));
  });
}

function marksOf(storage: Marks): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : [];
  } catch {
    // Nobody but this file writes there; whatever it is, it names nobody.
    return [];
  }
}

function keepMarks(storage: Marks, keys: readonly string[]): void {
  storage.setItem(STORAGE_KEY, JSON.stringify(keys));
}
