// A console without its windows, in a process of its own: `process-trial.ts` starts and kills it.
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { createRandom } from '../../resources/demo-data/random.ts';
import { Journal } from '../../src-main/main/journal/journal.ts';
import { createConsoleData } from '../../src-renderer/data/create-console-data.ts';
import type { PushResponse } from '../../src-shared/sync/protocol.ts';
import { createJournalBridge } from '../fixtures/journal-bridge.ts';
import type { ConsoleOrders, ConsoleReport } from './console-report.ts';
import { showOf } from './shown-tasks.ts';
import { payloadOf, WORKING_ACTS } from './working-acts.ts';

const orders = JSON.parse(process.argv[2] ?? '{}') as ConsoleOrders;
const { address, token, user, directory, seed } = orders;
const random = createRandom(seed);
const journal = new Journal({ directory });
let isOffline = false;
let isResting = false;
let counter = seed;

/** A pipe takes it at once: what was told has left this process. */
function tell(report: ConsoleReport): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

async function fetchAsConsole(input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
  if (isOffline) throw new TypeError('fetch failed');
  const isPush = String(input).endsWith('/sync/operations');
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
  const response = await fetch(input, { ...init, headers });
  if (!isPush) return response;
  const text = await response.text();
  // Lost on the way back, now and then.
  if (!isResting && random.next() < 0.1) throw new TypeError('fetch failed');
  if (response.ok) tell({ type: 'answers', results: (JSON.parse(text) as PushResponse).results });
  else if (response.status < 500) tell({ type: 'refused', text });
  return new Response(text, response);
}

const data = await createConsoleData({
  account: { key: randomBytes(16).toString('hex'), server: address, user, tokenStorage: 'file', expired: false },
  bridge: createJournalBridge({ journal: () => journal, intercept: (_call, carryOut) => carryOut(), sessionListeners: new Set() }),
  storage: getRxStorageMemory(),
  fetch: fetchAsConsole,
  origin: address,
  nowMs: Date.now,
  random: Math.random,
  randomBytes: (length) => randomBytes(length),
  onOnline: () => () => undefined,
  schedule: queueMicrotask,
  backoff: { firstMs: 20, longestMs: 300 },
  silenceMs: 40_000,
});
tell({ type: 'started' });

createInterface({ input: process.stdin }).on('line', (line) => {
  isResting = line === 'rest';
  if (isResting) data.syncNow();
  if (line === 'show') {
    const { mode, pendingCount } = data.syncState.getSnapshot();
    const inbox = data.inbox.getSnapshot().map(({ opId }) => opId);
    tell({ type: 'shows', isAtRest: mode === 'live' && pendingCount === 0, tasks: showOf(data), inbox, mode, pendingCount });
    isResting = true;
  }
});
// Whoever started it is gone.
process.stdin.on('end', () => process.exit(0));

for (;;) {
  await new Promise((resolve) => setTimeout(resolve, random.integer(5, 60)));
  isOffline = !isResting && (isOffline ? random.next() > 0.1 : random.next() < 0.02);
  if (isResting) continue;
  const uids = data.tasks.query(orders.query).getSnapshot();
  if (uids.length === 0) continue;
  const uid = random.pick(uids);
  const status = data.tasks.entry(uid).getSnapshot()?.task.status;
  if (status === undefined) continue;
  counter += 1;
  const act = random.pick(WORKING_ACTS[status]);
  const outcome = await data.perform(uid, act, payloadOf(act, user.id, counter));
  if (!outcome.ok) continue;
  tell({ type: 'saved', opIds: outcome.opIds });
  if (random.next() > 0.05) continue;
  // Before it is done: whoever is killed in between has perhaps done it.
  tell({ type: 'undone', opIds: outcome.opIds.slice(-1) });
  await data.undo(outcome.opIds.slice(-1));
}
