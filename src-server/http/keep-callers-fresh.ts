import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { peopleBook } from '../people/people.ts';

/** Whatever changes accounts, in this process or another one, reaches requests and streams at once. */
export function keepCallersFresh(app: FastifyInstance, { database, authenticator, feed }: AppDependencies): void {
  let known: string | null = null;
  let stop = (): void => undefined;

  async function look(): Promise<void> {
    authenticator.forget();
    const people = JSON.stringify(await database.read((sql) => peopleBook.list(sql)));
    const isAnnounced = known !== null && people !== known;
    known = people;
    // Replicas hold the list of people, and nothing of sessions and keys.
    await (isAnnounced ? feed.announceWorkspace() : feed.recheckCallers());
  }

  app.addHook('onReady', async () => {
    await look();
    stop = database.listen('people', () => {
      look().catch((error: unknown) => app.log.error(error, 'the accounts could not be read again'));
    });
  });
  // What a hook gives back is taken for an error.
  app.addHook('preClose', async () => {
    stop();
  });
}
