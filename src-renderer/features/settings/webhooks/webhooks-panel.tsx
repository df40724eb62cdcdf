import { useCallback, useState } from 'react';
import { HOOK_ENDPOINTS } from '../../../../src-shared/http/hook-endpoints.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { HookList } from './hook-list.tsx';
import { HookPage } from './hook-page.tsx';

/** All endpoints, or one of them on a page of its own. */
export function WebhooksPanel() {
  const { server } = useConsole();
  const hooks = useResource(useCallback((signal) => server.call(HOOK_ENDPOINTS['hooks.list'], { signal }), [server]));
  const [openId, setOpenId] = useState<string | null>(null);
  const leave = () => {
    setOpenId(null);
    hooks.reload();
  };
  if (openId !== null) return <HookPage key={openId} hookId={openId} onLeave={leave} />;
  return <HookList hooks={hooks} onOpen={setOpenId} />;
}
