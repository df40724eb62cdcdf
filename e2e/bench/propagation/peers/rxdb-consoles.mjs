// Consoles that replicate with RxDB's websocket server, each with a database in memory and a live query.
import { createRxDatabase } from 'rxdb';
import { replicateWithWebsocketServer } from 'rxdb/plugins/replication-websocket';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { SCHEMA, serveConsoles } from './rows.mjs';

serveConsoles(async ({ address, rows, consoles }, see) => {
  const collections = [];
  for (const name of consoles) {
    const database = await createRxDatabase({ name: `console-${name}`, storage: getRxStorageMemory(), multiInstance: false });
    const { tasks } = await database.addCollections({ tasks: { schema: SCHEMA } });
    const replication = await replicateWithWebsocketServer({
      ...{ collection: tasks, url: address, replicationIdentifier: `console-${name}`, live: true, batchSize: 2_000 },
    });
    await replication.awaitInitialReplication();
    await waitForRows(tasks, rows);
    watch(tasks, see);
    collections.push(tasks);
  }
  return async (row, changedAt) => {
    await (await collections[0].findOne(row).exec()).incrementalPatch({ changedAt });
  };
});

async function waitForRows(tasks, rows) {
  while ((await tasks.count().exec()) < rows) await new Promise((resolve) => setTimeout(resolve, 10));
}

function watch(tasks, see) {
  const known = new Map();
  tasks.find({ sort: [{ changedAt: 'desc' }] }).$.subscribe((found) => {
    for (const { id, changedAt } of found) {
      if (changedAt === 0 || known.get(id) === changedAt) return;
      known.set(id, changedAt);
      see(id);
    }
  });
}
