import {
  Cable,
  CalendarClock,
  ClipboardCheck,
  ClipboardList,
  KeyRound,
  type LucideIcon,
  Route,
  ScrollText,
  Server,
  UserRound,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { UserRole } from '../../src-shared/schema/user.ts';
import type { PlainKey } from '../i18n/translate.ts';

export type SettingsPanelId =
  | 'people'
  | 'keys'
  | 'queues'
  | 'schedules'
  | 'forms'
  | 'reviews'
  | 'connectors'
  | 'webhooks'
  | 'audit'
  | 'server'
  | 'account';

export interface SettingsPanel {
  id: SettingsPanelId;
  title: PlainKey;
  icon: LucideIcon;
  /** Whose it is. */
  roles: readonly UserRole[];
  /** Under which heading of the navigation. */
  group: 'access' | 'work' | 'integration' | 'system' | 'own';
}

/** In the order of the navigation. Commands, palette and navigation are made from this list. */
export const SETTINGS_PANELS: readonly SettingsPanel[] = [
  { id: 'people', title: 'settings.people', icon: UsersRound, roles: ['admin'], group: 'access' },
  { id: 'keys', title: 'settings.keys', icon: KeyRound, roles: ['admin'], group: 'access' },
  { id: 'queues', title: 'settings.queues', icon: Route, roles: ['manager', 'admin'], group: 'work' },
  { id: 'schedules', title: 'settings.schedules', icon: CalendarClock, roles: ['manager', 'admin'], group: 'work' },
  { id: 'forms', title: 'settings.forms', icon: ClipboardList, roles: ['manager', 'admin'], group: 'work' },
  { id: 'reviews', title: 'settings.reviews', icon: ClipboardCheck, roles: ['manager', 'admin'], group: 'work' },
  { id: 'connectors', title: 'settings.connectors', icon: Cable, roles: ['admin'], group: 'integration' },
  { id: 'webhooks', title: 'settings.webhooks', icon: Webhook, roles: ['admin'], group: 'integration' },
  { id: 'audit', title: 'settings.audit', icon: ScrollText, roles: ['admin'], group: 'system' },
  { id: 'server', title: 'settings.server', icon: Server, roles: ['admin'], group: 'system' },
  { id: 'account', title: 'settings.account', icon: UserRound, roles: ['operator', 'manager', 'admin'], group: 'own' },
];

export function panelsFor(role: UserRole): readonly SettingsPanel[] {
  return SETTINGS_PANELS.filter(({ roles }) => roles.includes(role));
}
