import {
  ChartColumn,
  CircleAlert,
  FilePlus2,
  Inbox,
  LayoutList,
  type LucideIcon,
  Plus,
  Route,
  Send,
  Settings,
  UserRound,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { focusOnceDrawn } from '../../commands/focus-once-drawn.ts';
import { registerSurface, surfaces } from '../../commands/surfaces.ts';
import { useRunCommand } from '../../commands/use-commands.ts';
import { formatNumber, t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo, useInterface } from '../../state/interface-state.ts';
import { useClosedUntil } from '../../state/open-hours.ts';
import { openSavedView } from '../../state/saved-view.ts';
import { panelsFor } from '../../state/settings-panels.ts';
import { useStore } from '../../state/use-store.ts';
import { type View, viewKey } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ClosedMark } from '../../ui/closed-mark.tsx';
import { moveAmong } from '../../ui/move-among.ts';

/** Where one can go, with how much is there. Arrows move, Enter goes. */
export function NavigationPane() {
  const { data } = useConsole();
  const { user, queues, views, mineCount, openCount, unroutedCount } = useStore(data.workspace);
  const { pendingCount, rejectedCount } = useStore(data.syncState);
  const run = useRunCommand();
  const pane = useRef<HTMLElement>(null);
  const [firstPanel] = panelsFor(user.role);

  useEffect(
    () =>
      registerSurface('navigation', {
        focusQueues: () => {
          const queueItems = pane.current?.querySelectorAll<HTMLElement>('[data-queue-uid]');
          const current = pane.current?.querySelector<HTMLElement>('[data-queue-uid][aria-current]');
          (current ?? queueItems?.[0])?.focus();
        },
      }),
    [],
  );

  return (
    <nav
      ref={pane}
      aria-label={t('nav.label')}
      onKeyDown={(event) => moveAmong(event, '[data-view]')}
      className="flex h-full min-h-0 flex-col gap-4 overflow-y-auto p-2"
    >
      <Button
        icon={FilePlus2}
        onClick={() => run('task.create')}
        trailing={<CommandKeys id="task.create" />}
        className="-mb-1"
        {...shortcutOf('task.create')}
      >
        <span className="flex-1 text-left">{t('command.task.create')}</span>
      </Button>
      <div className="flex flex-col gap-px">
        <Item view={tasks({ kind: 'mine' })} icon={UserRound} label={t('nav.mine')} count={mineCount} shortcut="go.mine" />
        <Item
          view={{ kind: 'inbox' }}
          icon={Inbox}
          label={t('nav.inbox')}
          count={rejectedCount}
          urgent={rejectedCount > 0}
          shortcut="go.inbox"
        />
        <Item
          view={tasks({ kind: 'pending' })}
          icon={Send}
          label={t('nav.pending')}
          count={pendingCount}
          countText={{ words: tn('nav.changes', pendingCount), title: tn('status.pendingTitle', pendingCount) }}
          shortcut="go.pending"
        />
        <Item view={tasks({ kind: 'all' })} icon={LayoutList} label={t('nav.all')} count={openCount} shortcut="go.all" />
        {user.role === 'operator' ? null : (
          <>
            <Item view={tasks({ kind: 'unrouted' })} icon={Route} label={t('nav.unrouted')} count={unroutedCount} shortcut="go.unrouted" />
            <Item view={{ kind: 'insights' }} icon={ChartColumn} label={t('nav.insights')} count={0} shortcut="go.insights" />
          </>
        )}
      </div>
      <div className="flex flex-col gap-px">
        <h2 className="px-2 pb-1 text-small font-medium text-ink-faint">{t('nav.queues')}</h2>
        {queues.length === 0 ? <NoQueues mayMake={user.role !== 'operator'} /> : null}
        {queues.map(({ queue, openCount: count }) => (
          <Item
            key={queue.id}
            view={tasks({ kind: 'queue', queueUid: queue.id })}
            label={queue.name}
            count={count}
            queueUid={queue.id}
            mark={(queue.schedule_uid ?? null) === null ? null : <Closed queueUid={queue.id} />}
          />
        ))}
      </div>
      {views.length > 0 ? (
        <div className="flex flex-col gap-px">
          <h2 className="px-2 pb-1 text-small font-medium text-ink-faint">{t('nav.views')}</h2>
          {views.map((view) => (
            <Item
              key={view.id}
              view={{ ...tasks({ kind: 'all' }), savedId: view.id }}
              label={view.name}
              count={0}
              onGo={() => openSavedView(view)}
            />
          ))}
        </div>
      ) : null}
      {firstPanel ? (
        <div className="mt-auto flex flex-col">
          <Item
            view={{ kind: 'settings', panel: firstPanel.id }}
            icon={Settings}
            label={t('settings.title')}
            count={0}
            shortcut="go.settings"
          />
        </div>
      ) : null}
    </nav>
  );
}

