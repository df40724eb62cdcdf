import type { Store } from './console-data.ts';

/** Runs `work` once, soon: a frame or a microtask later. What is only one of many (`isBulk`) may wait for some of the others. */
export type Schedule = (work: () => void, isBulk: boolean) => void;

/** Listeners that hear of a batch of changes once. */
export class Listeners {
  private readonly listeners = new Set<() => void>();

  get size(): number {
    return this.listeners.size;
  }

  readonly add = (listener: () => void): (() => void) => {
    // Wrapped, so that the same function may be subscribed twice and each end ends only its own.
    const own = () => listener();
    this.listeners.add(own);
    return () => {
      this.listeners.delete(own);
    };
  };

  notify(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** A value that its owner sets and others watch. */
export class MutableStore<Value> implements Store<Value> {
  private value: Value;
  private readonly listeners = new Listeners();

  constructor(value: Value) {
    this.value = value;
  }

  readonly getSnapshot = (): Value => this.value;

  readonly subscribe = (listener: () => void): (() => void) => this.listeners.add(listener);

  set(value: Value): void {
    if (Object.is(this.value, value)) return;
    this.value = value;
    this.listeners.notify();
  }
}

/** A value that is worked out when somebody asks, and again only after `invalidate`. */
export class DerivedStore<Value> implements Store<Value> {
  private readonly derive: () => Value;
  private readonly listeners = new Listeners();
  private cached: { value: Value } | null = null;

  constructor(derive: () => Value) {
    this.derive = derive;
  }

  readonly getSnapshot = (): Value => {
    this.cached ??= { value: this.derive() };
    return this.cached.value;
  };

  readonly subscribe = (listener: () => void): (() => void) => this.listeners.add(listener);

  invalidate(): void {
    this.cached = null;
    this.listeners.notify();
  }
}
