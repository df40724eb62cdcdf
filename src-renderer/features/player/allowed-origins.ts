const KEPT = 500;

function storageKey(accountKey: string): string {
  return `docket.player.origins.${accountKey}`;
}

/** Where the operator has gone before: pages of these servers open without asking again. */
export function isAllowed(storage: Pick<Storage, 'getItem'>, accountKey: string, url: string): boolean {
  return readOrigins(storage, accountKey).includes(new URL(url).origin);
}

export function allowOrigin(storage: Pick<Storage, 'getItem' | 'setItem'>, accountKey: string, url: string): void {
  const { origin } = new URL(url);
  const others = readOrigins(storage, accountKey).filter((known) => known !== origin);
  storage.setItem(storageKey(accountKey), JSON.stringify([...others, origin].slice(-KEPT)));
}

function readOrigins(storage: Pick<Storage, 'getItem'>, accountKey: string): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey(accountKey)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((origin) => typeof origin === 'string') : [];
  } catch {
    // Somebody else wrote there: then every server asks once more.
    return [];
  }
}
