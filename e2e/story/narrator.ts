/** Tells each step with its time, and fails with the step that it was at. */
export class Narrator {
  readonly #startedAtMs = performance.now();
  #at = 'the beginning';

  async step<Value>(text: string, work: () => Promise<Value>): Promise<Value> {
    this.#at = text;
    const startedAtMs = performance.now();
    const value = await work();
    const tookMs = Math.round(performance.now() - startedAtMs);
    this.#print(`✓ ${text} (${tookMs} ms)`);
    return value;
  }

  tell(text: string): void {
    this.#print(`  ${text}`);
  }

  failed(error: unknown): void {
    this.#print(`✗ ${this.#at}`);
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  }

  #print(text: string): void {
    const seconds = ((performance.now() - this.#startedAtMs) / 1000).toFixed(2).padStart(6);
    console.log(`${seconds} s  ${text}`);
  }
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}\n  is       ${a}\n  expected ${b}`);
}
