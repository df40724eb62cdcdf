import { lazy, memo, type RefObject, Suspense, useEffect, useRef } from 'react';
import { surfaces } from '../commands/surfaces.ts';
import { useCommandKeys } from '../commands/use-commands.ts';
import { TaskDialogs } from '../features/acts/task-dialogs.tsx';
import { DesktopLink } from '../features/desktop/desktop-link.tsx';
import { PreferencesDialog } from '../features/desktop/preferences-dialog.tsx';
import { SignOutDialog } from '../features/desktop/sign-out-dialog.tsx';
import { NewTaskDialog } from '../features/forms/new-task-dialog.tsx';
import { HelpSheet } from '../features/help/help-sheet.tsx';
import { InboxView } from '../features/inbox/inbox-view.tsx';
import { rejectionSentence } from '../features/inbox/rejection-sentence.ts';
import { OfflineDialog } from '../features/leases/offline-dialog.tsx';
import { NavigationPane } from '../features/navigation/navigation-pane.tsx';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { FloatingPlayer } from '../features/player/floating-player.tsx';
import { PlayerPane } from '../features/player/player-pane.tsx';
import { TaskList } from '../features/queue/task-list.tsx';
import { SettingsNavigation } from '../features/settings/settings-navigation.tsx';
import { SignInDialog } from '../features/sign-in/sign-in-dialog.tsx';
import { SyncAnnouncer } from '../features/sync/sync-announcer.tsx';
import { TaskPane } from '../features/task/task-pane.tsx';
import { SaveViewDialog } from '../features/views/save-view-dialog.tsx';
import { t } from '../i18n/translate.ts';
import { activeUidOf, interfaceStore, useInterface } from '../state/interface-state.ts';
import { usePlayedUid } from '../state/player.ts';
import { useSpokenLanguage } from '../state/spoken-language.ts';
import type { View } from '../state/view.ts';
import { isWide, onWideChange, useIsWide } from '../state/window-room.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { Banners } from './banners.tsx';
import { ConsoleToasts } from './console-toasts.tsx';
import { Pane } from './pane.tsx';
import { TitleBar } from './title-bar.tsx';
import { useAfterPaint } from './use-after-paint.ts';
import { useDocumentState } from './use-document-state.ts';
import { useFirstView } from './use-first-view.ts';
import { useRoleNotice } from './use-role-notice.ts';

/** Few people ever open them: their code is read when somebody does. */
const SettingsView = lazy(() => import('../features/settings/settings-view.tsx').then((module) => ({ default: module.SettingsView })));

const InsightsView = lazy(() => import('../features/insights/insights-view.tsx').then((module) => ({ default: module.InsightsView })));

/** Queues on the left, list in the middle, task on the right. */
export function Console() {
  useCommandKeys();
  useDocumentState();
  useFirstView();
  useRoleNotice();
  usePaneWithWidth();
  return (
    <div className="flex h-full flex-col">
      <TitleBar />
      <Banners />
      <Columns />
      <CommandPalette />
      <HelpSheet />
      <SignInDialog />
      <TaskDialogs />
      <NewTaskDialog />
      <OfflineDialog />
      <SaveViewDialog />
      <PreferencesDialog />
      <SignOutDialog />
      <ConsoleToasts />
      <SyncAnnouncer />
      <DesktopLink />
      <FloatingPlayer />
    </div>
  );
}

function Columns() {
  const view = useInterface((state) => state.view);
  const paneOpen = useInterface((state) => state.paneOpen);
  const navigationOpen = useInterface((state) => state.navigationOpen);
  const showsPane = view.kind === 'tasks' && paneOpen;
  const isCovered = !useIsWide() && showsPane;
  const covered = useFocusAbove(isCovered);
  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        className={
          navigationOpen
            ? 'absolute inset-y-0 left-0 z-30 w-56 border-r border-line bg-canvas shadow-float medium:static medium:shadow-none'
            : 'hidden w-46 shrink-0 border-r border-line medium:block min-[1180px]:w-56'
        }
      >
        <Pane>{view.kind === 'settings' ? <SettingsNavigation /> : <NavigationPane />}</Pane>
      </div>
      {navigationOpen ? (
        <div
          aria-hidden="true"
          onClick={() => interfaceStore.setState({ navigationOpen: false })}
          className="backdrop absolute inset-0 z-20 medium:hidden"
        />
      ) : null}
      <main className="min-w-0 flex-1 bg-surface">
        {isCovered ? <h1 className="sr-only">{t('task.label')}</h1> : null}
        {/* Below the pane nothing takes the focus, where nobody would see it. */}
        <div ref={covered} inert={isCovered} className="h-full">
          <Pane>
            <MainView view={view} />
          </Pane>
        </div>
      </main>
      {showsPane ? <TaskAside /> : null}
    </div>
  );
}