/** In a narrow pane the number stands alone. */
function CountInWords({ words, count }: { words: string; count: number }) {
  return (
    <>
      <span className="max-[1179px]:sr-only">{words}</span>
      <span aria-hidden="true" className="min-[1180px]:hidden">
        {formatNumber(count)}
      </span>
    </>
  );
}

function Closed({ queueUid }: { queueUid: string }) {
  const text = useClosedUntil(queueUid);
  return text === null ? null : <ClosedMark short text={text} />;
}

function NoQueues({ mayMake }: { mayMake: boolean }) {
  const run = useRunCommand();
  return (
    <div className="flex flex-col items-start gap-1.5 px-2">
      <p className="text-small text-pretty text-ink-muted">{t(mayMake ? 'nav.noQueuesYet' : 'nav.noQueues')}</p>
      {mayMake ? (
        <Button size="small" icon={Plus} onClick={() => run('queue.new')}>
          {t('command.queue.new')}
        </Button>
      ) : null}
    </div>
  );
}

function tasks(scope: Extract<View, { kind: 'tasks' }>['scope']): Extract<View, { kind: 'tasks' }> {
  return { kind: 'tasks', scope };
}

interface ItemProps {
  view: View;
  label: string;
  count: number;
  /** Where it counts something else than tasks: what, in words. */
  countText?: { words: string; title: string };
  icon?: LucideIcon;
  urgent?: boolean;
  queueUid?: string;
  /** Before the count. */
  mark?: ReactNode;
  shortcut?: string;
  /** Instead of going to `view` alone. */
  onGo?: () => void;
}

function Item({ view, label, count, countText, icon: Icon, urgent = false, queueUid, mark = null, shortcut, onGo }: ItemProps) {
  const current = useInterface((state) => viewKey(state.view) === viewKey(view));
  let countMark: ReactNode = null;
  if (count > 0) {
    countMark = (
      <span
        title={countText?.title}
        className={classNames(
          'flex shrink-0 items-center gap-1 text-small tabular-nums',
          urgent ? 'font-medium text-danger' : 'text-ink-faint',
        )}
      >
        {urgent ? <CircleAlert aria-hidden="true" size={13} /> : null}
        {countText ? <CountInWords words={countText.words} count={count} /> : formatNumber(count)}
      </span>
    );
  }
  return (
    <button
      type="button"
      aria-current={current ? 'page' : undefined}
      data-view={viewKey(view)}
      data-queue-uid={queueUid}
      onClick={() => {
        if (onGo) onGo();
        else goTo(view);
        // Whoever chose a place wants to work there: the keys belong to its list.
        focusOnceDrawn(() => (surfaces.list ?? surfaces.inbox ?? surfaces.settings)?.focus());
      }}
      className={classNames(
        'flex h-7 w-full shrink-0 items-center gap-2 rounded-md px-2 text-left transition-colors duration-100 focus-visible:-outline-offset-2',
        current ? 'bg-selected font-medium text-ink' : 'text-ink-muted hover:bg-hover hover:text-ink active:bg-selected-idle',
      )}
      {...(shortcut ? shortcutOf(shortcut) : {})}
    >
      {Icon ? <Icon aria-hidden="true" size={15} strokeWidth={1.8} className="shrink-0" /> : null}
      <span title={label} className="min-w-0 flex-1 truncate">
        {label}
      </span>
      {mark}
      {countMark}
    </button>
  );
}
