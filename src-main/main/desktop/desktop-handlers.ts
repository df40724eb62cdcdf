import type { WebContents } from 'electron';
import type { IpcHandlers } from '../ipc.ts';
import { emitIpc } from '../ipc.ts';
import type { Session } from '../session.ts';
import type { Desk } from './desk.ts';
import type { MiniWindow } from './mini-window.ts';
import type { AddressBox } from './opened-address.ts';

export interface DesktopHandlerDependencies {
  session: Session;
  addresses: AddressBox;
  desk: Desk;
  mini: MiniWindow;
  /** The console's page; null without a window. */
  page: () => WebContents | null;
  /** Removes the journal and the web storage of an account. False: it has operations that were never sent. */
  eraseAccount: (accountKey: string) => Promise<boolean>;
}

type Desktop = 'account.erase' | 'address.take' | `desk.${'show' | 'notify'}` | 'window.zoom' | `mini.${'show' | 'close' | 'get' | 'run'}`;

export function desktopHandlers(dependencies: DesktopHandlerDependencies): Pick<IpcHandlers, Desktop> {
  const { session, addresses, desk, mini, page, eraseAccount } = dependencies;
  return {
    'account.erase': async ({ key }) => {
      if (session.account?.key === key) return { ok: false, code: 'signed_in', message: 'Somebody who is signed in is not erased.' };
      if (await eraseAccount(key)) return { ok: true, value: null };
      return { ok: false, code: 'unsent_operations', message: 'There are changes that have not been sent yet.' };
    },
    // Before somebody is signed in there is nobody to whom a task could be shown: it stays where it is.
    'address.take': async () => (session.account ? addresses.take() : null),
    'desk.show': async (state) => {
      if (session.account) desk.show(state);
      return null;
    },
    'desk.notify': async (notice) => {
      if (session.account) desk.notify(notice);
      return null;
    },
    'window.zoom': async ({ percent }) => {
      page()?.setZoomFactor(percent / 100);
      mini.resizeText(percent / 100);
      return null;
    },
    'mini.show': async ({ state, focus }) => {
      if (session.account) mini.show(state, focus);
      return null;
    },
    'mini.close': async () => {
      mini.close();
      return null;
    },
    'mini.get': async () => mini.state,
    'mini.run': async (request) => {
      emitIpc(page(), 'mini.asked', request);
      return null;
    },
  };
}
