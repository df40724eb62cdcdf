import type { VendorAccount } from '../vendor.ts';
import type { MeshReading } from './mesh-reading.ts';
import { CasePage } from './mesh-shapes.ts';
import { isDecision, isNamed, type WorkflowStage } from './mesh-stages.ts';
import { readMeshUsers } from './read-mesh-users.ts';

const STAGE_TYPES = ['INITIAL', 'REVIEW', 'DECISION'];

/** Touches all that the mirror reads. Throws a VendorError for the first that does not work. */
export async function checkMesh({ api, stages, config }: MeshReading): Promise<VendorAccount> {
  const all = [...(await stages.all()).values()];
  await api.call({ method: 'GET', path: '/v2/cases?page_number=1&page_size=1', answer: CasePage });
  const warnings = decisionWarnings(all, config.decisionStages ?? []);
  if (config.readUsers !== false) {
    for await (const _users of readMeshUsers({ api, warn: (message) => warnings.push(message) })) break;
  }
  const region = config.region && config.region !== 'default' ? ` (${config.region})` : '';
  return { name: `ComplyAdvantage Mesh${region}`, statuses: statusesOf(all), warnings };
}

function statusesOf(stages: readonly WorkflowStage[]): VendorAccount['statuses'] {
  const words = new Set([...STAGE_TYPES, ...stages.map(({ stage_type: type }) => type)]);
  return [...words].map((word) => {
    const names = new Set(stages.filter(({ stage_type: type }) => type === word).map(labelOf));
    const list = [...names].join(', ');
    return { word, label: list === '' ? word : `${word}: ${list}`, isClosed: word === 'DECISION' };
  });
}

/** Stages that decide are chosen from here, for each type of case. */
function labelOf(stage: WorkflowStage): string {
  const name = stage.display_name || stage.identifier;
  return isDecision(stage) ? `${name} (${stage.caseType}, ${stage.identifier})` : name;
}

function decisionWarnings(stages: readonly WorkflowStage[], chosen: readonly string[]): string[] {
  return chosen.flatMap((name) => {
    const meant = stages.filter((stage) => isNamed(stage, name));
    if (meant.length === 0) return [`No workflow has the stage ${name} that was chosen for done.`];
    return meant.every(isDecision) ? [] : [`The stage ${name} that was chosen for done decides nothing: its cases stay open.`];
  });
}
