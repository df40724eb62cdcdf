import { FORECAST_DAYS, type InsightQuery, type Insights } from '../../src-shared/http/insight-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';
import { Figures, figuresOf } from './figures.ts';
import { type HistoryStep, readStatusSteps, readTaskDates, type TaskDates, walkHistory } from './history-walk.ts';
import { type OpenTasksFilter, readBacklog, readOpenByDueDate } from './read-backlog.ts';
import { handleSeconds, isArrival, isLastEnd, type StatusStep, waitingSeconds } from './task-times.ts';
import { bucketAt, bucketsOf, daysAhead, type TimeBuckets } from './time-buckets.ts';
import { clockHours, readWorkingHours, type WorkingHours } from './working-hours.ts';

/** Plain data: it travels to the thread that counts. */
export interface InsightRequest extends InsightQuery {
  nowMicros: number;
}

/**
 * Counts what the history says about a range, and what is open now, on the snapshot of this transaction. Reads the history
 * from the beginning of the range on, in windows; calls `checkTime` after each, which may throw. Throws ApiErrors
 * `validation_failed`.
 */
export async function readInsights(sql: Sql, request: InsightRequest, checkTime: () => void = () => undefined): Promise<Insights> {
  const buckets = bucketsOf(request.since, request.until, request.time_zone ?? 'UTC');
  const hours = request.hours === 'working' ? await readWorkingHours(sql) : clockHours();
  const counter = new InsightCounter(buckets, hours, { queueUid: request.queue_uid ?? null, personUid: request.person_uid ?? null });
  for await (const steps of walkHistory(sql, buckets.bounds[0] ?? 0)) {
    await counter.take(sql, steps);
    checkTime();
  }
  await counter.takeOpen(sql, request.nowMicros);
  checkTime();
  return counter.present(request);
}

class InsightCounter {
  private readonly time: TimeBuckets;
  private readonly hours: WorkingHours;
  private readonly filter: OpenTasksFilter;
  private readonly totals = new Figures();
  private readonly buckets: Figures[];
  private readonly queues = new Map<string | null, Figures>();
  private readonly people = new Map<string, Figures>();
  private readonly openByQueue = new Map<string | null, { open: number; overdue: number }>();
  private readonly openByPerson = new Map<string | null, { open: number; overdue: number }>();
  private backlog: Insights['backlog'] = { open: 0, overdue: 0, ages: [] };
  private forecast: Insights['forecast'] = [];

  constructor(time: TimeBuckets, hours: WorkingHours, filter: OpenTasksFilter) {
    this.time = time;
    this.hours = hours;
    this.filter = filter;
    this.buckets = time.bounds.slice(1).map(() => new Figures());
  }

  async take(sql: Sql, steps: readonly HistoryStep[]): Promise<void> {
    const counted = steps.filter((step) => this.isCounted(step));
    const timed = counted.filter(({ status }) => status === 'STARTED' || status === 'DONE');
    const [traces, dates] = [
      await readStatusSteps(sql, [...new Set(timed.map(({ task_uid }) => task_uid))]),
      await readTaskDates(sql, [...new Set(timed.filter(({ status }) => status === 'DONE').map(({ task_uid }) => task_uid))]),
    ];
    for (const step of counted) this.takeStep(step, traces.get(step.task_uid) ?? [], dates.get(step.task_uid));
  }

  private isCounted({ queue_uid, assignee_uid }: HistoryStep): boolean {
    const { queueUid, personUid } = this.filter;
    return (queueUid === null || queue_uid === queueUid) && (personUid === null || assignee_uid === personUid);
  }

  private takeStep(step: HistoryStep, trace: readonly StatusStep[], dates: TaskDates | undefined): void {
    // What is due within the range may be done after it.
    if (step.status === 'DONE') this.takeBreach(step, trace, dates);
    const place = bucketAt(this.time.bounds, step.at);
    if (place === null) return;
    const all = this.figuresFor(place, step.queue_uid, step.assignee_uid);
    // Work arrives at a person when it is given to them.
    if (this.filter.personUid === null ? isArrival(step.step) : step.status === 'ASSIGNED' && isGiven(step.step)) {
      for (const figures of all) figures.arrivals += 1;
    }
    if (step.status === 'STARTED') {
      const seconds = waitingSeconds(trace, step.version, this.hours.elapsedIn(step.queue_uid));
      if (seconds !== null) for (const figures of all) figures.waiting.push(seconds);
    } else if (step.step === 'complete') {
      const seconds = handleSeconds(trace, step.version, this.hours.elapsedIn(step.queue_uid));
      for (const figures of all) {
        figures.completed += 1;
        figures.handle.push(seconds);
      }
    } else if (step.status === 'DONE') {
      for (const figures of all) figures.closed += 1;
    }
  }

