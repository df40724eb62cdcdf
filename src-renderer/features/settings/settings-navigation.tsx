import { ArrowLeft } from 'lucide-react';
import { focusOnceDrawn } from '../../commands/focus-once-drawn.ts';
import { surfaces } from '../../commands/surfaces.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo, leaveSettings, useInterface } from '../../state/interface-state.ts';
import { panelsFor, type SettingsPanel } from '../../state/settings-panels.ts';
import { useStore } from '../../state/use-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { moveAmong } from '../../ui/move-among.ts';

const GROUPS = ['access', 'work', 'integration', 'system', 'own'] as const;

/** The panels that are this person's. Arrows move, Enter goes. */
export function SettingsNavigation() {
  const { data } = useConsole();
  const { user } = useStore(data.workspace);
  const panels = panelsFor(user.role);

  return (
    <nav
      aria-label={t('settings.navigation')}
      onKeyDown={(event) => moveAmong(event, 'button')}
      className="flex h-full min-h-0 flex-col gap-4 overflow-y-auto p-2"
    >
      <button type="button" onClick={goBack} className={classNames(ITEM, 'text-ink-muted hover:bg-hover hover:text-ink')}>
        <ArrowLeft aria-hidden="true" size={15} strokeWidth={1.8} className="shrink-0" />
        <span title={t('settings.back')} className="min-w-0 truncate">
          {t('settings.back')}
        </span>
      </button>
      {GROUPS.map((group) => {
        const shown = panels.filter((panel) => panel.group === group);
        return shown.length === 0 ? null : (
          <div key={group} className="flex flex-col gap-px">
            <h2 className="px-2 pb-1 text-small font-medium text-ink-faint">{t(`settings.group.${group}`)}</h2>
            {shown.map((panel) => (
              <Item key={panel.id} panel={panel} />
            ))}
          </div>
        );
      })}
    </nav>
  );
}

const ITEM =
  'flex h-7 w-full shrink-0 items-center gap-2 rounded-md px-2 text-left transition-colors duration-100 focus-visible:-outline-offset-2';

function Item({ panel: { id, title, icon: Icon } }: { panel: SettingsPanel }) {
  const isCurrent = useInterface(({ view }) => view.kind === 'settings' && view.panel === id);
  return (
    <button
      type="button"
      aria-current={isCurrent ? 'page' : undefined}
      data-view={`settings:${id}`}
      onClick={() => {
        goTo({ kind: 'settings', panel: id });
        focusOnceDrawn(() => surfaces.settings?.focus());
      }}
      className={classNames(
        ITEM,
        isCurrent ? 'bg-selected font-medium text-ink' : 'text-ink-muted hover:bg-hover hover:text-ink active:bg-selected-idle',
      )}
    >
      <Icon aria-hidden="true" size={15} strokeWidth={1.8} className="shrink-0" />
      <span className="min-w-0 flex-1 truncate">{t(title)}</span>
    </button>
  );
}

function goBack(): void {
  leaveSettings();
  focusOnceDrawn(() => (surfaces.list ?? surfaces.inbox)?.focus());
}
