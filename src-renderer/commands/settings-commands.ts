import { Settings } from 'lucide-react';
import { goTo } from '../state/interface-state.ts';
import { panelsFor, SETTINGS_PANELS, type SettingsPanel } from '../state/settings-panels.ts';
import type { Command } from './command.ts';
import { focusOnceDrawn } from './focus-once-drawn.ts';
import { surfaces } from './surfaces.ts';

function goToPanel({ id, title, icon, roles }: SettingsPanel): Command {
  return {
    id: `settings.${id}`,
    title,
    category: 'settings',
    icon,
    keys: [],
    place: 'console',
    when: ({ user }) => roles.includes(user.role),
    run: () => {
      enterSettings(id);
    },
  };
}

export const settingsCommands: readonly Command[] = [
  {
    id: 'go.settings',
    title: 'command.go.settings',
    category: 'go',
    icon: Settings,
    keys: ['g s'],
    place: 'console',
    when: ({ user }) => panelsFor(user.role).length > 0,
    run: ({ situation }) => {
      const [first] = panelsFor(situation.user.role);
      if (first) enterSettings(first.id);
    },
  },
  ...SETTINGS_PANELS.map(goToPanel),
];

function enterSettings(panel: SettingsPanel['id']): void {
  goTo({ kind: 'settings', panel });
  // The panel has to be drawn first.
  focusOnceDrawn(() => surfaces.settings?.focus());
}
