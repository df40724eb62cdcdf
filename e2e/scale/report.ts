import type { Figures } from './figures.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Evidence } from './verify-evidence.ts';

/** The promise of this run. */
const KILL_EVERY_MS = 5_000;

export interface Report {
  loadSeconds: number;
  evidence: Evidence;
  figures: Figures;
  balancer: LoadBalancer;
  tell: (line: string) => void;
}

/** Says what happened; times are of this machine and of processes that are being killed: for information. */
export function report({ loadSeconds, evidence, figures, balancer, tell }: Report): void {
  const { outcome, promises } = evidence;
  const perSecond = (name: string) => (figures.of(name) / loadSeconds).toFixed(0);
  const gap = figures.times('between two kills');
  if (gap.longest > KILL_EVERY_MS) figures.fault('a kill came late', `${Math.round(gap.longest)} ms after the one before`);
  const { carried, carriedOn, lost, nobody } = balancer.counts;
  const statuses = Map.groupBy(outcome.tasks.values(), ({ task, deleted }) => (deleted ? 'deleted' : task.status));
  const lines = [
    `requests: ${figures.of('requests under load')} answered in ${loadSeconds.toFixed(0)} s, ${perSecond('requests under load')}/s`,
    `kills: ${figures.of('kills')} (${figures.startingWith('kill: ')}), at most ${(gap.longest / 1000).toFixed(1)} s apart; ${figures.of('replacements')} replaced in order; frozen: ${figures.startingWith('freeze: ')}`,
    `balancer: ${carried} requests, ${carriedOn} sent on to another server, ${lost} lost with their server, ${nobody} without any server`,
    `sent again: ${figures.startingWith('again: ')}; ${figures.of('answers repeated by the server')} answers repeated by their key`,
    `tasks: ${[...statuses].map(([name, list]) => `${name} ${list.length}`).join(', ')}; ${outcome.steps.length} steps of history`,
    `acknowledged: ${promises.fieldWrites.size} field writes, ${promises.made.size} tasks made without an id, ${promises.claims.size} claims by next, ${promises.deleted.size} deletes, ${promises.comments.size} comments, ${promises.actions.length} actions`,
    `operations: ${promises.operations.size} (${figures.startingWith('operation: ')}), offline ${figures.of('times offline')} times`,
    `deliveries: ${outcome.deliveries.length} rows; ${figures.of('deliveries under load')} received under load, ${perSecond('deliveries under load')}/s; ${figures.of('takeovers')} takeovers, ${figures.of('webhooks that came again after they were accepted')} came again after they were accepted`,
    `feed: ${figures.of('streams')} streams, ${figures.of('documents by stream')} documents by stream, ${figures.of('documents by pull')} by pull, ${figures.of('events that did not join on')} gaps, resyncs: ${figures.startingWith('resync: ')}; ${figures.of('documents from zero')} documents from zero; ${figures.of('replicas compared')} replicas equal at the end, ${figures.of('moments of a replica checked')} moments of replicas checked; ${figures.of('tasks by polling')} tasks by polling`,
    `changes of queues and people: ${figures.of('changes of queues and people')}; ${figures.of('re-routings interrupted')} re-routings interrupted by killing all, and gone on with`,
    `audit: ${figures.of('seals by servers')} seals by servers, ${figures.of('audited entries')} entries verified`,
    `logs: ${figures.startingWith('log: ')}`,
  ];
  for (const line of lines) tell(line);
  for (const name of figures.timed) {
    const { count, p50, p99, longest } = figures.times(name);
    tell(`${name}: ${count} times, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`);
  }
}
