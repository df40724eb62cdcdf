import { LockKeyhole } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { registerSurface } from '../../commands/surfaces.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { panelsFor, type SettingsPanelId } from '../../state/settings-panels.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PANEL_COMPONENTS } from './panel-components.ts';
import { leaveSettings } from './settings-navigation.tsx';

/** One panel of the settings. */
export function SettingsView({ panel }: { panel: SettingsPanelId }) {
  const { data } = useConsole();
  const { user } = useStore(data.workspace);
  const root = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      registerSurface('settings', {
        focus: () =>
          (
            root.current?.querySelector<HTMLElement>('tr[tabindex="0"]') ?? root.current?.querySelector<HTMLElement>('[data-page-title]')
          )?.focus(),
      }),
    [],
  );
  if (!panelsFor(user.role).some(({ id }) => id === panel)) {
    return (
      <EmptyState icon={LockKeyhole} title={t('settings.notAllowed.title')} text={t('settings.notAllowed.text')}>
        <Button onClick={leaveSettings}>{t('settings.back')}</Button>
      </EmptyState>
    );
  }
  const Panel = PANEL_COMPONENTS[panel];
  return (
    <div ref={root} className="flex h-full min-h-0 flex-col [@media(max-height:480px)]:overflow-y-auto" data-testid={`settings-${panel}`}>
      <Panel key={panel} />
    </div>
  );
}
