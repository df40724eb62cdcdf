import type { VendorAccount } from '../vendor.ts';
import type { MeshReading } from './mesh-reading.ts';
import { CasePage } from './mesh-shapes.ts';
import { isDecision, type WorkflowStage } from './mesh-stages.ts';
import { readMeshUsers } from './read-mesh-users.ts';

const STAGE_TYPES = ['INITIAL', 'REVIEW', 'DECISION'];

/** Touches all that the mirror reads. Throws a VendorError for the first that does not work. */
export async function checkMesh({ api, stages, config }: MeshReading): Promise<VendorAccount> {
  const all = await stages.all();
  await api.call({ method: 'GET', path: '/v2/cases?page_number=1&page_size=1', answer: CasePage });
  const warnings = decisionWarnings(all, config.decisionStages ?? []);
  if (config.readUsers !== false) {
    for await (const _users of readMeshUsers({ api, warn: (message) => warnings.push(message) })) break;
  }
  const region = config.region && config.region !== 'default' ? ` (${config.region})` : '';
  return { name: `ComplyAdvantage Mesh${region}`, statuses: statusesOf([...all.values()]), warnings };
}

function statusesOf(stages: readonly WorkflowStage[]): VendorAccount['statuses'] {
  const words = new Set([...STAGE_TYPES, ...stages.map(({ stage_type: type }) => type)]);
  return [...words].map((word) => {
    const names = new Set(stages.filter(({ stage_type: type }) => type === word).map(({ display_name: name }) => name ?? ''));
    const list = [...names].filter(Boolean).join(', ');
    return { word, label: list === '' ? word : `${word}: ${list}`, isClosed: word === 'DECISION' };
  });
}

function decisionWarnings(stages: ReadonlyMap<string, WorkflowStage>, chosen: readonly string[]): string[] {
  return chosen.flatMap((identifier) => {
    const stage = stages.get(identifier);
    if (!stage) return [`No workflow has the stage ${identifier} that was chosen for done.`];
    return isDecision(stage) ? [] : [`The stage “${stage.display_name ?? identifier}” that was chosen for done decides nothing.`];
  });
}
