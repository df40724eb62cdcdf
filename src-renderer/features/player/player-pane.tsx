import { ArrowLeft, ArrowRight, ExternalLink, Globe, PictureInPicture2, RotateCw, ShieldQuestionMark, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { PlayerState } from '../../../src-shared/ipc/contract.ts';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { openTaskPage } from '../../commands/task-commands.ts';
import { useRunCommand } from '../../commands/use-commands.ts';
import { epochMs, formatDuration } from '../../i18n/format-time.ts';
import { sayKnown } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole, useTaskEntry } from '../../state/console-context.tsx';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { StatusLabel } from '../../ui/status-icon.tsx';
import { allowOrigin, isAllowed } from './allowed-origins.ts';
import { usePlayerView } from './use-player-view.ts';

/** The page on which a task is worked on, inside of the console; the task stays beside it. */
export function PlayerPane({ taskUid }: { taskUid: string }) {
  const { bridge, account } = useConsole();
  const entry = useTaskEntry(taskUid);
  const frame = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLElement>(null);
  const [allowed, setAllowed] = useState(0);
  const url = entry?.url ?? null;
  // Asked again when the operator has just said yes.
  const mayOpen = url !== null && (allowed >= 0 ? isAllowed(localStorage, account.key, url) : false);
  const state = usePlayerView({ bridge, frame, url: mayOpen ? url : null });
  useEffect(() => {
    if (taskUid) head.current?.focus();
  }, [taskUid]);

  const allow = () => {
    if (url === null) return;
    allowOrigin(localStorage, account.key, url);
    setAllowed(allowed + 1);
  };
  return (
    <section
      ref={head}
      tabIndex={-1}
      aria-label={t('player.label')}
      data-testid="player"
      data-loading={state.loading || undefined}
      className="flex h-full min-w-0 flex-col bg-surface outline-none"
    >
      <PlayerHead taskUid={taskUid} url={url} state={mayOpen ? state : null} />
      <div ref={frame} className="relative min-h-0 flex-1">
        {url === null ? (
          <EmptyState icon={Globe} title={t('player.noPage.title')} text={t('player.noPage.text')} />
        ) : !mayOpen ? (
          <EmptyState icon={ShieldQuestionMark} title={t('player.ask.title', { host: new URL(url).host })} text={t('player.ask.text')}>
            <div className="flex flex-wrap justify-center gap-2">
              <Button variant="primary" onClick={allow}>
                {t('player.ask.open')}
              </Button>
              <Button icon={ExternalLink} onClick={() => void openTaskPage(bridge, taskUid, url)}>
                {t('player.browser')}
              </Button>
            </div>
          </EmptyState>
        ) : state.failure !== null ? (
          <ErrorState
            title={t('player.failed.title')}
            text={t('player.failed.text', { message: sayKnown(state.failure) })}
            action={t('app.tryAgain')}
            onAction={() => void bridge.call('player.go', { to: 'reload' })}
          />
        ) : null}
      </div>
    </section>
  );
}

function PlayerHead({ taskUid, url, state }: { taskUid: string; url: string | null; state: PlayerState | null }) {
  const { bridge } = useConsole();
  const entry = useTaskEntry(taskUid);
  const run = useRunCommand();
  const nowMs = useNow();
  const go = (to: 'back' | 'forward' | 'reload') => void bridge.call('player.go', { to });
  const startedAt = entry?.task.status === 'STARTED' ? entry.task.started_at : null;
  return (
    <header className="@container shrink-0 border-b border-line">
      <div className="flex min-h-11 items-center gap-2 px-3 py-1.5">
        <IconButton icon={X} label={t('player.close')} onClick={() => run('player.close')} />
        <h1 className="flex min-w-0 flex-1 items-baseline gap-2">
          <span title={entry?.title} className="truncate text-heading font-semibold">
            {entry?.title ?? taskUid}
          </span>
          {entry ? <StatusLabel mark={entry.task.status}>{t(`status.${entry.task.status}`)}</StatusLabel> : null}
          {startedAt === null ? null : (
            <span className="text-small text-ink-muted tabular-nums">{formatDuration(nowMs - epochMs(startedAt))}</span>
          )}
        </h1>
        <IconButton
          icon={PictureInPicture2}
          label={t('command.player.float')}
          hint={<CommandKeys id="player.float" />}
          onClick={() => run('player.float')}
          {...shortcutOf('player.float')}
        />
        <Button trailing={<CommandKeys id="player.next" />} onClick={() => run('player.next')} {...shortcutOf('player.next')}>
          {t('player.next')}
        </Button>
      </div>
      {state && url ? (
        <div className="flex h-8 items-center gap-1 border-t border-line px-3">
          <IconButton icon={ArrowLeft} label={t('player.back')} disabled={!state.canGoBack} onClick={() => go('back')} />
          <IconButton icon={ArrowRight} label={t('player.forward')} disabled={!state.canGoForward} onClick={() => go('forward')} />
          <IconButton icon={RotateCw} label={t('player.reload')} onClick={() => go('reload')} />
          <span role="status" title={state.url} className="min-w-0 flex-1 truncate px-1 text-small text-ink-muted">
            {state.loading ? t('player.loading', { address: state.url || url }) : state.url || url}
          </span>
          <Button variant="quiet" size="small" icon={ExternalLink} onClick={() => void openTaskPage(bridge, taskUid, state.url || url)}>
            {t('player.browser')}
          </Button>
        </div>
      ) : null}
    </header>
  );
}
