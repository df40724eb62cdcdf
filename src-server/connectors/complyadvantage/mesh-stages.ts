import type { MeshApi } from './mesh-api.ts';
import { type Stage, WorkflowPage } from './mesh-shapes.ts';

export interface WorkflowStage extends Stage {
  caseType: string;
}

/** The stages of the account's workflows, by identifier. Read at first, and again after an hour. */
export interface MeshStages {
  all(): Promise<ReadonlyMap<string, WorkflowStage>>;
}

const READ_AGAIN_MS = 3_600_000;
const PAGE_ITEMS = 100;
const PAGES_MAXIMUM = 50;

export function createMeshStages(api: MeshApi, nowMs: () => number): MeshStages {
  let read: { stages: ReadonlyMap<string, WorkflowStage>; atMs: number } | null = null;
  return {
    async all() {
      if (!read || nowMs() - read.atMs >= READ_AGAIN_MS) read = { stages: await readStages(api), atMs: nowMs() };
      return read.stages;
    },
  };
}

async function readStages(api: MeshApi): Promise<ReadonlyMap<string, WorkflowStage>> {
  const stages = new Map<string, WorkflowStage>();
  for (let page = 1; page <= PAGES_MAXIMUM; page += 1) {
    const path = `/v2/cases/workflows?page_number=${page}&page_size=${PAGE_ITEMS}`;
    const { workflows, next } = await api.call({ method: 'GET', path, answer: WorkflowPage });
    for (const { case_type: caseType, stages: own } of workflows) {
      for (const stage of own) stages.set(stage.identifier, { ...stage, caseType });
    }
    if (!next) break;
  }
  return stages;
}

/** Types are open: what is not known to decide a case leaves it open. */
export function isDecision({ stage_type: type }: Stage): boolean {
  return type === 'DECISION';
}

/** Whether an admin means this stage: by its name, or by its identifier. */
export function isNamed({ identifier, display_name: name }: Stage, chosen: string): boolean {
  return identifier === chosen || name === chosen;
}
