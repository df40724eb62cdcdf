import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';

/** What an admin sets reaches every process of the database at once; consoles hear where links begin. */
export function keepSettingsFresh(app: FastifyInstance, { database, feed, settingsBook }: AppDependencies): void {
  let stop = (): void => undefined;

  async function look(): Promise<void> {
    if (await settingsBook.refresh()) await feed.announceWorkspace();
  }

  app.addHook('onReady', async () => {
    stop = database.listen('settings', () => {
      look().catch((error: unknown) => app.log.error(error, 'the settings could not be read again'));
    });
  });
  app.addHook('preClose', async () => {
    stop();
  });
}
