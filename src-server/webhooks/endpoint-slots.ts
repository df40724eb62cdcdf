/** Requests at the same time: to one endpoint, to one that only fails, and in all. */
const PER_ENDPOINT = 24;
const PER_FAILING_ENDPOINT = 2;
const IN_ALL = 1_024;
/** An endpoint that refuses every fifth message is not down; ten refusals in a row are no accident. */
const FAILURES_IN_A_ROW = 10;

/** Counts what is under way, so that an endpoint that hangs holds up nobody but itself. */
export class EndpointSlots {
  private readonly endpoints = new Map<string, { taken: number; failuresInARow: number }>();
  private taken = 0;

  get roomInAll(): number {
    return IN_ALL - this.taken;
  }

  /** How many more requests the endpoint may get now. */
  room(hookKey: string): number {
    const endpoint = this.endpoints.get(hookKey);
    if (!endpoint) return Math.min(PER_ENDPOINT, this.roomInAll);
    const limit = endpoint.failuresInARow >= FAILURES_IN_A_ROW ? PER_FAILING_ENDPOINT : PER_ENDPOINT;
    return Math.max(0, Math.min(limit - endpoint.taken, this.roomInAll));
  }

  take(hookKey: string): void {
    const endpoint = this.endpoints.get(hookKey) ?? { taken: 0, failuresInARow: 0 };
    endpoint.taken += 1;
    this.taken += 1;
    this.endpoints.set(hookKey, endpoint);
  }

  giveBack(hookKey: string, isSuccess: boolean): void {
    const endpoint = this.endpoints.get(hookKey);
    if (!endpoint) throw new Error('a slot was given back that nobody took');
    endpoint.taken -= 1;
    this.taken -= 1;
    endpoint.failuresInARow = isSuccess ? 0 : endpoint.failuresInARow + 1;
    if (endpoint.taken === 0 && endpoint.failuresInARow === 0) this.endpoints.delete(hookKey);
  }
}
