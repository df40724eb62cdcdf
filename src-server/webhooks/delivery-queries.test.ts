import { expect, it } from 'vitest';
import type { DeliveryFilter } from '../../src-shared/schema/hook.ts';
import { openTestStore, testDialect } from '../store/test-store.ts';
import { pageStatement } from './delivery-queries.ts';

/** What each filter walks through: rows that it shows, and few besides. */
const INDEXES = {
  pending: 'deliveries_unfinished',
  held: 'deliveries_unfinished',
  delivered: 'deliveries_delivered',
  retrying: 'deliveries_failed',
  failed: 'deliveries_failed',
  given_up: 'deliveries_failed',
} as const satisfies Record<DeliveryFilter, string>;

it.runIf(testDialect() === 'sqlite')('finds a page by state without a walk past those of other states, and without sorting', async () => {
  const store = await openTestStore();
  const database = store.open();
  await database.migrate();
  const after = { createdAtMicros: 1, id: 'a' };
  for (const filter of Object.keys(INDEXES) as DeliveryFilter[]) {
    const { text, parameters } = pageStatement({ hookId: 'hook', filter, sinceMicros: null, untilMicros: null, after, limit: 10 });
    const plan = await database.read((sql) => sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, parameters));
    const details = plan.map(({ detail }) => detail).join('\n');
    expect(details, filter).toContain(`SEARCH d USING INDEX ${INDEXES[filter]} (hook_key=?`);
    expect(details, filter).not.toContain('TEMP B-TREE');
  }
  await database.close();
  await store.remove();
});
