import { createSecretBox } from '../auth/secret-box.ts';
import { systemClock } from '../clock.ts';
import { peopleBook } from '../people/people.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { TestQueues } from '../sync/engine-fixture.ts';
import { createGroupCommit } from '../tasks/group-commit.ts';
import { createAddressGuard } from '../webhooks/address-guard.ts';
import { resolveAddresses } from '../webhooks/resolve-addresses.ts';
import { type ConnectorEngine, createConnectorEngine } from './engine/connector-engine.ts';
import type { EngineDependencies } from './engine/connector-turn.ts';
import { VENDOR_KINDS } from './kinds.ts';
import { createVendorNetwork } from './vendor-network.ts';
import { systemWaiting } from './waiting.ts';

/** A process that mirrors, without its HTTP server. */
export function openMirrorProcess(
  file: string,
  timeScale: number,
): EngineDependencies & { mirror: ConnectorEngine; close(): Promise<void> } {
  const database = openSqliteDatabase({ file });
  const network = createVendorNetwork({ guard: createAddressGuard(['127.0.0.0/8']), resolve: resolveAddresses }, systemWaiting);
  const dependencies: EngineDependencies = {
    ...{ database, network, timeScale, clock: systemClock, queues: new TestQueues([]), people: peopleBook, kinds: VENDOR_KINDS },
    groupCommit: createGroupCommit(database, { onCommitted: () => undefined }),
    secretBox: createSecretBox(Buffer.alloc(32, 5)),
  };
  const mirror = createConnectorEngine({
    ...dependencies,
    onError(error) {
      throw error;
    },
  });
  return {
    ...dependencies,
    mirror,
    async close() {
      await mirror.stop();
      network.close();
      await database.close();
    },
  };
}

/** For the crash test, as a process of its own: `node import-until-killed.ts FILE TIME_SCALE` mirrors until it is killed. */
if (import.meta.main) {
  const [file = '', timeScale] = process.argv.slice(2);
  openMirrorProcess(file, Number(timeScale)).mirror.start();
}
