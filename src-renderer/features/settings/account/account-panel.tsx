import { useState } from 'react';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Section } from '../../../ui/section.tsx';
import { SessionSection } from '../people/session-section.tsx';
import { OwnPasswordSection } from './own-password-section.tsx';

/** What is one's own: for everybody, whatever they may do. */
export function AccountPanel() {
  const { account, data } = useConsole();
  const { user } = useStore(data.workspace);
  const [changes, setChanges] = useState(0);
  const facts: Fact[] = [
    { name: t('people.name'), value: user.name },
    { name: t('ownAccount.email'), value: user.email },
    { name: t('ownAccount.role'), value: t(`account.role.${user.role}`) },
    { name: t('ownAccount.server'), value: account.server },
  ];
  return (
    <>
      <PageHeader title={t('settings.account')} text={t('ownAccount.text')} />
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        <div className="flex max-w-[560px] flex-col gap-8 px-6 py-5 max-medium:px-4">
          <Section level={2} title={t('ownAccount.who')} text={t('ownAccount.whoText')}>
            <FactList facts={facts} />
          </Section>
          <OwnPasswordSection onChanged={() => setChanges(changes + 1)} />
          <SessionSection key={changes} userId={user.id} level={2} />
        </div>
      </div>
    </>
  );
}
