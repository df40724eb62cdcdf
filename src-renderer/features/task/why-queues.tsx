import { Ban, Check, ChevronsRight, CircleCheck, CirclePause, type LucideIcon, X } from 'lucide-react';
import { useState } from 'react';
import type { ExplainedGroup, ExplainedLeaf } from '../../../src-shared/queue/condition.ts';
import { kindOf } from '../../../src-shared/queue/condition-field.ts';
import { fieldLabel, type NameOf, operatorLabel, valueLabel } from '../../i18n/condition-sentence.ts';
import { epochMs, formatExact } from '../../i18n/format-time.ts';
import { t, tn } from '../../i18n/translate.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { ExplainedQueue } from './explain-here.ts';

const VERDICTS = {
  decides: { icon: CircleCheck, tone: 'good', text: 'why.decides' },
  later: { icon: ChevronsRight, tone: 'plain', text: 'why.notReached' },
  fails: { icon: X, tone: 'plain', text: 'why.fails' },
  off: { icon: CirclePause, tone: 'plain', text: 'why.off' },
  broken: { icon: Ban, tone: 'danger', text: 'why.broken' },
} as const satisfies Record<ExplainedQueue['verdict'], { icon: LucideIcon; tone: BadgeTone; text: string }>;

/** So many are drawn with their rules at once. */
const PAGE = 30;
/** Rules of queues beyond these are folded until somebody wants them. */
const UNFOLDED = 6;

export interface WhyQueuesProps {
  explained: readonly ExplainedQueue[];
  /** The rules would decide, but they do not. */
  byHand: boolean;
  nameOf: NameOf;
}

/** Each queue's rule in the order in which they are tried; what comes after the one that decides is folded. */
export function WhyQueues({ explained, byHand, nameOf }: WhyQueuesProps) {
  const [limit, setLimit] = useState(PAGE);
  const [showsLater, setShowsLater] = useState(false);
  const decidedAt = explained.findIndex(({ verdict }) => verdict === 'decides');
  const tried = decidedAt === -1 || showsLater ? explained : explained.slice(0, decidedAt + 1);
  const shown = tried.slice(0, limit);
  const later = explained.length - tried.length;
  return (
    <div className="mt-2 flex flex-col gap-2">
      <ol aria-label={t('why.rules')} className="flex flex-col gap-2">
        {shown.map((one, index) => (
          <li key={one.queue.id} data-why-queue={one.queue.id} data-verdict={one.verdict}>
            <QueueRule
              explained={one}
              place={index + 1}
              verdictText={t(byHand && one.verdict === 'decides' ? 'why.wouldDecide' : VERDICTS[one.verdict].text)}
              isOpen={one.verdict === 'decides' || tried.length <= UNFOLDED}
              nameOf={nameOf}
            />
          </li>
        ))}
      </ol>
      {shown.length < tried.length ? (
        <Button size="small" onClick={() => setLimit(limit + PAGE)} className="w-fit">
          {t('settings.more')}
        </Button>
      ) : null}
      {later > 0 ? (
        <Button size="small" variant="quiet" onClick={() => setShowsLater(true)} className="-ml-2 w-fit">
          {tn('why.later', later)}
        </Button>
      ) : null}
    </div>
  );
}

interface QueueRuleProps {
  explained: ExplainedQueue;
  place: number;
  verdictText: string;
  isOpen: boolean;
  nameOf: NameOf;
}

function QueueRule({ explained, place, verdictText, isOpen, nameOf }: QueueRuleProps) {
  const { queue, verdict, condition } = explained;
  const { icon, tone } = VERDICTS[verdict];
  return (
    <details open={isOpen} className="rounded-md border border-line bg-canvas">
      <summary className="flex min-h-7 cursor-default flex-wrap items-baseline gap-x-2 rounded-md px-2.5 py-1 focus-visible:-outline-offset-2">
        <span className="text-ink-faint tabular-nums">{place}</span>
        <span className="min-w-40 flex-1 font-medium break-words">{queue.name}</span>
        <span className="ml-auto text-small">
          <Badge icon={icon} tone={tone}>
            {verdictText}
          </Badge>
        </span>
      </summary>
      <div className="border-t border-line px-2.5 py-1.5">
        {condition ? <GroupRules group={condition} nameOf={nameOf} isOutermost /> : null}
      </div>
    </details>
  );
}

function GroupRules({ group, nameOf, isOutermost = false }: { group: ExplainedGroup; nameOf: NameOf; isOutermost?: boolean }) {
  const { nodes, combinator, not } = group;
  if (nodes.length === 0) return <p className="text-small text-ink-muted">{t(not ? 'condition.never' : 'why.always')}</p>;
  const which = not ? (combinator === 'and' ? 'notAll' : 'none') : combinator === 'and' ? 'all' : 'any';
  return (
    <>
      {nodes.length === 1 && !not ? null : (
        <p className="flex items-center gap-1.5 text-small text-ink-muted">
          {isOutermost ? null : <Mark holds={group.holds} />}
          {t(`why.${which}`)}
        </p>
      )}
      <ul className={isOutermost ? 'flex flex-col' : 'ml-1.5 flex flex-col border-l border-line pl-2.5'}>
        {nodes.map((node, index) => (
          // Rules have no identity but their place.
          <li key={`rule-${index.toString()}`} className="py-0.5">
            {node.kind === 'group' ? <GroupRules group={node} nameOf={nameOf} /> : <RuleLine rule={node} nameOf={nameOf} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function RuleLine({ rule, nameOf }: { rule: ExplainedLeaf; nameOf: NameOf }) {
  const { field, operator, value, actual, holds } = rule;
  const isMoment = kindOf(field) === 'date';
  const wanted = [value].flat().filter((item) => item !== null);
  const joint = operator === 'between' || operator === 'notBetween' ? t('condition.betweenAnd') : ', ';
  const said = wanted.map((item) => valueLabel(field, item, nameOf)).join(joint);
  const has = actual.map((item) => (isMoment && typeof item === 'string' ? formatExact(epochMs(item)) : valueLabel(field, item, nameOf)));
  return (
    <div data-holds={holds} className="flex items-start gap-1.5">
      <span className="mt-[3px]">
        <Mark holds={holds} />
      </span>
      <div className="min-w-0 break-words">
        <span>
          {fieldLabel(field)} <span className="text-ink-muted">{operatorLabel(operator, isMoment)}</span> {said}
          {isMoment && said !== '' ? <span className="text-ink-muted"> {t('builder.utc')}</span> : null}
        </span>
        <span className="block text-small text-ink-muted">
          {t('why.actual', { value: has.length === 0 ? t('why.nothing') : has.join(', ') })}
        </span>
      </div>
    </div>
  );
}

function Mark({ holds }: { holds: boolean }) {
  const Icon = holds ? Check : X;
  return (
    <>
      <Icon aria-hidden="true" size={13} strokeWidth={2.4} className={holds ? 'shrink-0 text-success' : 'shrink-0 text-danger'} />
      <span className="sr-only">{t(holds ? 'why.holds' : 'why.fails')}</span>
    </>
  );
}
