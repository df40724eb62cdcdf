import { UserPlus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { ACCESS_ENDPOINTS } from '../../../../src-shared/http/access-endpoints.ts';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { TabList } from '../../../ui/tab-list.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { InvitationDetail } from './invitation-detail.tsx';
import { InvitationTable } from './invitation-table.tsx';
import { InvitePane } from './invite-pane.tsx';
import { PeopleTable } from './people-table.tsx';
import { PersonDetail } from './person-detail.tsx';

type Opened = { kind: 'invite' } | { kind: 'person' | 'invitation'; id: string };

export function PeoplePanel() {
  const { server } = useConsole();
  const people = useResource(useCallback((signal) => server.call(ACCOUNT_ENDPOINTS['users.list'], { signal }), [server]));
  const invitations = useResource(useCallback((signal) => server.call(ACCESS_ENDPOINTS['invitations.list'], { signal }), [server]));
  const [tab, setTab] = useState<'people' | 'invitations'>('people');
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const openId = opened && opened.kind !== 'invite' ? opened.id : null;

  const detail = () => {
    if (opened?.kind === 'invite') return <InvitePane onInvited={invitations.reload} onClose={close} />;
    const person = people.value?.items.find(({ id }) => id === openId);
    if (person) return <PersonDetail key={person.id} person={person} onChanged={people.reload} onClose={close} />;
    const invitation = invitations.value?.items.find(({ id }) => id === openId);
    if (invitation) return <InvitationDetail key={invitation.id} invitation={invitation} onChanged={invitations.reload} onClose={close} />;
    return null;
  };

  return (
    <>
      <PageHeader title={t('settings.people')} text={t('people.text')}>
        <Button variant="primary" icon={UserPlus} onClick={() => setOpened({ kind: 'invite' })}>
          {t('people.invite')}
        </Button>
      </PageHeader>
      <TabList
        label={t('settings.people')}
        className="px-4 max-medium:px-2"
        value={tab}
        onChange={(next) => {
          setTab(next);
          close();
        }}
        tabs={[
          { value: 'people', label: t('people.tab.people') },
          { value: 'invitations', label: t('people.tab.invitations') },
        ]}
      >
        <SplitView flush detail={detail()}>
          {tab === 'people' ? (
            <Loaded resource={people}>
              {({ items }) => <PeopleTable people={items} openId={openId} onOpen={(id) => setOpened({ kind: 'person', id })} />}
            </Loaded>
          ) : (
            <Loaded resource={invitations}>
              {({ items }) => (
                <InvitationTable invitations={items} openId={openId} onOpen={(id) => setOpened({ kind: 'invitation', id })} />
              )}
            </Loaded>
          )}
        </SplitView>
      </TabList>
    </>
  );
}
