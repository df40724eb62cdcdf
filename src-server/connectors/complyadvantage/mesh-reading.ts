import type { ComplyAdvantageConfig } from './complyadvantage-settings.ts';
import type { MeshApi } from './mesh-api.ts';
import type { MeshStages } from './mesh-stages.ts';

/** What the parts of the connector share. */
export interface MeshReading {
  api: MeshApi;
  config: ComplyAdvantageConfig;
  stages: MeshStages;
  warn(message: string): void;
}