  private takeBreach(
    { at, version, queue_uid, assignee_uid }: HistoryStep,
    trace: readonly StatusStep[],
    dates: TaskDates | undefined,
  ): void {
    if (!dates || dates.due_at <= dates.created_at || at <= dates.due_at || !isLastEnd(trace, version)) return;
    const place = bucketAt(this.time.bounds, dates.due_at);
    if (place !== null) for (const figures of this.figuresFor(place, queue_uid, assignee_uid)) figures.breaches += 1;
  }

  private figuresFor(place: number, queueUid: string | null, personUid: string | null): Figures[] {
    const bucket = this.buckets[place];
    return [
      this.totals,
      figuresOf(this.queues, queueUid),
      ...(bucket ? [bucket] : []),
      ...(personUid === null ? [] : [figuresOf(this.people, personUid)]),
    ];
  }

  async takeOpen(sql: Sql, nowMicros: number): Promise<void> {
    const { groups, ...backlog } = await readBacklog(sql, this.filter, nowMicros);
    this.backlog = { ...backlog, overdue: 0 };
    for (const { queue_uid, assignee_uid, count } of groups) this.addOpen(queue_uid, assignee_uid, { open: count, overdue: 0 });

    const { bounds } = this.time;
    const pastBounds = [...bounds.filter((bound) => bound < nowMicros), nowMicros];
    for (const { place, queue_uid, assignee_uid, count } of await readOpenByDueDate(sql, this.filter, pastBounds)) {
      if (place === pastBounds.length) continue;
      this.backlog.overdue += count;
      this.addOpen(queue_uid, assignee_uid, { open: 0, overdue: count });
      // Place 0 is before the range; what came due after it ends at a bound that is no bucket's.
      if (place === 0 || place > this.buckets.length) continue;
      for (const figures of this.figuresFor(place - 1, queue_uid, assignee_uid)) figures.breaches += count;
    }

    const days = daysAhead(nowMicros, FORECAST_DAYS, this.time.timeZone);
    const coming = await readComing(sql, this.filter, this.hours, [nowMicros, ...days.slice(1)]);
    this.forecast = days.slice(1).map((end, index) => ({
      start: formatTimestamp(index === 0 ? nowMicros : (days[index] ?? end)),
      end: formatTimestamp(end),
      breaches: coming.filter(({ place }) => place === index + 1).reduce((sum, { count }) => sum + count, 0),
    }));
  }

  private addOpen(queueUid: string | null, personUid: string | null, added: { open: number; overdue: number }): void {
    for (const [all, key] of [[this.openByQueue, queueUid] as const, [this.openByPerson, personUid] as const]) {
      const before = all.get(key) ?? { open: 0, overdue: 0 };
      all.set(key, { open: before.open + added.open, overdue: before.overdue + added.overdue });
    }
  }

  present({ since, until, hours = 'clock', nowMicros }: InsightRequest): Insights {
    const { bounds, unit, timeZone } = this.time;
    const none = { open: 0, overdue: 0 };
    const queueUids = [...new Set([...this.queues.keys(), ...this.openByQueue.keys()])];
    const userUids = [...new Set([...this.people.keys(), ...this.openByPerson.keys()])].filter((uid) => uid !== null);
    return {
      ...{ since, until, time_zone: timeZone, unit, hours, as_of: formatTimestamp(nowMicros) },
      totals: this.totals.present(),
      buckets: this.buckets.map((figures, index) => ({
        start: formatTimestamp(bounds[index] ?? 0),
        end: formatTimestamp(bounds[index + 1] ?? 0),
        ...figures.present(),
      })),
      queues: queueUids.map((uid) => ({ queue_uid: uid, ...(this.openByQueue.get(uid) ?? none), ...presentOf(this.queues.get(uid)) })),
      people: userUids.map((uid) => ({ user_uid: uid, ...(this.openByPerson.get(uid) ?? none), ...presentOf(this.people.get(uid)) })),
      backlog: this.backlog,
      forecast: this.forecast,
    };
  }
}

/** Open tasks by the day until which they have to be done: in a queue with a schedule that ends where the next one opens. */
async function readComing(sql: Sql, filter: OpenTasksFilter, { scheduled }: WorkingHours, bounds: readonly number[]) {
  const [now = 0, ...dayEnds] = bounds;
  const rest = await readOpenByDueDate(sql, filter, bounds);
  const coming = rest.filter(({ queue_uid }) => queue_uid === null || !scheduled.has(queue_uid));
  for (const queueUid of new Set(rest.map(({ queue_uid }) => queue_uid))) {
    const dayEnd = queueUid === null ? undefined : scheduled.get(queueUid);
    if (dayEnd) coming.push(...(await readOpenByDueDate(sql, { ...filter, queueUid }, [now, ...dayEnds.map(dayEnd)])));
  }
  return coming;
}

function presentOf(figures: Figures | undefined) {
  return (figures ?? new Figures()).present();
}

function isGiven(step: string): boolean {
  return step === 'claim' || step === 'assign';
}
