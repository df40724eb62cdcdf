import { join } from 'node:path';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { openBenchStore } from './bench-store.ts';
import { killDispatch } from './kill-dispatch/kill-dispatch.ts';
import { percentile } from './measure-machine.ts';
import { print, say, sayFigure } from './report.ts';

/**
 * SIGKILL of servers that dispatch, under load, 20 times: one server on SQLite that is started again, or one after the
 * other of two on PostgreSQL. `npm run bench -- kill-dispatch`, `npm run bench -- kill-dispatch postgres`.
 */
const KILLS = 20;
const TAKEOVER_LIMIT_S = 30;

const store = await openBenchStore();
const { folder, remove } = makeTemporaryFolder();
const { takeoversMs, faults, ...figures } = await killDispatch({
  folder,
  environment: { DOCKET_ALLOW_NETWORKS: '127.0.0.0/8', ...store.environment },
  location: store.environment.DOCKET_DATABASE_URL ?? join(folder, 'docket.db'),
  servers: store.name === 'PostgreSQL' ? 2 : 1,
  kills: KILLS,
  arrivalsBetween: 300,
  endsLeases: false,
  tell: say,
});
await store.stop();
remove();

say(
  `${store.name}: ${figures.kills} kills; ${print(figures.transitions)} transitions, ${print(figures.deliveries)} delivery rows, ${print(figures.requests)} requests`,
);
say(`${figures.repeats} requests repeated a message, each with its webhook-id and bytes`);
sayFigure(
  'from the death of a process until its message came again, longest',
  percentile(takeoversMs, 1) / 1_000,
  { atMost: TAKEOVER_LIMIT_S },
  's',
);
sayFigure('transitions without a delivery, second rows, losses, other ids or bytes, wrong order', faults.length, { atMost: 0 }, 'in all');
for (const fault of faults.slice(0, 10)) say(`  ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
