import { expect, inject, it } from 'vitest';
import { compareClocks } from './compare-clocks.ts';
import { openPostgresDatabase } from './postgres/open-postgres-database.ts';
import { createTemporaryDatabase } from './postgres/temporary-postgres.ts';

const HOUR_MICROS = 3_600_000_000;
const MINUTE_MICROS = 60_000_000;

it.each([0, HOUR_MICROS, -HOUR_MICROS])('says by how much a clock is ahead of the database’s: %d', async (aheadMicros) => {
  const temporary = await createTemporaryDatabase(inject('postgresUrl'));
  const database = openPostgresDatabase({ url: temporary.url });
  const found = await compareClocks(database, { nowMicros: () => Date.now() * 1_000 + aheadMicros });
  await database.close();
  await temporary.remove();
  expect(Math.abs(found - aheadMicros)).toBeLessThan(MINUTE_MICROS);
});
