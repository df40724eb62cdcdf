/** Makes UUIDs of version 7 that grow even when the clock stands still or goes back (RFC 9562, 6.2, method 1). */
export function createOperationIds(nowMs: () => number, randomBytes: (length: number) => Uint8Array): () => string {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const now = nowMs();
    if (now > lastMs) {
      lastMs = now;
      counter = 0;
    } else {
      counter += 1;
      if (counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
    }
    const bytes = randomBytes(8);
    bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
    const tail = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const time = lastMs.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}
