import { ChevronDown, Keyboard, LogOut, Menu as MenuIcon, Search, Settings, SlidersHorizontal } from 'lucide-react';
import { CommandKeys, shortcutOf } from '../commands/command-keys.tsx';
import { useRunCommand } from '../commands/use-commands.ts';
import { SyncStatus } from '../features/sync/sync-status.tsx';
import { t } from '../i18n/translate.ts';
import { useConsole } from '../state/console-context.tsx';
import { interfaceStore, setDensity, setLanguage, setTheme, useInterface } from '../state/interface-state.ts';
import { DENSITIES, LANGUAGE_CHOICES, THEMES } from '../state/preferences.ts';
import { panelsFor } from '../state/settings-panels.ts';
import { useStore } from '../state/use-store.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Logo } from '../ui/logo.tsx';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx';

export function TitleBar() {
  const run = useRunCommand();
  return (
    <header className="grid h-10 shrink-0 grid-cols-[1fr_auto_1fr] items-center gap-3 border-b border-line px-2">
      <div className="flex min-w-0 items-center gap-1">
        <IconButton
          icon={MenuIcon}
          label={t('nav.open')}
          onClick={() => interfaceStore.setState(({ navigationOpen }) => ({ navigationOpen: !navigationOpen }))}
          className="medium:hidden"
        />
        <span className="mx-1 hidden medium:inline-flex">
          <Logo size={20} />
        </span>
        <SyncStatus />
      </div>
      <button
        type="button"
        onClick={() => run('app.palette')}
        {...shortcutOf('app.palette')}
        className="flex h-7 w-[min(340px,34vw)] min-w-0 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-ink-faint transition-colors duration-100 hover:border-line-strong hover:text-ink-muted"
      >
        <Search aria-hidden="true" size={14} className="shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left">{t('palette.open')}</span>
        <CommandKeys id="app.palette" />
      </button>
      <div className="flex min-w-0 justify-end">
        <AccountMenu />
      </div>
    </header>
  );
}

function AccountMenu() {
  const { data, account } = useConsole();
  const { user } = useStore(data.workspace);
  const theme = useInterface((state) => state.theme);
  const density = useInterface((state) => state.density);
  const language = useInterface((state) => state.language);
  const run = useRunCommand();
  return (
    <Menu
      align="end"
      trigger={
        <Button
          variant="quiet"
          aria-label={`${t('account.menu')}: ${user.name}`}
          className="min-w-0 shrink"
          trailing={<ChevronDown aria-hidden="true" size={13} />}
        >
          <span className="truncate">{user.name}</span>
        </Button>
      }
    >
      <div className="max-w-64 px-2 pt-1.5 pb-1">
        <p className="truncate font-medium">{user.name}</p>
        <p className="truncate text-small text-ink-muted">{user.email}</p>
        <p className="truncate text-small text-ink-muted">
          {t(`account.role.${user.role}`)} · {new URL(account.server).host}
        </p>
      </div>
      <MenuSeparator />
      <MenuChoice
        label={t('account.theme')}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        onChange={setTheme}
      />
      <MenuChoice
        label={t('account.density')}
        value={density}
        options={DENSITIES.map((value) => ({ value, label: t(`density.${value}`) }))}
        onChange={setDensity}
      />
      <MenuChoice
        label={t('account.language')}
        value={language}
        options={LANGUAGE_CHOICES.map((value) => ({ value, label: t(`language.${value}`) }))}
        onChange={setLanguage}
      />
      <MenuSeparator />
      {panelsFor(user.role).length === 0 ? null : (
        <MenuItem icon={Settings} onSelect={() => run('go.settings')} trailing={<CommandKeys id="go.settings" />}>
          {t('command.go.settings')}
        </MenuItem>
      )}
      <MenuItem icon={SlidersHorizontal} onSelect={() => run('app.preferences')} trailing={<CommandKeys id="app.preferences" />}>
        {t('command.app.preferences')}
      </MenuItem>
      <MenuItem icon={Keyboard} onSelect={() => run('app.help')} trailing={<CommandKeys id="app.help" />}>
        {t('command.app.help')}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => run('app.signOut')}>
        {t('account.signOut')}
      </MenuItem>
    </Menu>
  );
}
