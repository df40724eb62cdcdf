/** Where a page of a list ended. Opaque to clients. */
export type ListCursor = { order: 'asc' | 'desc'; createdAt: number; uid: string } | { order: 'feed'; seq: number };

export function encodeCursor(cursor: ListCursor): string {
  const parts = cursor.order === 'feed' ? [cursor.order, cursor.seq] : [cursor.order, cursor.createdAt, cursor.uid];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Null when the text is no cursor. */
export function decodeCursor(text: string): ListCursor | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [order, place, uid] = parts as unknown[];
  if (!Number.isSafeInteger(place)) return null;
  if (order === 'feed') return { order, seq: place as number };
  if ((order !== 'asc' && order !== 'desc') || typeof uid !== 'string') return null;
  return { order, createdAt: place as number, uid };
}
