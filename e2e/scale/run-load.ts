import { BOOTSTRAP_KEY } from '../fixtures/server-process.ts';
import type { Cast } from './cast.ts';
import { changeTheDesk } from './desk-admin.ts';
import { FeedFollower } from './feed-follower.ts';
import type { Figures } from './figures.ts';
import { Integrator } from './integrator.ts';
import { ListPoller } from './list-poller.ts';
import { NextCaller } from './next-caller.ts';
import { OperatorDevice } from './operator-device.ts';
import type { Promises } from './promises.ts';
import type { Viewer } from './verify-replicas.ts';

const INTEGRATORS = 6;
const NEXT_CALLERS = 16;

export interface LoadOptions {
  cast: Cast;
  port: number;
  promises: Promises;
  figures: Figures;
  /** Between two changes of queues and people. */
  deskPauseMs: number;
}

/** Who looked on. */
export interface Audience {
  viewers: Viewer[];
  poller: ListPoller;
}

export interface Load {
  /** Everybody ends what they have begun: when this settles, every request has its answer and every outbox is empty. */
  stop(): Promise<Audience>;
  /** Ends the replicas' streams too; everybody stops where they are. */
  end(): Promise<void>;
}

export function runLoad({ cast, port, promises, figures, deskPauseMs }: LoadOptions): Load {
  const stopping = new AbortController();
  const ending = new AbortController();
  const token = BOOTSTRAP_KEY;
  const follow = (name: string, ownToken: string) => {
    const client = cast.client(ownToken, 0.02);
    return { client, follower: new FeedFollower({ name, port, token: ownToken, client, random: cast.random(), figures }) };
  };
  const keyViewer: Viewer = { name: 'key', person: null, isMoving: false, ...follow('key', token) };
  // The first operator works on two devices.
  const people = [...cast.operators, cast.operators[0], cast.manager].flatMap((person) => person ?? []);
  const devices = people.map((person, index) => {
    const ownToken = cast.tokens.get(person.id) ?? '';
    const deviceId = `device-${index}`;
    const { follower } = follow(deviceId, ownToken);
    const client = cast.client(ownToken, 0.1);
    const device = new OperatorDevice({ deviceId, person, follower, client, random: cast.random(), promises, figures });
    return {
      device,
      viewer: { name: `${deviceId} of ${person.name}`, person, isMoving: person === cast.operators[0], follower, client } satisfies Viewer,
    };
  });
  const viewers = [keyViewer, ...devices.map(({ viewer }) => viewer)];
  const following = viewers.map(({ follower }) => follower.follow(ending.signal));
  const shared = { token, cast, promises, figures };
  const integrators = Array.from({ length: INTEGRATORS }, (_, index) => new Integrator({ name: `w${index}`, ...shared }));
  const callers = Array.from({ length: NEXT_CALLERS }, (_, index) => {
    const person = cast.pickers[index % cast.pickers.length];
    return new NextCaller({ name: `n${index}`, personUid: person?.id ?? '', ...shared });
  });
  const poller = new ListPoller(cast.client(token, 0.02), figures);
  const workers = [...integrators, ...callers, ...devices.map(({ device }) => device), poller];
  const working = [
    ...workers.map((worker) => worker.work(stopping.signal)),
    changeTheDesk({ cast, client: cast.client(token, 0), promises, figures, pauseMs: deskPauseMs }, stopping.signal),
  ];
  // Told when everybody is through, and not lost before.
  const settled = Promise.allSettled(working);

  return {
    async stop() {
      stopping.abort();
      for (const result of await settled) if (result.status === 'rejected') figures.fault('a worker gave up', String(result.reason));
      return { viewers, poller };
    },
    async end() {
      stopping.abort();
      ending.abort();
      await Promise.all(following);
    },
  };
}
