import { createSecretBox } from '../auth/secret-box.ts';
import { openDatabaseAt } from '../store/test-store.ts';
import { createDispatcher } from './dispatcher.ts';
import { createRequestSender } from './request-sender.ts';
import { LOOPBACK } from './webhook-fixture.ts';

// A process of its own for tests, to be killed: ADDRESS KEY MICROS.
const [address = '', key = '', micros = ''] = process.argv.slice(2);
const startedAt = performance.now();
const clock = { nowMicros: () => Number(micros) + Math.round((performance.now() - startedAt) * 1000) };

const database = openDatabaseAt(address, { clock });
const dispatcher = createDispatcher({
  database,
  clock,
  random: () => 0.5,
  secretBox: createSecretBox(Buffer.from(key, 'hex')),
  sender: createRequestSender(LOOPBACK),
  onError(error) {
    throw error;
  },
});
dispatcher.start();
process.once('SIGTERM', async () => {
  await dispatcher.stop();
  await database.close();
});
