import { ArrowDown, ArrowUp, CircleCheck, CircleDot, CirclePause, GripVertical } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Queue } from '../../../../src-shared/schema/queue.ts';
import { notify } from '../../../commands/notify.ts';
import { conditionSentence } from '../../../i18n/condition-sentence.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { openQueueTarget, useQueueEditor } from '../../../state/queue-editor.ts';
import { draftKey } from '../../../state/stored-drafts.ts';
import { useStore } from '../../../state/use-store.ts';
import { Badge, TagLine } from '../../../ui/badge.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { PagedFooter } from '../shell/paged-footer.tsx';
import type { QueueOrder } from './use-queue-order.ts';
import { useRowMoves } from './use-row-moves.ts';

/** As many rows as are drawn at once. */
const PAGE = 100;

/** The queues, a row each. Keys and the pointer arrange them. */
export function QueueTable({ order, text, from }: { order: QueueOrder; text: string; from: string | null }) {
  const { data } = useConsole();
  const { people } = useStore(data.workspace);
  const root = useRef<HTMLDivElement>(null);
  const [limit, setLimit] = useState(PAGE);
  const [moved, setMoved] = useState<{ id: string } | null>(from === null ? null : { id: from });
  const kept = useQueueEditor((state) => state.kept);
  const counts = useOpenCounts();
  const nameOf = (id: string) => people.get(id)?.name ?? id;
  const found = order.queues.filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(text.trim().toLowerCase()));

  // A row that is put elsewhere loses the focus, and so does one whose page was open.
  useEffect(() => {
    if (moved) root.current?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(moved.id)}"]`)?.focus();
  }, [moved]);
  const move = (id: string, step: number) => {
    const name = order.queues.find((queue) => queue.id === id)?.name ?? id;
    const place = order.move(id, step);
    notify({ text: t('queues.moved', { name, place: place + 1 }) });
    setMoved({ id });
  };
  useRowMoves(root, {
    onStep: move,
    onDrop: (id, target) => {
      order.moveTo(
        id,
        order.queues.findIndex((queue) => queue.id === target),
      );
      setMoved({ id });
    },
  });

  return (
    <div ref={root}>
      <DataTable
        label={t('queues.table')}
        columns={columns({ order, counts, nameOf, drafted: new Set(Object.keys(kept)), move })}
        rows={found.slice(0, limit)}
        keyOf={({ id }) => id}
        onOpen={({ id }) => openQueueTarget({ kind: 'queue', id })}
        footer={
          <PagedFooter
            shown={Math.min(limit, found.length)}
            total={found.length}
            {...(text === '' ? {} : { text })}
            onMore={() => setLimit(limit + PAGE)}
          />
        }
      />
    </div>
  );
}

function useOpenCounts(): ReadonlyMap<string, number> {
  const { data } = useConsole();
  const { queues } = useStore(data.workspace);
  return new Map(queues.map(({ queue, openCount }) => [queue.id, openCount]));
}

interface ColumnTerms {
  order: QueueOrder;
  counts: ReadonlyMap<string, number>;
  nameOf: (userUid: string) => string;
  /** With changes that are not saved. */
  drafted: ReadonlySet<string>;
  move: (id: string, step: number) => void;
}

function columns({ order, counts, nameOf, drafted, move }: ColumnTerms): readonly DataColumn<Queue>[] {
  return [
    {
      id: 'order',
      header: t('queues.order'),
      width: 'w-28',
      cell: (queue) => <OrderCell queue={queue} place={order.queues.indexOf(queue)} move={move} />,
    },
    {
      id: 'name',
      header: t('queues.name'),
      cell: ({ id, name, enabled }) => (
        <span className="flex items-center gap-2">
          <span title={name} className={enabled ? 'truncate font-medium' : 'truncate text-ink-muted'}>
            {name}
          </span>
          {drafted.has(draftKey(id)) ? (
            <Badge icon={CircleDot} tone="warning">
              {t('queues.drafted')}
            </Badge>
          ) : null}
        </span>
      ),
    },
    {
      id: 'condition',
      header: t('queues.condition'),
      importance: 'second',
      cell: ({ condition }) => {
        const words = conditionSentence(condition, nameOf);
        return (
          <span title={words} className="text-ink-muted">
            {words}
          </span>
        );
      },
    },
    {
      id: 'skills',
      header: t('queues.field.skills'),
      width: 'w-36',
      importance: 'third',
      cell: ({ skills }) => <TagLine names={skills} />,
    },
    { id: 'open', header: t('queues.open'), width: 'w-20', align: 'end', cell: ({ id }) => formatNumber(counts.get(id) ?? 0) },
    {
      id: 'state',
      header: t('queues.state'),
      width: 'w-20',
      cell: ({ enabled }) =>
        enabled ? (
          <Badge icon={CircleCheck} tone="good">
            {t('queues.enabled')}
          </Badge>
        ) : (
          <Badge icon={CirclePause}>{t('queues.disabled')}</Badge>
        ),
    },
  ];
}

/** The place, and what moves it by pointer. Keys move the row itself. */
function OrderCell({ queue: { id, name }, place, move }: { queue: Queue; place: number; move: ColumnTerms['move'] }) {
  return (
    <span className="flex items-center">
      <span draggable title={t('queues.drag', { name })} className="-ml-1.5 flex cursor-grab text-ink-faint">
        <GripVertical aria-hidden="true" size={14} />
      </span>
      <span className="w-7 text-right tabular-nums">{formatNumber(place + 1)}</span>
      {([-1, 1] as const).map((step) => (
        <IconButton
          key={step}
          icon={step === -1 ? ArrowUp : ArrowDown}
          label={t(step === -1 ? 'queues.up' : 'queues.down', { name })}
          tabIndex={-1}
          className="size-5"
          onClick={(event) => {
            event.stopPropagation();
            move(id, step);
          }}
        />
      ))}
    </span>
  );
}
