import type { JsonObject } from '../../../../src-shared/schema/task.ts';

export interface SimulatedStage {
  identifier: string;
  display_name: string;
  display_order: number;
  stage_type: string;
  decision_type: string | null;
}

export interface SimulatedCase {
  id: string;
  type: string;
  name: string;
  stage: SimulatedStage;
  assigneeId: string | null;
  createdAtMs: number;
  updatedAtMs: number;
  attributes: JsonObject;
  alertPriorities: number[];
  isDeleted: boolean;
}

export const CASE_TYPES = ['CUSTOMER_ONBOARDING', 'PAYMENT_SCREENING'] as const;

/** Identifiers that are the same on every machine: what they stand for, and a number. */
export function identifierOf(what: number, number: number): string {
  return `018d3157-0ec8-7${what.toString(16).padStart(3, '0')}-a684-${number.toString(16).padStart(12, '0')}`;
}

const STAGES: readonly (readonly [name: string, type: string, decision: string | null])[] = [
  ['Not started', 'INITIAL', null],
  ['In review', 'REVIEW', null],
  ['Escalated', 'REVIEW', null],
  ['Accepted', 'DECISION', 'POSITIVE'],
  ['Rejected', 'DECISION', 'NEGATIVE'],
];

/** A workflow of its own for each type of case. */
export const WORKFLOWS = CASE_TYPES.map((caseType, workflow) => ({
  caseType,
  identifier: identifierOf(1, workflow),
  stages: STAGES.map(
    ([name, type, decision], order): SimulatedStage => ({
      identifier: identifierOf(2, workflow * 100 + order),
      display_name: name,
      display_order: order + 1,
      stage_type: type,
      decision_type: decision,
    }),
  ),
}));

export function findStage(caseType: string, fits: (stage: SimulatedStage) => boolean): SimulatedStage | null {
  return WORKFLOWS.find((workflow) => workflow.caseType === caseType)?.stages.find(fits) ?? null;
}

/** A stage that there must be. */
export function stageOfType(caseType: string, stageType: string): SimulatedStage {
  const stage = findStage(caseType, (candidate) => candidate.stage_type === stageType);
  if (!stage) throw new Error(`the workflow of ${caseType} has no stage of the type ${stageType}`);
  return stage;
}

export function workflowsAnswer(): JsonObject[] {
  return WORKFLOWS.map(({ caseType, identifier, stages }) => ({
    identifier,
    case_type: caseType,
    alert_grouping_enabled: false,
    created_at: '2026-01-05T08:00:00.000Z',
    created_by: null,
    version: 1,
    stages: stages.map((stage) => ({ ...stage })),
  }));
}

/** As in a list; single cases have no sum of their alerts. */
export function caseAnswer(record: SimulatedCase, isListed: boolean): JsonObject {
  const { id, type, name, stage, assigneeId, attributes, alertPriorities } = record;
  return {
    identifier: id,
    type,
    stage: { ...stage },
    last_user_stage: { ...stage },
    state: 'USER_DEFINED',
    assignee: assigneeId,
    customer: {
      identifier: id,
      external_identifier: null,
      name,
      acquisition_source: null,
      risk_level: 'MEDIUM',
      type: 'PERSON',
      version: 1,
    },
    payment: null,
    subjects: [{ type: 'CUSTOMER', identifier: id, external_identifier: null, name, risk_level: 'MEDIUM', version: 1 }],
    subjects_summary: { total_count: 1 },
    review_items_count: alertPriorities.length,
    risk_types: [],
    risk_catalog_risk_types: [],
    created_at: new Date(record.createdAtMs).toISOString(),
    updated_at: new Date(record.updatedAtMs).toISOString(),
    updated_by: null,
    ...attributes,
    ...(isListed ? { alerts: alertsSummary(record) } : {}),
  };
}

function alertsSummary({ alertPriorities }: SimulatedCase): JsonObject {
  return { count: alertPriorities.length, highest_priority: alertPriorities.length > 0 ? Math.min(...alertPriorities) : null };
}
