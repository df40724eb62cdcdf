import {
  Command as CommandIcon,
  Keyboard,
  Languages,
  LogIn,
  LogOut,
  PanelRightClose,
  RefreshCw,
  Rows2,
  Rows3,
  Rows4,
  SunMoon,
} from 'lucide-react';
import { interfaceStore, openOverlay, setDensity, setLanguage, setTheme } from '../state/interface-state.ts';
import type { Density, LanguageChoice } from '../state/preferences.ts';
import type { Command } from './command.ts';

const always = () => true;
const DENSITY_ICONS = { compact: Rows4, regular: Rows3, roomy: Rows2 } as const;

function density(name: Density): Command {
  return {
    id: `view.${name}`,
    title: `command.view.${name}`,
    category: 'view',
    icon: DENSITY_ICONS[name],
    keys: [],
    place: 'console',
    when: always,
    run: () => {
      setDensity(name);
    },
  };
}

function language(name: 'systemLanguage' | 'english' | 'german', choice: LanguageChoice): Command {
  return {
    id: `view.${name}`,
    title: `command.view.${name}`,
    category: 'view',
    icon: Languages,
    keys: [],
    place: 'console',
    when: always,
    run: () => {
      setLanguage(choice);
    },
  };
}

export const appCommands: readonly Command[] = [
  {
    id: 'view.toggleTask',
    title: 'command.view.toggleTask',
    category: 'view',
    icon: PanelRightClose,
    keys: [']'],
    place: 'tasks',
    when: always,
    run: () => {
      interfaceStore.setState(({ paneOpen }) => ({ paneOpen: !paneOpen }));
    },
  },
  {
    id: 'view.toggleTheme',
    title: 'command.view.toggleTheme',
    category: 'view',
    icon: SunMoon,
    keys: [],
    place: 'console',
    when: always,
    run: () => {
      setTheme(isDark() ? 'light' : 'dark');
    },
  },
  {
    id: 'view.systemTheme',
    title: 'command.view.systemTheme',
    category: 'view',
    icon: SunMoon,
    keys: [],
    place: 'console',
    when: always,
    run: () => {
      setTheme('system');
    },
  },
  density('compact'),
  density('regular'),
  density('roomy'),
  language('systemLanguage', 'system'),
  language('english', 'en'),
  language('german', 'de'),
  {
    id: 'app.palette',
    title: 'command.app.palette',
    category: 'app',
    icon: CommandIcon,
    keys: ['$mod+k'],
    place: 'console',
    inFields: true,
    hiddenInPalette: true,
    when: always,
    run: () => {
      openOverlay('palette');
    },
  },
  {
    id: 'app.help',
    title: 'command.app.help',
    category: 'app',
    icon: Keyboard,
    keys: ['[Shift]+?'],
    place: 'console',
    when: always,
    run: () => {
      openOverlay('help');
    },
  },
  {
    id: 'app.syncNow',
    title: 'command.app.syncNow',
    category: 'app',
    icon: RefreshCw,
    keys: [],
    place: 'console',
    when: always,
    run: ({ data }) => {
      data.syncNow();
    },
  },
  {
    id: 'app.signIn',
    title: 'command.app.signIn',
    category: 'app',
    icon: LogIn,
    keys: [],
    place: 'console',
    when: ({ sessionExpired }) => sessionExpired,
    run: () => {
      openOverlay('sign-in');
    },
  },
  {
    id: 'app.signOut',
    title: 'command.app.signOut',
    category: 'app',
    icon: LogOut,
    keys: [],
    place: 'console',
    when: always,
    run: () => {
      openOverlay('sign-out');
    },
  },
];

function isDark(): boolean {
  const { theme } = interfaceStore.getState();
  return theme === 'system' ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}
