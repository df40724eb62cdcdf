import '../../styles/app.css';
import { ExternalLink, type LucideIcon, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DocketBridge } from '../../../src-shared/ipc/contract.ts';
import type { MiniAction, MiniState } from '../../../src-shared/ipc/desktop-contract.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { StatusLabel } from '../../ui/status-icon.tsx';
import { MiniQuestion } from './mini-question.tsx';
import { useMiniKeys } from './use-mini-keys.ts';

/** The floating player: what the console says, and buttons that ask the console. */
export function MiniPlayer({ bridge }: { bridge: DocketBridge }) {
  const state = useMiniState(bridge);
  useLook(state);
  return state ? <OpenMiniPlayer bridge={bridge} state={state} /> : null;
}

function OpenMiniPlayer({ bridge, state }: { bridge: DocketBridge; state: MiniState }) {
  const { taskUid, words } = state;
  const [asking, setAsking] = useState<MiniAction | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  // What was asked about another task is not asked any more.
  const [askedFor, setAskedFor] = useState(taskUid);
  if (askedFor !== taskUid) {
    setAskedFor(taskUid);
    setAsking(null);
  }

  const close = () => void bridge.call('mini.close', null);
  const run = (action: MiniAction, answer: string | null = null) => {
    if (!action.enabled) return;
    if (action.asks !== null && answer === null) setAsking(action);
    else {
      setAsking(null);
      void bridge.call('mini.run', { id: action.id, taskUid, answer });
    }
  };
  const page = state.actions.find(({ id }) => id === 'task.openLink');
  const buttons = state.actions.filter((action) => action !== page);
  const firstToPress = Math.max(
    0,
    buttons.findIndex(({ primary, enabled }) => primary && enabled),
  );
  useMiniKeys({ actions: state.actions, onAction: run, onClose: asking ? () => setAsking(null) : close });

  return (
    <main
      aria-label={words.label}
      data-task-uid={taskUid}
      data-status={state.mark}
      data-pending={state.pending === null ? undefined : 'true'}
      className="flex h-full flex-col gap-1.5 overflow-y-auto border border-line-strong bg-surface px-3 pt-2 pb-2.5"
    >
      <header className="window-handle flex items-start gap-2">
        <h1 title={state.title} className="line-clamp-2 min-w-0 flex-1 font-semibold">
          {state.title}
        </h1>
        <span className="-mr-1 flex">
          {page ? <HeadButton icon={ExternalLink} label={page.label} keys={page.keyLabels.join('+')} onClick={() => run(page)} /> : null}
          <HeadButton icon={X} label={words.close} keys="Escape" onClick={close} />
        </span>
      </header>
      <Facts state={state} />
      {asking ? (
        <MiniQuestion action={asking} words={words} onAnswer={(answer) => run(asking, answer)} onCancel={() => setAsking(null)} />
      ) : (
        <div className="mt-auto flex flex-wrap gap-1.5">
          {buttons.map((action, index) => (
            <Button
              key={action.id}
              {...(index === firstToPress ? { ref: first } : {})}
              size="small"
              variant={action.primary ? 'primary' : 'secondary'}
              aria-disabled={!action.enabled || undefined}
              aria-keyshortcuts={action.keyLabels.join('+') || undefined}
              title={[action.label, action.keyLabels.join(' + ')].filter(Boolean).join(' · ')}
              className={classNames(!action.enabled && 'opacity-45')}
              onClick={() => run(action)}
            >
              {action.label}
            </Button>
          ))}
        </div>
      )}
    </main>
  );
}

function HeadButton({ icon: Icon, label, keys, onClick }: { icon: LucideIcon; label: string; keys: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={keys}
      title={`${label} · ${keys}`}
      onClick={onClick}
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-muted transition-colors duration-100 hover:bg-hover hover:text-ink"
    >
      <Icon aria-hidden="true" size={15} strokeWidth={1.9} />
    </button>
  );
}

function Facts({ state: { mark, status, pending, elapsed, note } }: { state: MiniState }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 text-small text-ink-muted">
      <StatusLabel mark={mark}>{status}</StatusLabel>
      {elapsed === null ? null : <span className="tabular-nums">{elapsed}</span>}
      {pending === null ? null : <StatusLabel mark="pending">{pending}</StatusLabel>}
      <span role="status" title={note?.text} className={classNames('min-w-0 flex-1 truncate', note?.problem && 'text-danger')}>
        {note?.text}
      </span>
    </div>
  );
}

function useMiniState(bridge: DocketBridge): MiniState | null {
  const [state, setState] = useState<MiniState | null>(null);
  useEffect(() => {
    const off = bridge.on('mini.changed', setState);
    void bridge.call('mini.get', null).then((first) => setState((known) => known ?? first));
    return off;
  }, [bridge]);
  return state;
}

function useLook(state: MiniState | null): void {
  const theme = state?.theme;
  const language = state?.language;
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === undefined || theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    if (language !== undefined) document.documentElement.lang = language;
  }, [theme, language]);
}
