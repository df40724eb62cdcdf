// RxDB's websocket server over a database in memory.
import { createRxDatabase } from 'rxdb';
import { startWebsocketServer } from 'rxdb/plugins/replication-websocket';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { nowMicros, rowOf, SCHEMA } from './rows.mjs';

const [, , rows] = process.argv;
const database = await createRxDatabase({ name: 'server', storage: getRxStorageMemory(), multiInstance: false });
const { tasks } = await database.addCollections({ tasks: { schema: SCHEMA } });
await tasks.bulkInsert(Array.from({ length: Number(rows) }, (_, index) => rowOf(index)));
const { server } = startWebsocketServer({ database, port: 0, host: '127.0.0.1' });
if (!server.address()) await new Promise((resolve) => server.once('listening', resolve));
process.on('message', async ({ row }) => {
  const atMicros = nowMicros();
  await (await tasks.findOne(row).exec()).incrementalPatch({ changedAt: atMicros });
  process.send({ atMicros });
});
process.once('disconnect', () => process.exit());
process.send({ port: server.address().port });
