/** What a run counted and measured, and every fault that was seen on the way. */
export class Figures {
  private readonly counts = new Map<string, number>();
  private readonly timesMs = new Map<string, number[]>();
  private readonly found = new Map<string, { count: number; examples: string[] }>();

  count(name: string, by = 1): void {
    this.counts.set(name, this.of(name) + by);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** Counts by name, for names that begin with `prefix`, which is left out. */
  startingWith(prefix: string): string {
    const found = [...this.counts].filter(([name]) => name.startsWith(prefix)).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return found.map(([name, count]) => `${name.slice(prefix.length)} ${count}`).join(', ') || 'none';
  }

  time(name: string, ms: number): void {
    const times = this.timesMs.get(name) ?? [];
    if (times.length === 0) this.timesMs.set(name, times);
    times.push(ms);
  }

  get timed(): string[] {
    return [...this.timesMs.keys()].toSorted();
  }

  times(name: string): { count: number; p50: number; p99: number; longest: number } {
    const sorted = (this.timesMs.get(name) ?? []).toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { count: sorted.length, p50: at(0.5), p99: at(0.99), longest: sorted.at(-1) ?? 0 };
  }

  /** Something that must not happen. Only the first of a kind are kept as examples. */
  fault(kind: string, example: string): void {
    const known = this.found.get(kind) ?? { count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < 5) known.examples.push(example);
    this.found.set(kind, known);
  }

  get faults(): { kind: string; count: number; examples: readonly string[] }[] {
    return [...this.found].map(([kind, { count, examples }]) => ({ kind, count, examples }));
  }
}
