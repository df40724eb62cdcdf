import { LockKeyhole } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { registerSurface } from '../../commands/surfaces.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { leaveSettings } from '../../state/interface-state.ts';
import { panelsFor, type SettingsPanelId } from '../../state/settings-panels.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PANEL_COMPONENTS } from './panel-components.ts';

/** One panel of the settings. */
export function SettingsView({ panel }: { panel: SettingsPanelId }) {
  const { data } = useConsole();
  const { user } = useStore(data.workspace);
  if (!panelsFor(user.role).some(({ id }) => id === panel)) {
    return (
      <EmptyState icon={LockKeyhole} title={t('settings.notAllowed.title')} text={t('settings.notAllowed.text')}>
        <Button onClick={leaveSettings}>{t('settings.back')}</Button>
      </EmptyState>
    );
  }
  return <PanelFrame key={panel} panel={panel} />;
}

function PanelFrame({ panel }: { panel: SettingsPanelId }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const focus = () =>
      (
        root.current?.querySelector<HTMLElement>('tr[tabindex="0"]') ?? root.current?.querySelector<HTMLElement>('[data-page-title]')
      )?.focus();
    // Whoever came by a key has the focus nowhere.
    if (document.activeElement === document.body) focus();
    const ending = new AbortController();
    const leaveField = (event: KeyboardEvent) => {
      const { target } = event;
      // Dialogs that are open stand outside of the page, and take their keys themselves.
      const isField = target instanceof HTMLElement && root.current?.contains(target) === true && target.matches('input, textarea, select');
      if (event.key !== 'Escape' || event.defaultPrevented || !isField) return;
      event.preventDefault();
      focus();
    };
    document.addEventListener('keydown', leaveField, { signal: ending.signal });
    const end = registerSurface('settings', { focus });
    return () => {
      ending.abort();
      end();
    };
  }, []);
  const Panel = PANEL_COMPONENTS[panel];
  return (
    // Where the window is low, the page scrolls as a whole.
    <div ref={root} data-testid={`settings-${panel}`} className="flex h-full min-h-0 flex-col [@media(max-height:480px)]:overflow-y-auto">
      <Panel />
    </div>
  );
}
