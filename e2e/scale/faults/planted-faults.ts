import type { SourceEdit } from './source-edit.ts';

export interface PlantedFault {
  name: string;
  /** What a server does wrong with it. */
  means: string;
  edits: readonly SourceEdit[];
  /** Kinds of faults as the run names them: one of these has to be found. */
  foundAs: readonly string[];
}

/** Waits that are right for days and too long for a trial. A lease stays longer than any attempt of a trial. */
export const SHORT_WAITS: readonly SourceEdit[] = [
  { file: 'webhooks/claim-deliveries.ts', from: 'LEASE_MICROS = 20 *', to: 'LEASE_MICROS = 5 *' },
  { file: 'webhooks/dispatcher.ts', from: 'LOOK_AGAIN_MS = 5_000', to: 'LOOK_AGAIN_MS = 1_000' },
  { file: 'webhooks/retry-schedule.ts', from: '5 * SECOND_MS,', to: '1 * SECOND_MS,' },
];

/** What could go wrong in a server, each as an edit of its source: a run with one of them has to find it. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    name: 'early-acknowledgement',
    means: 'answers a write before it is committed',
    edits: [
      {
        file: 'tasks/group-commit.ts',
        from: 'taken.push(...next);\n        values.push(...(await runSideBySide(sql, next)));',
        to: 'taken.push(...next);\n        const early = await runSideBySide(sql, next);\n        next.forEach((command, index) => command.resolve(early[index]));\n        values.push(...early);\n        await new Promise((resolve) => setTimeout(resolve, 40));',
      },
    ],
    foundAs: [
      'an acknowledged write is lost',
      'an acknowledged task is lost',
      'an acknowledged action is lost',
      'an acknowledged claim is lost',
      'an acknowledged operation is lost',
    ],
  },
  {
    name: 'no-idempotency',
    means: 'forgets which Idempotency-Keys it has seen',
    edits: [
      {
        file: 'http/idempotency.ts',
        from: 'if (stored) repeat(reply, claim, stored);\n    return stored !== undefined;',
        to: 'return false;',
      },
      { file: 'http/idempotency.ts', from: 'if (inserted === 0)\n    throw', to: 'if (inserted < 0) throw' },
    ],
    foundAs: [
      'a task was made twice',
      'a write was done twice',
      'a comment was written twice',
      'a task was claimed that nobody was told of',
    ],
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
    foundAs: ['an operation was applied twice', 'an operation was answered in two ways'],
  },
  {
    name: 'next-without-a-write',
    means: 'hands out a task by next, now and then, without claiming it',
    edits: [
      {
        file: 'tasks/next-task.ts',
        from: 'const written = writePreparedTask(',
        to: 'if (before && Math.random() < 0.1) return before.task;\n  const written = writePreparedTask(',
      },
    ],
    foundAs: ['next gave a task to two callers', 'an acknowledged claim is lost'],
  },
  {
    name: 'two-writers',
    means: 'does not wait for the lock of writers',
    edits: [
      { file: 'store/postgres/open-postgres-database.ts', from: "'SELECT pg_advisory_xact_lock(726874)'", to: "'SELECT 726874'" },
      {
        file: 'tasks/write-task.ts',
        from: 'await Promise.all([readHooks(sql), readFeedEnd(sql)]);',
        to: '{\n    await Promise.all([readHooks(sql), readFeedEnd(sql)]);\n    await new Promise((resolve) => setTimeout(resolve, 2));\n  }',
      },
    ],
    foundAs: ['answered 5xx', 'a history is not legal', 'next gave a task to two callers', 'an acknowledged write is lost'],
  },
  {
    name: 'stream-skips',
    means: 'leaves out some events of a stream, and says nothing of it',
    edits: [
      {
        file: 'feed/feed-client.ts',
        from: 'if (documents.length === 0) return;',
        to: 'if (documents.length === 0) return;\n    if (Math.random() < 0.03) {\n      this.position = batch.seq;\n      this.position = batch.seq - 1;\n      return;\n    }',
      },
    ],
    foundAs: ['a replica skipped a change', 'a replica differs from the server'],
  },
  {
    name: 'stream-lies',
    means: 'leaves out some events of a stream, and lets the next one join on',
    edits: [
      {
        file: 'feed/feed-client.ts',
        from: 'if (documents.length === 0) return;',
        to: 'if (documents.length === 0 || Math.random() < 0.03) return;',
      },
    ],
    foundAs: ['a replica skipped a change', 'a replica differs from the server'],
  },
  {
    name: 'pull-skips',
    means: 'leaves some tasks out of its pages',
    edits: [
      {
        file: 'sync/pull-tasks.ts',
        from: "0 AS gone FROM tasks WHERE deleted = 0'",
        to: "0 AS gone FROM tasks WHERE deleted = 0 AND seq % 40 <> 0'",
      },
    ],
    foundAs: ['a replica skipped a change', 'the feed differs from the database'],
  },
  {
    name: 'list-skips',
    means: 'leaves a task out between two pages of changes',
    edits: [
      {
        file: 'tasks/list-tasks.ts',
        from: "return { text: 'seq > ?', parameters: [cursor.seq] };",
        to: "return { text: 'seq > ?', parameters: [cursor.seq + 1] };",
      },
    ],
    foundAs: ['a poll skipped a change'],
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
    foundAs: ['a transition has no delivery row'],
  },
  {
    name: 'deliveries-overtake',
    means: 'lets a task’s deliveries go at the same time',
    edits: [{ file: 'webhooks/enqueue-deliveries.ts', from: "THEN 'ready' ELSE 'waiting' END", to: "THEN 'ready' ELSE 'ready' END" }],
    foundAs: ['webhooks came out of order'],
  },
  {
    name: 'new-webhook-id',
    means: 'sends a repeat under another webhook-id',
    edits: [
      {
        file: 'webhooks/dispatcher.ts',
        from: 'webhookHeaders({ id,',
        to: "webhookHeaders({ id: delivery.failures > 0 ? id + 'a' : id,",
      },
    ],
    foundAs: ['a webhook has no delivery row'],
  },
  {
    name: 'no-takeover',
    means: 'lets the deliveries of a dead process lie',
    edits: [{ file: 'webhooks/claim-deliveries.ts', from: 'LEASE_MICROS = 5 *', to: 'LEASE_MICROS = 600 *' }],
    foundAs: ['a dead process’s delivery was taken over late'],
  },
  {
    name: 'rerouting-not-resumed',
    means: 'goes on with a re-routing in the process only that was asked for it',
    edits: [{ file: 'routes/queues.ts', from: 'queues.reload(database).then(rerouting.wake)', to: 'queues.reload(database)' }],
    foundAs: ['a re-routing was not resumed', 'it does not become quiet'],
  },
  {
    name: 'seal-of-something-else',
    means: 'seals other audit entries than there are',
    edits: [{ file: 'audit/seal-audit.ts', from: 'content_hash: hashRows(rows),', to: 'content_hash: hashRows(rows.slice(1)),' }],
    foundAs: ['the audit log does not hold'],
  },
];
