import { Check, Errors } from 'typebox/value';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { formatTimestamp, parseMoment } from '../../../src-shared/time/timestamp.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { withoutNulls } from '../without-nulls.ts';
import { type ComplyAdvantageConfig, itemUrlOf } from './complyadvantage-settings.ts';
import { CaseShape } from './mesh-shapes.ts';
import { isDecision } from './mesh-stages.ts';

export type ReadCase = { item: VendorItem } | NonNullable<ItemPage['skipped']>[number];

export function readCase(record: JsonObject, config: ComplyAdvantageConfig): ReadCase {
  if (!Check(CaseShape, record)) {
    const [first] = Errors(CaseShape, record);
    const { identifier } = record;
    const reason = `${first?.instancePath || 'It'}: ${first?.message ?? 'cannot be read'}`;
    return { externalId: typeof identifier === 'string' ? `case:${identifier}` : null, reason };
  }
  const { identifier, stage, assignee, alerts } = record;
  return {
    item: {
      externalId: `case:${identifier}`,
      state: isDecision(stage) ? 'closed' : 'open',
      statusWord: stage.stage_type,
      assigneeExternalId: assignee || null,
      title: titleOf(record),
      url: itemUrlOf(config, identifier),
      dueAt: null,
      createdAt: momentOf(record.created_at),
      priority: alerts?.highest_priority ?? null,
      fields: fieldsOf('case', record),
    },
  };
}

/** Without null values, however deep. */
export function fieldsOf(object: 'case' | 'search', record: JsonObject): JsonObject {
  return { object, ...(withoutNulls(record) as JsonObject) };
}

/** Times without an offset are UTC. */
export function momentOf(text: string | null | undefined): VendorItem['createdAt'] {
  if (!text) return null;
  const micros = parseMoment(/(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text.trim()}Z`);
  return micros === null ? null : formatTimestamp(micros);
}

/** `CUSTOMER_ONBOARDING` and Jane Doe → Customer onboarding: Jane Doe. */
function titleOf({ type, customer, subjects, identifier }: CaseShape): string {
  const kind = `${type.charAt(0)}${type.slice(1).toLowerCase().replaceAll('_', ' ')}`;
  return `${kind}: ${customer?.name || subjects?.find(({ name }) => name)?.name || identifier}`;
}
