// Consoles that synchronise with TinyBase's websocket server, each with a store in memory and a live query.
import { createMergeableStore, createQueries } from 'tinybase';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';
import { WebSocket } from 'ws';
import { serveConsoles } from './rows.mjs';

serveConsoles(async ({ address, rows, consoles }, see) => {
  const stores = [];
  for (const name of consoles) {
    const store = createMergeableStore(`console-${name}`);
    const synchronizer = await createWsSynchronizer(store, new WebSocket(address));
    await synchronizer.startSync();
    while (store.getRowCount('tasks') < rows) await new Promise((resolve) => setTimeout(resolve, 10));
    watch(store, see);
    stores.push(store);
  }
  return async (row, changedAt) => {
    stores[0].setCell('tasks', row, 'changedAt', changedAt);
  };
});

function watch(store, see) {
  const known = new Map();
  const queries = createQueries(store).setQueryDefinition('all', 'tasks', ({ select }) => {
    select('changedAt');
    select('title');
  });
  queries.addResultSortedRowIdsListener(
    'all',
    'changedAt',
    true,
    0,
    undefined,
    (_queries, _query, _cell, _descending, _offset, _limit, ids) => {
      for (const id of ids) {
        const changedAt = store.getCell('tasks', id, 'changedAt');
        if (changedAt === 0 || known.get(id) === changedAt) return;
        known.set(id, changedAt);
        see(id);
      }
    },
  );
}
