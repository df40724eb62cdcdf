import { KeyRound, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import type { ApiKey } from '../../../../src-shared/schema/api-key.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { TagLine } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { KeyDetail } from './key-detail.tsx';
import { NewKeyPane } from './new-key-pane.tsx';

type Opened = { kind: 'new' } | { kind: 'key'; id: string };

export function KeysPanel() {
  const { server } = useConsole();
  const keys = useResource(useCallback((signal) => server.call(ACCOUNT_ENDPOINTS['keys.list'], { signal }), [server]));
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const create = () => setOpened({ kind: 'new' });
  const openId = opened?.kind === 'key' ? opened.id : null;
  const openKey = keys.value?.items.find(({ id }) => id === openId);

  const detail = () => {
    if (opened?.kind === 'new') return <NewKeyPane onCreated={keys.reload} onClose={close} />;
    return openKey ? <KeyDetail key={openKey.id} apiKey={openKey} onChanged={keys.reload} onClose={close} /> : null;
  };

  return (
    <>
      <PageHeader title={t('settings.keys')} text={t('keys.text')}>
        <Button variant="primary" icon={Plus} onClick={create}>
          {t('keys.create')}
        </Button>
      </PageHeader>
      <SplitView detail={detail()}>
        <Loaded resource={keys}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={KeyRound} title={t('keys.empty.title')} text={t('keys.empty.text')}>
                <Button onClick={create}>{t('keys.create')}</Button>
              </EmptyState>
            ) : (
              <DataTable
                label={t('keys.table')}
                columns={columns()}
                rows={items}
                keyOf={({ id }) => id}
                openKey={openId}
                onOpen={({ id }) => setOpened({ kind: 'key', id })}
              />
            )
          }
        </Loaded>
      </SplitView>
    </>
  );
}

function columns(): readonly DataColumn<ApiKey>[] {
  return [
    { id: 'name', header: t('keys.name'), cell: ({ name }) => <span className="font-medium">{name}</span> },
    { id: 'source', header: t('keys.source'), width: 'w-36', importance: 'second', cell: ({ source }) => source },
    {
      id: 'scopes',
      header: t('keys.scopes'),
      width: 'w-72',
      importance: 'third',
      cell: ({ scopes }) => <TagLine names={scopes} />,
    },
    { id: 'used', header: t('keys.lastUsed'), width: 'w-32', cell: (row) => <MomentText at={row.last_used_at} /> },
  ];
}
