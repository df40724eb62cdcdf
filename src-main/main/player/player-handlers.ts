import type { IpcHandlers } from '../ipc.ts';
import type { Session } from '../session.ts';
import type { PlayerHolder } from './player-holder.ts';

export interface PlayerHandlerDependencies {
  session: Session;
  player: PlayerHolder;
}

const NOT_SHOWN = 'This address could not be shown: only http and https addresses are.';

export function playerHandlers({
  session,
  player: holder,
}: PlayerHandlerDependencies): Pick<IpcHandlers, `player.${'show' | 'place' | 'go' | 'close'}`> {
  const player = () => (session.account ? holder.of(session.account.key) : null);
  return {
    'player.show': async ({ url, bounds }) =>
      (await player()?.show(url, bounds)) ? { ok: true, value: null } : { ok: false, code: 'bad_address', message: NOT_SHOWN },
    'player.place': async ({ bounds }) => {
      player()?.place(bounds);
      return null;
    },
    'player.go': async ({ to }) => {
      if (to === 'focus') player()?.focus();
      else player()?.go(to);
      return null;
    },
    'player.close': async () => {
      holder.close();
      return null;
    },
  };
}
