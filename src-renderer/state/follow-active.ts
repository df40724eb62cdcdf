/**
 * Where the keyboard goes when the list changed: it stays on its task; if that left, on the next one that is still
 * there, else on the one before.
 */
export function followActive(before: readonly string[], after: readonly string[], activeUid: string | null): string | null {
  if (after.length === 0) return null;
  if (activeUid === null) return after[0] ?? null;
  if (after.includes(activeUid)) return activeUid;
  const place = before.indexOf(activeUid);
  if (place === -1) return after[0] ?? null;
  return firstListed(before.slice(place + 1), after) ?? firstListed(before.slice(0, place).reverse(), after) ?? after[0] ?? null;
}

/** Of so few a set is made in no time. */
const FEW_IDS = 4_000;
/** So many are looked for one by one, then in sets, each so many times as large as the one before. */
const NEXT_IDS = 8;

/** The first that is listed. It is nearly always one of the next few, and a set of 100,000 ids takes longer than a frame. */
function firstListed(uids: readonly string[], listed: readonly string[]): string | null {
  if (listed.length > FEW_IDS) return uids.slice(0, NEXT_IDS).find((uid) => listed.includes(uid)) ?? firstFarther(uids, listed);
  const few = new Set(listed);
  return uids.find((uid) => few.has(uid)) ?? null;
}

function firstFarther(uids: readonly string[], listed: readonly string[]): string | null {
  for (let from = NEXT_IDS; from < uids.length; from *= NEXT_IDS) {
    const wanted = new Set(uids.slice(from, from * NEXT_IDS));
    const found = new Set(listed.filter((uid) => wanted.has(uid)));
    for (const uid of wanted) if (found.has(uid)) return uid;
  }
  return null;
}
