import type { SourceEdit } from '../../scale/faults/source-edit.ts';
import type { LayerName } from '../torture-options.ts';
import type { StoreName } from '../trial-stores.ts';

export interface TortureFault {
  name: string;
  /** What server or console do wrong with it. */
  means: string;
  edits: readonly SourceEdit[];
  store: StoreName;
  /** Where it can show. */
  layers: readonly LayerName[];
}

const BOTH: readonly LayerName[] = ['engine', 'consoles'];
const CONSOLES: readonly LayerName[] = ['consoles'];
const PROCESSES: readonly LayerName[] = ['processes'];

/** What could go wrong with the sync, each as an edit of the source as it is read into the trial: it has to find it. */
export const TORTURE_FAULTS: readonly TortureFault[] = [
  {
    name: 'feed-by-time',
    means: 'reads the feed by the time of the change and the id',
    edits: [
      {
        file: 'sync/pull-tasks.ts',
        from: '  const { scope, checkpoint, limit, seals } = query;\n  const feed = await findFeed(sql);\n',
        to: `  const { pullByTime } = await import('../../e2e/torture/faults/pull-by-time.ts');
  if (query.limit > 0) return pullByTime(sql, query);
  const { scope, checkpoint, limit, seals } = query;
  const feed = await findFeed(sql);
`,
      },
    ],
    store: 'sqlite',
    layers: ['engine'],
  },
  {
    name: 'no-ledger',
    means: 'carries out an operation again when it is sent again',
    edits: [
      { file: 'sync/push-operations.ts', from: '  if (known) {\n', to: '  if (known && !known) {\n' },
      {
        file: 'sync/push-operations.ts',
        from: "if (!isNext) return reject(sent, 'sequence_reused'",
        to: "if (isNext === null) return reject(sent, 'sequence_reused'",
      },
      {
        file: 'sync/operation-ledger.ts',
        from: 'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`',
        to: 'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`',
      },
    ],
    store: 'sqlite',
    layers: BOTH,
  },
  {
    name: 'applied-twice',
    means: 'has a ledger for its answers, and applies what is sent again all the same',
    edits: [
      {
        file: 'sync/push-operations.ts',
        from: "  return { ...known.result, opId: sent.opId, result: 'duplicate'",
        to: `  const again = readOperation(sent);
  if (again.ok && again.operation.action !== 'withdraw') {
    await decideOperation(push.sql, push.dependencies, push.caller, again.operation, await findTask(push.sql, known.taskUid));
  }
  return { ...known.result, opId: sent.opId, result: 'duplicate'`,
      },
    ],
    store: 'sqlite',
    layers: BOTH,
  },
  {
    name: 'journal-skipped',
    means: 'says that an operation is saved which only the page remembers',
    edits: [
      {
        file: '../src-main/main/journal/journal.ts',
        from: 'if (operations.length > 0) await this.write(',
        to: 'if (operations.length < 0) await this.write(',
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'lost-rejection',
    means: 'says nothing of some operations that were rejected',
    edits: [
      {
        file: '../src-renderer/data/outbox.ts',
        from: 'return isRejection(record) && !record.dismissed',
        to: 'return isRejection(record) && record.operation.deviceSeq % 3 !== 2 && !record.dismissed',
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'nothing-sent-again',
    means: 'does not send a restored server again what its backup lacks',
    edits: [
      {
        file: '../src-renderer/data/outbox.ts',
        from: "        record.operation.action !== 'withdraw' &&\n",
        to: '        record.operation.deviceSeq < 0 &&\n',
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'believes-checkpoints',
    means: 'takes any checkpoint beyond the feed for a proof that the database was put back',
    edits: [
      {
        file: 'sync/pull-tasks.ts',
        from: "return seals.isOwn(position) ? 'beyond' : 'unreadable';",
        to: "return 'beyond';",
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'gives-up',
    means: 'sends nothing any more when requests have failed a few times',
    edits: [
      {
        file: '../src-renderer/data/uploader.ts',
        from: '      if (waitMs === 0 || this.stopping.signal.aborted) continue;\n',
        to: '      if (this.failures > 2) return;\n      if (waitMs === 0 || this.stopping.signal.aborted) continue;\n',
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'deliveries-apart',
    means: 'writes delivery rows in a transaction of their own, after that of their transitions',
    edits: [
      {
        file: 'tasks/group-commit.ts',
        from: "import { ApiError } from '../http/api-error.ts';\n",
        to: "import { deliveriesApart } from '../../e2e/torture/faults/deliveries-apart.ts';\nimport { ApiError } from '../http/api-error.ts';\n",
      },
      {
        file: 'tasks/group-commit.ts',
        from: '  const {\n    onCommitted,\n',
        to: '  database = deliveriesApart(database);\n  const {\n    onCommitted,\n',
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'delivery-forgotten',
    means: 'writes no delivery row for some transitions',
    edits: [
      {
        file: 'webhooks/enqueue-deliveries.ts',
        from: 'if (step.event === null) continue;',
        to: 'if (step.event === null || step.task.version % 7 === 6) continue;',
      },
    ],
    store: 'sqlite',
    layers: BOTH,
  },
  {
    name: 'deliveries-overtake',
    means: 'lets a task’s deliveries go at the same time',
    edits: [{ file: 'webhooks/enqueue-deliveries.ts', from: "THEN 'ready' ELSE 'waiting' END", to: "THEN 'ready' ELSE 'ready' END" }],
    store: 'sqlite',
    layers: BOTH,
  },
  {
    name: 'versions-out-of-order',
    means: 'writes some versions down under the number of the next one',
    edits: [
      {
        file: 'tasks/insert-history.ts',
        from: '      task.uid,\n      task.version,\n',
        to: '      task.uid,\n      task.version + (task.version % 5 === 4 ? 1 : 0),\n',
      },
    ],
    store: 'sqlite',
    layers: BOTH,
  },
  {
    name: 'late-commit',
    means: 'draws feed numbers early, and waits for nobody before it commits',
    edits: [
      { file: 'store/postgres/open-postgres-database.ts', from: "'SELECT pg_advisory_xact_lock(726874)'", to: "'SELECT 726874'" },
      {
        file: 'sync/feed-position.ts',
        from: "'UPDATE feed SET seq = ?, at = ? WHERE id = 1'",
        to: "'UPDATE feed SET seq = GREATEST(seq, ?), at = ? WHERE id = 1'",
      },
      {
        file: 'sync/feed-position.ts',
        from: '  counter.seq += 1;\n',
        to: '  globalThis.hasty = Math.max((globalThis.hasty ?? 0) + 1, counter.seq + 1);\n  counter.seq = globalThis.hasty;\n',
      },
    ],
    store: 'postgres',
    layers: BOTH,
  },
  {
    name: 'early-acknowledgement',
    means: 'answers a write before it is committed',
    edits: [
      {
        file: 'tasks/group-commit.ts',
        from: 'taken.push(...next);\n        values.push(...(await runSideBySide(sql, next)));',
        to: 'taken.push(...next);\n        const early = await runSideBySide(sql, next);\n        next.forEach((command, index) => command.resolve(early[index]));\n        values.push(...early);\n        await new Promise((resolve) => setTimeout(resolve, 5));',
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'stream-lies',
    means: 'leaves out some events of a stream, and lets the next one join on',
    edits: [
      {
        file: 'feed/feed-client.ts',
        from: 'if (documents.length === 0) return;',
        to: 'if (documents.length === 0 || Math.random() < 0.2) return;',
      },
    ],
    store: 'sqlite',
    layers: CONSOLES,
  },
  {
    name: 'no-tombstones',
    means: 'does not say what left a scope',
    edits: [
      { file: 'sync/pull-tasks.ts', from: '  const tokens = [...scope.tokens];\n', to: '  const tokens = [...scope.tokens].slice(1);\n' },
    ],
    store: 'sqlite',
    layers: BOTH,
  },
  {
    name: 'lease-not-released',
    means: 'lets the deliveries of a dead process lie',
    edits: [{ file: 'webhooks/claim-deliveries.ts', from: 'LEASE_MICROS = 20 *', to: 'LEASE_MICROS = 600 *' }],
    store: 'sqlite',
    layers: PROCESSES,
  },
];
