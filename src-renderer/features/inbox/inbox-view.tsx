import { CircleCheckBig } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import type { Form } from '../../../src-shared/schema/form.ts';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { canRetry } from '../../commands/inbox-commands.ts';
import { registerSurface } from '../../commands/surfaces.ts';
import { useRunCommand } from '../../commands/use-commands.ts';
import type { InboxItem } from '../../data/console-data.ts';
import { epochMs, formatExact, formatRelative } from '../../i18n/format-time.ts';
import { formatNumber, t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { followActive } from '../../state/follow-active.ts';
import { interfaceStore, useInterface } from '../../state/interface-state.ts';
import { useNow } from '../../state/use-now.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StatusIcon } from '../../ui/status-icon.tsx';
import { rejectionSentence } from './rejection-sentence.ts';

/** What the server refused, until the operator has put it away. */
export function InboxView() {
  const { data } = useConsole();
  const items = useStore(data.inbox);
  const { forms } = useStore(data.workspace);
  const activeOpId = useInterface((state) => state.activeInboxOpId);
  const run = useRunCommand();
  const list = useRef<HTMLUListElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const activeIndex = Math.max(
    0,
    items.findIndex(({ opId }) => opId === activeOpId),
  );

  useFollowing(items, list, title);

  useEffect(() => {
    const focus = (index: number) => {
      const item = items[index];
      if (item) focusRow(list.current, item.opId);
      else title.current?.focus();
    };
    return registerSurface('inbox', {
      move: (count) => focus(Math.max(0, Math.min(items.length - 1, activeIndex + count))),
      focus: () => focus(activeIndex),
    });
  }, [items, activeIndex]);

  return (
    <section aria-label={t('inbox.title')} className="flex h-full min-w-0 flex-col bg-surface">
      <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
        <h1 ref={title} tabIndex={-1} className="flex items-baseline gap-2 text-heading font-semibold outline-none">
          {t('inbox.title')}
          <span className="text-small font-normal text-ink-faint">{formatNumber(items.length)}</span>
        </h1>
        <div className="ml-auto">
          {items.length > 1 ? (
            <Button variant="quiet" onClick={() => run('inbox.dismissAll')} trailing={<CommandKeys id="inbox.dismissAll" />}>
              {t('inbox.dismissAll')}
            </Button>
          ) : null}
        </div>
      </header>
      {items.length === 0 ? (
        <EmptyState icon={CircleCheckBig} title={t('inbox.empty.title')} text={t('inbox.empty.text')} />
      ) : (
        // The last one can be brought above what a notice covers.
        <div className="min-h-0 flex-1 scroll-pb-22 overflow-y-auto pb-22">
          <p className="px-4 pt-3 pb-1 text-ink-muted">{t('inbox.explain')}</p>
          <ul ref={list} aria-label={t('inbox.label')} className="@container flex max-w-[920px] flex-col gap-0.5 p-2">
            {items.map((item, index) => (
              <InboxRow key={item.opId} item={item} forms={forms} active={index === activeIndex} onRun={run} />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function focusRow(list: HTMLElement | null, opId: string): void {
  interfaceStore.setState({ activeInboxOpId: opId });
  list?.querySelector<HTMLElement>(`[data-op-id="${opId}"]`)?.focus();
}

/** The row that the keyboard is on leaves when it is put away: the keyboard goes on to the next one, and so does the focus that it had; after the last one to the title. */
function useFollowing(items: readonly InboxItem[], list: RefObject<HTMLElement | null>, title: RefObject<HTMLElement | null>): void {
  const before = useRef<readonly string[]>([]);
  useLayoutEffect(() => {
    const [previous, opIds] = [before.current, items.map(({ opId }) => opId)];
    before.current = opIds;
    const { activeInboxOpId } = interfaceStore.getState();
    const next = followActive(previous, opIds, activeInboxOpId);
    const isLost = document.activeElement === document.body;
    if (isLost && previous.length > 0 && opIds.length === 0) title.current?.focus();
    if (activeInboxOpId === null || next === null || next === activeInboxOpId) return;
    if (isLost) focusRow(list.current, next);
    else interfaceStore.setState({ activeInboxOpId: next });
  }, [items, list, title]);
}

interface InboxRowProps {
  item: InboxItem;
  forms: readonly Form[];
  active: boolean;
  onRun: (id: string) => void;
}

function InboxRow({ item, forms, active, onRun }: InboxRowProps) {
  const nowMs = useNow();
  const activate = () => interfaceStore.setState({ activeInboxOpId: item.opId });
  const runHere = (id: string) => {
    activate();
    onRun(id);
  };
  return (
    <li
      tabIndex={active ? 0 : -1}
      data-op-id={item.opId}
      data-task-uid={item.taskUid}
      data-reason={item.reason}
      onFocus={activate}
      className={classNames(
        // Keys are drawn on one row only: whether its buttons stand below or beside it must not depend on them.
        'grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-2 rounded-md px-3 py-2.5 focus-visible:-outline-offset-2 @min-[680px]:grid-cols-[auto_minmax(0,1fr)_auto]',
        active ? 'bg-selected-idle' : 'hover:bg-hover',
      )}
    >
      <span className="mt-[3px]">
        <StatusIcon mark="rejected" />
      </span>
      <div>
        <p className="break-words">
          <strong className="font-semibold">{item.title}</strong>
          <span className="text-ink-muted"> · {t('inbox.what', { act: t(`act.${item.action}`) })}</span>
        </p>
        <p className="break-words">{rejectionSentence(item, forms)}</p>
        <p className="text-small text-ink-muted">
          <Moment
            at={item.at}
            text={t('inbox.did', { time: formatRelative(epochMs(item.at), nowMs) })}
            exact={formatExact(epochMs(item.at))}
          />
          {item.settledAt === null ? null : (
            <>
              {' · '}
              <Moment
                at={item.settledAt}
                text={t('inbox.answered', { time: formatRelative(epochMs(item.settledAt), nowMs) })}
                exact={formatExact(epochMs(item.settledAt))}
              />
            </>
          )}
        </p>
      </div>
      <div className="col-start-2 flex flex-wrap gap-1.5 @min-[680px]:col-start-3">
        {canRetry(item) ? (
          <RowButton
            id="inbox.retry"
            text={t(item.action === 'create' ? 'inbox.sendAgain' : 'inbox.retry')}
            active={active}
            onRun={runHere}
          />
        ) : null}
        {item.action === 'create' ? null : <RowButton id="inbox.open" text={t('inbox.open')} active={active} onRun={runHere} />}
        <RowButton id="inbox.dismiss" text={t('inbox.dismiss')} active={active} onRun={runHere} />
      </div>
    </li>
  );
}

/** Keys are drawn on the row that they work on. */
function RowButton({ id, text, active, onRun }: { id: string; text: string; active: boolean; onRun: (id: string) => void }) {
  return (
    <Button
      size="small"
      onClick={() => onRun(id)}
      trailing={active ? <CommandKeys id={id} /> : undefined}
      {...(active ? shortcutOf(id) : {})}
    >
      {text}
    </Button>
  );
}
