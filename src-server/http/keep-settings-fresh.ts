import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { followChannel } from '../store/follow-channel.ts';

/** What an admin sets reaches every process of the database at once; consoles hear where links begin. */
export function keepSettingsFresh(app: FastifyInstance, { database, feed, settings, settingsBook }: AppDependencies): void {
  const onError = (error: unknown) => app.log.error(error, 'the settings could not be read again');
  let stop = (): void => undefined;
  let toldUrl = settings.publicUrl;

  async function look(): Promise<void> {
    await settingsBook.refresh();
    const { publicUrl } = settings;
    if (publicUrl === toldUrl) return;
    await feed.announceWorkspace();
    toldUrl = publicUrl;
  }

  app.addHook('onReady', async () => {
    stop = followChannel(database, 'settings', look, { onError });
  });
  app.addHook('preClose', async () => {
    stop();
  });
}
