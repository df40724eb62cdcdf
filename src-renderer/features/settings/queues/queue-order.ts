import type { Queue } from '../../../../src-shared/schema/queue.ts';

const STEP = 10;
const LIMIT = 1_000_000;

/** The ids with one of them at another place. */
export function moveId(ids: readonly string[], id: string, place: number): readonly string[] {
  const rest = ids.filter((known) => known !== id);
  const at = Math.max(0, Math.min(rest.length, place));
  return [...rest.slice(0, at), id, ...rest.slice(at)];
}

/**
 * The queues whose priority has to change for them to be tried in this order, with the new one: as few as possible.
 * `queues` are in the order in which they are tried now.
 */
export function orderChanges(queues: readonly Queue[], ids: readonly string[]): { id: string; priority: number }[] {
  const byId = new Map(queues.map((queue) => [queue.id, queue]));
  const wanted = ids.flatMap((id) => byId.get(id) ?? []);
  const kept = longestInOrder(wanted, queues);
  const priorities =
    spread(wanted.map((queue) => (kept.has(queue.id) ? queue.priority : null))) ?? wanted.map((_queue, index) => (index + 1) * STEP);
  return wanted.flatMap(({ id, priority }, index) => {
    const next = priorities[index] ?? priority;
    return next === priority ? [] : [{ id, priority: next }];
  });
}

/** The most queues that can stay as they are: those that stand in order already, with priorities that grow. */
function longestInOrder(wanted: readonly Queue[], queues: readonly Queue[]): ReadonlySet<string> {
  const places = new Map(queues.map(({ id }, index) => [id, index]));
  const placeOf = (queue: Queue) => places.get(queue.id) ?? 0;
  const best: { length: number; before: number }[] = [];
  for (const [index, queue] of wanted.entries()) {
    let found = { length: 1, before: -1 };
    for (let other = 0; other < index; other += 1) {
      const earlier = wanted[other];
      const known = best[other];
      if (!earlier || !known || placeOf(earlier) > placeOf(queue) || earlier.priority >= queue.priority) continue;
      if (known.length + 1 > found.length) found = { length: known.length + 1, before: other };
    }
    best.push(found);
  }
  const kept = new Set<string>();
  let index = best.reduce((longest, { length }, at) => (length > (best[longest]?.length ?? 0) ? at : longest), 0);
  while (index >= 0) {
    const queue = wanted[index];
    if (queue) kept.add(queue.id);
    index = best[index]?.before ?? -1;
  }
  return kept;
}

/** Numbers that grow, with some of them given; null where there is no room between two of those. */
function spread(given: readonly (number | null)[]): number[] | null {
  const numbers: number[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const fixed = given[index] ?? null;
    if (fixed !== null) {
      numbers.push(fixed);
      continue;
    }
    const end = given.findIndex((value, at) => at > index && value !== null);
    const missing = (end === -1 ? given.length : end) - index;
    const low = numbers.at(-1) ?? null;
    const high = end === -1 ? null : (given[end] ?? null);
    const filled = fill(low, high, missing);
    if (!filled) return null;
    numbers.push(...filled);
    index += missing - 1;
  }
  return numbers;
}

function fill(low: number | null, high: number | null, count: number): number[] | null {
  const places = Array.from({ length: count }, (_value, index) => index + 1);
  const filled =
    high === null
      ? places.map((place) => (low ?? 0) + place * STEP)
      : low === null
        ? places.map((place) => high - (count + 1 - place) * STEP)
        : places.map((place) => low + Math.floor(((high - low) * place) / (count + 1)));
  const grows = filled.every((value, index) => value > (filled[index - 1] ?? low ?? Number.NEGATIVE_INFINITY));
  const fits = filled.every((value) => Math.abs(value) <= LIMIT && (high === null || value < high));
  return grows && fits ? filled : null;
}
