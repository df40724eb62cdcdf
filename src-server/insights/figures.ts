import type { InsightFigures, Spread } from '../../src-shared/http/insight-endpoints.ts';

/** Counts what happened, and remembers how long things took, in seconds. */
export class Figures {
  arrivals = 0;
  completed = 0;
  closed = 0;
  breaches = 0;
  readonly handle: number[] = [];
  readonly waiting: number[] = [];

  present(): InsightFigures {
    const { arrivals, completed, closed, breaches } = this;
    return { arrivals, completed, closed, breaches, handle: spreadOf(this.handle), waiting: spreadOf(this.waiting) };
  }
}

/** The figures of a key; made with the first thing that counts for it. */
export function figuresOf<Key>(all: Map<Key, Figures>, key: Key): Figures {
  const known = all.get(key);
  if (known) return known;
  const made = new Figures();
  all.set(key, made);
  return made;
}

/** Of an even number of values the median is the mean of the two in the middle; the 90th percentile is a value that there was. */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  if (count === 0) return { count, mean: null, median: null, p90: null };
  const sorted = Float64Array.from(values).sort();
  const at = (index: number) => sorted[Math.max(0, Math.min(count - 1, index))] ?? 0;
  const sum = values.reduce((total, value) => total + value, 0);
  const median = (at(Math.floor((count - 1) / 2)) + at(Math.ceil((count - 1) / 2))) / 2;
  return { count, mean: rounded(sum / count), median: rounded(median), p90: rounded(at(Math.ceil(count * 0.9) - 1)) };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
