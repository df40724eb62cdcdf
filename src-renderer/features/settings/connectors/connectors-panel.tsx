import { useCallback, useMemo, useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useSpokenLanguage } from '../../../state/spoken-language.ts';
import { useResource } from '../../../state/use-resource.ts';
import { ConnectorList } from './connector-list.tsx';
import { ConnectorPage } from './connector-page.tsx';
import { NewConnectorPage } from './new-connector-page.tsx';
import { sayKind } from './say-kind.ts';

type Open = { page: 'list' } | { page: 'new' } | { page: 'connector'; id: string };

/** All connectors, one of them, or a new one: each on a page of its own. */
export function ConnectorsPanel() {
  const { server } = useConsole();
  const connectors = useResource(useCallback((signal) => server.call(CONNECTOR_ENDPOINTS['connectors.list'], { signal }), [server]));
  const known = useResource(useCallback((signal) => server.call(CONNECTOR_ENDPOINTS['connectors.kinds'], { signal }), [server]));
  const language = useSpokenLanguage();
  const items = useMemo(() => known.value?.items.map((kind) => sayKind(kind, language)), [known.value, language]);
  const kinds = { ...known, value: items ? { items } : null };
  const [open, setOpen] = useState<Open>({ page: 'list' });
  const leave = () => {
    setOpen({ page: 'list' });
    connectors.reload();
  };
  switch (open.page) {
    case 'list':
      return (
        <ConnectorList
          connectors={connectors}
          kinds={kinds.value?.items ?? []}
          onCreate={() => setOpen({ page: 'new' })}
          onOpen={(id) => setOpen({ page: 'connector', id })}
        />
      );
    case 'new':
      return <NewConnectorPage kinds={kinds} onCreated={(id) => setOpen({ page: 'connector', id })} onLeave={leave} />;
    case 'connector':
      return <ConnectorPage key={open.id} connectorId={open.id} kinds={kinds} onLeave={leave} />;
  }
}
