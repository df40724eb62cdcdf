import { CircleAlert, CirclePause } from 'lucide-react';
import type { ConnectorBudget } from '../../../../src-shared/schema/connector.ts';
import { epochMs, formatDuration, formatSecond } from '../../../i18n/format-time.ts';
import { formatNumber, type PlainKey, t } from '../../../i18n/translate.ts';
import { Meter } from '../../../ui/meter.tsx';
import { Section } from '../../../ui/section.tsx';

/** From here on it is nearly used up. */
const HIGH_SHARE = 0.8;

/** How much of what the vendor takes is used, as the process knew it that has the connector. */
export function BudgetMeters({ budgets }: { budgets: readonly ConnectorBudget[] }) {
  return (
    <Section level={2} title={t('budget.title')} text={t('budget.text')}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(180px,240px))] gap-x-6 gap-y-3">
        {budgets.map((budget) => (
          <BudgetMeter key={budget.name} budget={budget} />
        ))}
      </div>
    </Section>
  );
}

function BudgetMeter({ budget }: { budget: ConnectorBudget }) {
  const { name, used, limit, throttled_until: throttledUntil } = budget;
  const isHigh = used >= limit * HIGH_SHARE;
  return (
    <Meter
      label={nameOf(name)}
      value={used}
      maximum={limit}
      amount={t('budget.used', { used: formatNumber(used), limit: formatNumber(limit) })}
      text={textOf(budget)}
      tone={throttledUntil !== null ? 'danger' : isHigh ? 'warning' : 'plain'}
      icon={throttledUntil !== null ? CirclePause : isHigh ? CircleAlert : undefined}
    />
  );
}

function textOf({ used, limit, window_seconds: seconds, refilled_at: refilledAt, throttled_until: until, known_at: at }: ConnectorBudget) {
  const window = t('budget.window', { duration: formatDuration(Math.max(1_000, seconds * 1_000)) });
  if (until !== null) return t('budget.throttled', { time: formatSecond(epochMs(until)) });
  if (at === null) return `${window} · ${t('budget.never')}`;
  if (refilledAt === null) return window;
  const time = formatSecond(epochMs(refilledAt));
  return `${window} · ${used >= limit ? t('budget.usedUp', { time }) : t('budget.refilled', { time })}`;
}

const NAMES: Readonly<Record<string, PlainKey>> = {
  default: 'budget.name.default',
  search: 'budget.name.search',
  export: 'budget.name.export',
  deleted: 'budget.name.deleted',
};

function nameOf(name: string): string {
  const key = NAMES[name];
  return key === undefined ? name : t(key);
}
