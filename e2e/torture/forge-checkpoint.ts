import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { decodeCheckpoint, encodeCheckpoint } from '../../src-server/sync/checkpoint.ts';
import type { PullResponse } from '../../src-shared/sync/protocol.ts';
import type { SyncWorld } from '../fixtures/sync-world.ts';

/** Somebody who may read the feed pulls from beyond its end, with the seal of the place that they were given. */
export async function forgeCheckpoint(world: SyncWorld, userId: string): Promise<void> {
  const { checkpoint } = await pull(world, userId, '');
  const given = decodeCheckpoint(checkpoint);
  if (!given) throw new Error('the server gave a checkpoint that it cannot read');
  const beyond = { ...given, seq: given.seq + 1_000_000 };
  await pull(world, userId, encodeCheckpoint(beyond, { of: () => given.seal ?? '', isOwn: () => true }));
}

/** Over a connection of its own: `fetch` takes one that is kept, and that could be one of a server that was restarted since. */
async function pull(world: SyncWorld, userId: string, checkpoint: string): Promise<PullResponse> {
  const address = `${world.address}/api/v1/sync/tasks?checkpoint=${checkpoint}`;
  const request = get(address, { agent: false, headers: { authorization: `Bearer ${userId}` } });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return (await json(answer)) as PullResponse;
}
