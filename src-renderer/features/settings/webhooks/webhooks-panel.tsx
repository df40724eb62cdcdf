import { t } from '../../../i18n/translate.ts';
import { PageHeader } from '../../../ui/page-header.tsx';

export function WebhooksPanel() {
  return <PageHeader title={t('settings.webhooks')} />;
}
