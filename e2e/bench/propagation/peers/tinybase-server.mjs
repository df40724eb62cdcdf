// TinyBase's websocket server with a store of its own.
import { createMergeableStore } from 'tinybase';
import { createCustomPersister } from 'tinybase/persisters';
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server';
import { WebSocketServer } from 'ws';
import { nowMicros, rowOf } from './rows.mjs';

const MERGEABLE_STORE_ONLY = 2;
const [, , rows] = process.argv;
const store = createMergeableStore('server');
store.transaction(() => {
  for (let index = 0; index < Number(rows); index += 1) {
    const { id, ...row } = rowOf(index);
    store.setRow('tasks', id, row);
  }
});
const nothing = async () => undefined;
const persister = createCustomPersister(store, nothing, nothing, nothing, nothing, undefined, MERGEABLE_STORE_ONLY);
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
createWsServer(server, () => persister);
if (!server.address()) await new Promise((resolve) => server.once('listening', resolve));
process.on('message', ({ row }) => {
  const atMicros = nowMicros();
  store.setCell('tasks', row, 'changedAt', atMicros);
  process.send({ atMicros });
});
process.once('disconnect', () => process.exit());
process.send({ port: server.address().port });
