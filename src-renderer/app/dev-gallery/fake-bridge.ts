import type { Account, DocketBridge, IpcCall, IpcParameters, IpcResult, SessionState } from '../../../src-shared/ipc/contract.ts';
import { fakeUser } from './fake-tasks.ts';
import type { Scene } from './scenes.ts';

/** Answers the calls that the interface makes by itself. */
export function fakeBridge(scene: Scene): DocketBridge {
  const account: Account = {
    key: '0'.repeat(32),
    server: 'http://127.0.0.1:4600',
    user: fakeUser(scene.role),
    tokenStorage: scene.tokenStorage,
    expired: scene.mode === 'expired',
  };
  const session: SessionState = { account: scene.signedIn ? account : null, suggestedServer: 'http://127.0.0.1:4600' };
  const answers: { [Call in IpcCall]?: () => IpcResult<Call> } = {
    'session.get': () => session,
    'session.signIn': () => (scene.signInFailure ? { ok: false, ...scene.signInFailure } : { ok: true, value: session }),
    'server.local': () => ({ available: false, address: null, phase: 'off', reason: null }),
    'app.info': () => ({ version: '0.1.0', platform: 'linux', electron: '45' }),
    'address.take': () => null,
    'desk.show': () => null,
    'desk.notify': () => null,
    'window.zoom': () => null,
    'mini.show': () => null,
    'mini.close': () => null,
    'session.signOut': () => ({ ok: false, code: 'conflict', message: 'Two changes are not sent yet.' }),
    'shell.openExternal': () => ({ ok: true, value: null }),
  };
  return {
    call: async <Call extends IpcCall>(call: Call, _parameters: IpcParameters<Call>) => {
      const answer = answers[call];
      if (!answer) throw new Error(`the gallery has no answer to ${call}`);
      return answer();
    },
    on: () => () => undefined,
  };
}
