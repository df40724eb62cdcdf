import type { ComponentType } from 'react';
import type { SettingsPanelId } from '../../state/settings-panels.ts';
import { AccountPanel } from './account/account-panel.tsx';
import { AuditPanel } from './audit/audit-panel.tsx';
import { ConnectorsPanel } from './connectors/connectors-panel.tsx';
import { FormsPanel } from './forms/forms-panel.tsx';
import { KeysPanel } from './keys/keys-panel.tsx';
import { PeoplePanel } from './people/people-panel.tsx';
import { QueuesPanel } from './queues/queues-panel.tsx';
import { ReviewsPanel } from './reviews/reviews-panel.tsx';
import { SchedulesPanel } from './schedules/schedules-panel.tsx';
import { ServerPanel } from './server/server-panel.tsx';
import { WebhooksPanel } from './webhooks/webhooks-panel.tsx';

/** A new panel: its id in `state/settings-panels.ts`, its component here, its folder beside the others. */
export const PANEL_COMPONENTS: Readonly<Record<SettingsPanelId, ComponentType>> = {
  people: PeoplePanel,
  keys: KeysPanel,
  queues: QueuesPanel,
  schedules: SchedulesPanel,
  forms: FormsPanel,
  reviews: ReviewsPanel,
  connectors: ConnectorsPanel,
  webhooks: WebhooksPanel,
  audit: AuditPanel,
  server: ServerPanel,
  account: AccountPanel,
};
