import { ArrowRight } from 'lucide-react';
import { compileRules } from '../../../src-shared/queue/routing-rules.ts';
import type { Queue } from '../../../src-shared/schema/queue.ts';
import type { TaskEntry } from '../../data/console-data.ts';
import { formatNumber, t } from '../../i18n/translate.ts';

export interface MoveSummaryProps {
  entries: readonly TaskEntry[];
  queues: readonly Queue[];
  /** Null: wherever the rules put them. */
  queueUid: string | null;
}

/** How many tasks go from where to where, as far as the rules are known here. */
export function MoveSummary({ entries, queues, queueUid }: MoveSummaryProps) {
  const rules = compileRules(queues);
  const counts = new Map<string, { from: string; to: string; count: number }>();
  const nameOf = (uid: string | null) => (uid === null ? t('nav.unrouted') : (rules.find(uid)?.name ?? uid));
  for (const { task } of entries) {
    const move = { from: nameOf(task.queue_uid), to: nameOf(rules.route(task, queueUid)) };
    const key = JSON.stringify(move);
    counts.set(key, { ...move, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const moves = [...counts.values()].sort((a, b) => b.count - a.count);
  return (
    <ul aria-label={t('move.summary')} className="max-h-40 overflow-y-auto rounded-md border border-line">
      {moves.map(({ from, to, count }) => (
        <li key={`${from} ${to}`} className="flex items-center gap-2 border-b border-line px-2.5 py-1.5 last:border-b-0">
          <span className="min-w-0 truncate">{from}</span>
          <ArrowRight role="img" aria-label={t('move.to')} size={14} className="shrink-0 text-ink-faint" />
          <span className="min-w-0 flex-1 truncate">{to}</span>
          <span className="text-ink-muted tabular-nums">{formatNumber(count)}</span>
        </li>
      ))}
    </ul>
  );
}
