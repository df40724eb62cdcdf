/**
 * How well an entry fits what was typed, 0 (not at all) to 1. Every word has to stand in the entry: cmdk's own ranking takes
 * letters that are strewn over it too, and offered to open a link in the browser to those who typed "sort".
 */
export function rankEntry(entry: string, typed: string): number {
  const text = entry.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  const starting = words.filter((word) => text.startsWith(word) || text.includes(` ${word}`)).length;
  return words.length === 0 ? 1 : 0.5 + starting / words.length / 2;
}
