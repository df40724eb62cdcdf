export interface Ending {
  /** What is waited for meanwhile, as a log says it. */
  of: string;
  end: () => Promise<void> | void;
}

/** Ends one after the other; what fails keeps nobody else from ending. */
export class OrderlyEnd {
  private readonly endings: readonly Ending[];
  private current: string | null = null;

  constructor(endings: readonly Ending[]) {
    this.endings = endings;
  }

  /** Null: for nothing, or nothing any more. */
  get waitsFor(): string | null {
    return this.current;
  }

  /** Throws what failed, when all have ended. */
  async run(): Promise<void> {
    const failures: Error[] = [];
    for (const { of, end } of this.endings) {
      this.current = of;
      try {
        await end();
      } catch (error) {
        failures.push(new Error(`${of} did not end in order`, { cause: error }));
      }
    }
    this.current = null;
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'several did not end in order');
  }
}
