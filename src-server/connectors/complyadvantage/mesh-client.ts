import type { VendorClient, VendorItem, VendorSession } from '../vendor.ts';
import { checkMesh } from './check-mesh.ts';
import type { ComplyAdvantageConfig } from './complyadvantage-settings.ts';
import { createMeshApi } from './mesh-api.ts';
import type { MeshReading } from './mesh-reading.ts';
import { createMeshStages } from './mesh-stages.ts';
import { readCaseItem, readOpenCases } from './read-mesh-cases.ts';
import { readMeshUsers } from './read-mesh-users.ts';
import { createMeshWriter } from './write-mesh.ts';

/** Cases of Mesh. There is no list of changes: every run pages all that is open. */
export function connectMesh(session: VendorSession): VendorClient {
  const api = createMeshApi(session);
  const reading: MeshReading = {
    api,
    config: session.config as ComplyAdvantageConfig,
    stages: createMeshStages(api, session.nowMs),
    warn: session.warn,
  };
  return {
    check: () => checkMesh(reading),
    readAllOpen: (resume) => readOpenCases(reading, resume),
    async readItems(externalIds) {
      const items: VendorItem[] = [];
      for (const externalId of externalIds) items.push(await readCaseItem(reading, externalId));
      return items;
    },
    async *readPeople() {
      if (reading.config.readUsers !== false) yield* readMeshUsers(reading);
    },
    write: createMeshWriter(reading),
  };
}
