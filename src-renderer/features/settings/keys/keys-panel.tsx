import { t } from '../../../i18n/translate.ts';
import { PageHeader } from '../../../ui/page-header.tsx';

export function KeysPanel() {
  return <PageHeader title={t('settings.keys')} />;
}
