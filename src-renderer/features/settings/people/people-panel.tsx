import { t } from '../../../i18n/translate.ts';
import { PageHeader } from '../../../ui/page-header.tsx';

export function PeoplePanel() {
  return <PageHeader title={t('settings.people')} />;
}