/** Alone in hearing of each row that the keys go to: what is around it is not drawn for that. */
function TaskAside() {
  const { drawn, catchUp } = useAfterPaint(useInterface(activeUidOf), onlyMovesOn);
  return (
    <aside className="absolute inset-0 z-10 border-line bg-surface wide:static wide:w-80 wide:shrink-0 wide:border-l min-[1180px]:w-[392px] min-[1500px]:w-[440px]">
      <Pane>
        <DrawnTask taskUid={drawn} catchUp={catchUp} />
      </Pane>
    </aside>
  );
}

const DrawnTask = memo(function DrawnTask(props: { taskUid: string | null; catchUp: () => boolean }) {
  useSpokenLanguage();
  return <TaskPane {...props} rejectedText={rejectionSentence} />;
});

function MainView({ view }: { view: View }) {
  const playedTask = usePlayedUid();
  const language = useSpokenLanguage();
  useFocusAfterLanguage(language);
  switch (view.kind) {
    case 'tasks':
      if (playedTask !== null) return <PlayerPane taskUid={playedTask} />;
      // Its rows and columns are memoised, sentences and all.
      return <TaskList key={language} scope={view.scope} taskHasFocus={taskHasFocus} />;
    case 'inbox':
      return <InboxView />;
    case 'insights':
      return (
        <Suspense fallback={<SkeletonRows inset="panel" count={6} label={t('insights.loading')} />}>
          <InsightsView />
        </Suspense>
      );
    case 'settings':
      return (
        <Suspense fallback={<SkeletonRows inset="panel" count={6} label={t('settings.loading')} />}>
          <SettingsView panel={view.panel} />
        </Suspense>
      );
  }
}

/** What is drawn anew in another language gets the focus back that it had. */
function useFocusAfterLanguage(language: string): void {
  const before = useRef(language);
  useEffect(() => {
    if (before.current === language) return;
    before.current = language;
    if (document.activeElement === document.body) (surfaces.list ?? surfaces.inbox ?? surfaces.settings)?.focus();
  }, [language]);
}

const MOVES = new Set(['j', 'k', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']);

/** A key that does nothing but go on to another task, or to other tasks. */
function onlyMovesOn(event: Event): boolean {
  if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  if (!(event.target instanceof Element)) return false;
  return event.target.matches('[role=grid]') ? MOVES.has(event.key) : narrowsList(event.key) && event.target.matches('[data-list-filter]');
}

function narrowsList(key: string): boolean {
  return key.length === 1 || key === 'Backspace';
}

function taskHasFocus(): boolean {
  return surfaces.task?.hasFocus() ?? false;
}

/** Takes the focus from what the pane covers to the pane, and back when it is gone. */
function useFocusAbove(isCovered: boolean): RefObject<HTMLDivElement | null> {
  const covered = useRef<HTMLDivElement>(null);
  const wasCovered = useRef(isCovered);
  useEffect(() => {
    if (wasCovered.current === isCovered) return;
    wasCovered.current = isCovered;
    const { activeElement, body } = document;
    if (activeElement !== body && !covered.current?.contains(activeElement)) return;
    if (isCovered) surfaces.task?.focus();
    else (surfaces.list ?? surfaces.inbox)?.focus();
  }, [isCovered]);
  return covered;
}

/** Beside the list where there is room; over it only when asked for. */
function usePaneWithWidth(): void {
  useEffect(() => {
    const follow = () => interfaceStore.setState({ paneOpen: isWide(), navigationOpen: false });
    follow();
    return onWideChange(follow);
  }, []);
}
