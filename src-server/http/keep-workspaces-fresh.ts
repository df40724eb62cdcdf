import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';

/** Consoles have a copy of shared views and of who took what offline: changes in this process or another one are announced. */
export function keepWorkspacesFresh(app: FastifyInstance, { database, feed }: AppDependencies): void {
  let stop = (): void => undefined;
  app.addHook('onReady', async () => {
    stop = database.listen('workspace', () => {
      feed.announceWorkspace().catch((error: unknown) => app.log.error(error, 'a change could not be announced'));
    });
  });
  app.addHook('preClose', async () => {
    stop();
  });
}
