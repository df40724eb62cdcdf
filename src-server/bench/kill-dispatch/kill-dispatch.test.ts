import { expect, it } from 'vitest';
import { makeTemporaryFolder } from '../../store/temporary-folder.ts';
import { openTestStore } from '../../store/test-store.ts';
import { killDispatch } from './kill-dispatch.ts';

// `npm run bench -- kill-dispatch` does the same at length, and waits for the leases of the dead.
it('loses no delivery and makes none twice when servers that dispatch are killed under load', { timeout: 90_000 }, async () => {
  const store = await openTestStore();
  const { folder, remove } = makeTemporaryFolder();
  const isFile = store.file !== null;
  const { faults, deliveries, kills } = await killDispatch({
    folder: isFile ? store.address.slice(0, store.address.lastIndexOf('/')) : folder,
    environment: { DOCKET_ALLOW_NETWORKS: '127.0.0.0/8', ...(isFile ? {} : { DOCKET_DATABASE_URL: store.address }) },
    location: store.address,
    servers: isFile ? 1 : 2,
    kills: 2,
    arrivalsBetween: 60,
    endsLeases: true,
    tell: () => undefined,
  });
  await store.remove();
  remove();
  expect(faults).toEqual([]);
  expect(kills).toBe(2);
  expect(deliveries).toBeGreaterThan(120);
});
