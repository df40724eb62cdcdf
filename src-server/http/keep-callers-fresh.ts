import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { peopleBook } from '../people/people.ts';
import { followChannel } from '../store/follow-channel.ts';

/** Whatever changes accounts, in this process or another one, reaches requests and streams at once. */
export function keepCallersFresh(app: FastifyInstance, { database, authenticator, feed }: AppDependencies): void {
  const onError = (error: unknown) => app.log.error(error, 'the accounts could not be read again');
  const stop: (() => void)[] = [];
  let known: string | null = null;

  async function look(): Promise<void> {
    const people = JSON.stringify(await database.read((sql) => peopleBook.list(sql)));
    const isAnnounced = known !== null && people !== known;
    // Replicas hold the list of people, and nothing of sessions and keys.
    await (isAnnounced ? feed.announceWorkspace() : feed.recheckCallers());
    known = people;
  }

  app.addHook('onReady', async () => {
    authenticator.forget();
    await look();
    // Nobody waits for the streams to be let in or kept out.
    stop.push(database.listen('people', authenticator.forget), followChannel(database, 'people', look, { onError }));
  });
  // What a hook gives back is taken for an error.
  app.addHook('preClose', async () => {
    for (const end of stop) end();
  });
}
