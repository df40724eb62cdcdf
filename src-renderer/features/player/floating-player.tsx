import { useCallback, useEffect, useRef, useState } from 'react';
import type { MiniRequest } from '../../../src-shared/ipc/desktop-contract.ts';
import { performAny } from '../../commands/bulk.ts';
import { commandById } from '../../commands/catalogue.ts';
import { onNotice } from '../../commands/notify.ts';
import { runCommand, situationAt, tellOutcome } from '../../commands/run-command.ts';
import { t } from '../../i18n/translate.ts';
import { type ConsoleHandles, useConsole, useTaskEntry } from '../../state/console-context.tsx';
import { interfaceStore, useInterface } from '../../state/interface-state.ts';
import { floatPlayer, useFloatingPlayer } from '../../state/player.ts';
import { useSpokenLanguage } from '../../state/spoken-language.ts';
import { useNow } from '../../state/use-now.ts';
import { useStore } from '../../state/use-store.ts';
import { type MiniNote, miniStateOf } from './mini-state.ts';

/** How long a line stands in the floating player. */
const NOTE_MS = 6_000;

/** Keeps the floating player's window at what is known here, and does what is asked for there: it has no data of its own. */
export function FloatingPlayer() {
  const floating = useFloatingPlayer();
  const { bridge } = useConsole();
  useEffect(() => bridge.on('mini.closed', () => floatPlayer(null)), [bridge]);
  // Another account, or none: its window goes with this component.
  useEffect(() => () => floatPlayer(null), []);
  return floating ? <OpenFloatingPlayer taskUid={floating.taskUid} focus={floating.focus} /> : null;
}

function OpenFloatingPlayer({ taskUid, focus }: { taskUid: string; focus: boolean }) {
  const handles = useConsole();
  const { bridge } = handles;
  const { note, show } = useNote(taskUid);
  const state = JSON.stringify(useMiniState(taskUid, note));

  // The window gets the keyboard once, when it opens.
  const mayFocus = useRef(focus);
  useEffect(() => {
    void bridge.call('mini.show', { state: JSON.parse(state), focus: mayFocus.current });
    mayFocus.current = false;
  }, [bridge, state]);
  useEffect(() => () => void bridge.call('mini.close', null), [bridge]);
  useEffect(() => bridge.on('mini.asked', (request) => void doWhatIsAsked(handles, request)), [bridge, handles]);
  useEffect(
    () =>
      onNotice(({ text, tone, undoOpIds }) => {
        // What was done to the task is seen by its status.
        if (tone === 'problem' || !undoOpIds || text === t('done.skip')) show({ text, problem: tone === 'problem' });
      }),
    [show],
  );
  useEffect(
    () =>
      interfaceStore.subscribe(({ alert }, before) => {
        if (alert && alert !== before.alert) show({ text: alert.text, problem: true });
      }),
    [show],
  );
  return null;
}

function useMiniState(taskUid: string, note: MiniNote | null) {
  const handles = useConsole();
  const entry = useTaskEntry(taskUid);
  const sync = useStore(handles.data.syncState);
  const theme = useInterface((state) => state.theme);
  const last = useInterface((state) => state.undoSteps.at(-1));
  const language = useSpokenLanguage();
  const nowMs = useNow();
  const situation = { ...situationAt(handles, taskUid), entry };
  return miniStateOf({ taskUid, situation, sync, note, isUndoable: last?.taskUid === taskUid, theme, language, nowMs });
}

/** By the one registry, on the task that the floating player showed. */
async function doWhatIsAsked(handles: ConsoleHandles, { id, taskUid, answer }: MiniRequest): Promise<void> {
  const situation = situationAt(handles, taskUid);
  if (id !== 'task.skip') return runCommand(commandById(id), handles, situation);
  if (!answer) return;
  const outcome = await performAny(handles.data, taskUid, 'skip', { reason: answer });
  tellOutcome(commandById(id), { taskUid, outcome }, { view: situation.view, title: situation.entry?.title ?? null });
}

/** About this task, for a while. */
function useNote(taskUid: string): { note: MiniNote | null; show: (note: MiniNote) => void } {
  const [kept, setNote] = useState<{ note: MiniNote; taskUid: string } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback(
    (next: MiniNote) => {
      clearTimeout(timer.current);
      setNote({ note: next, taskUid });
      timer.current = setTimeout(() => setNote(null), NOTE_MS);
    },
    [taskUid],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return { note: kept?.taskUid === taskUid ? kept.note : null, show };
}
