import { FIELD_PREFIX, FILTER_ATTRIBUTES, kindOf, type TaskAttribute } from '../../src-shared/queue/condition-field.ts';
import {
  type ConditionGroup,
  type ConditionOperator,
  type ConditionRule,
  type ConditionScalar,
  readCondition,
} from '../../src-shared/queue/condition-grammar.ts';
import type { JsonObject, JsonValue } from '../../src-shared/schema/task.ts';
import { TASK_STATUSES } from '../../src-shared/schema/task-limits.ts';
import { t } from './translate.ts';

/** Who an id is. */
export type NameOf = (userUid: string) => string;

/** What people call a field: attributes by their word, fields by their name, but for the name of an attribute. */
export function fieldLabel(field: string): string {
  if (Object.hasOwn(FILTER_ATTRIBUTES, field)) return t(`column.${field as TaskAttribute}`);
  const name = field.startsWith(FIELD_PREFIX) ? field.slice(FIELD_PREFIX.length) : field;
  const isAmbiguous = Object.keys(FILTER_ATTRIBUTES).some((attribute) => sameWord(fieldLabel(attribute), name));
  return isAmbiguous ? field : name;
}

export function sameWord(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Moments are earlier and later, everything else is below and above. */
export function operatorLabel(operator: ConditionOperator, isMoment: boolean): string {
  return isMoment && isOrdering(operator) ? t(`condition.moment.${operator}`) : t(`condition.operator.${operator}`);
}

function isOrdering(operator: ConditionOperator): operator is '=' | '!=' | '<' | '>' | '<=' | '>=' {
  return ['=', '!=', '<', '>', '<=', '>='].includes(operator);
}

/** One value of a rule or a task. */
export function valueLabel(field: string, value: JsonValue, nameOf: NameOf): string {
  if (field === 'assignee_uid' && typeof value === 'string') return nameOf(value);
  const status = field === 'status' ? TASK_STATUSES.find((known) => known === value) : undefined;
  if (status) return t(`status.${status}`);
  if (typeof value === 'boolean') return t(value ? 'condition.yes' : 'condition.no');
  if (value === '') return t('condition.emptyText');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `country is one of FR, DE`. */
export function ruleSentence({ field, operator, values }: Pick<ConditionRule, 'field' | 'operator' | 'values'>, nameOf: NameOf): string {
  return `${fieldLabel(field)} ${operatorLabel(operator, kindOf(field) === 'date')}${valuesPart(field, operator, values, nameOf)}`;
}

const VALUES_SAID = 5;

function valuesPart(field: string, operator: ConditionOperator, values: readonly ConditionScalar[], nameOf: NameOf): string {
  if (values.length === 0) return '';
  const said = values.slice(0, VALUES_SAID).map((value) => valueLabel(field, value, nameOf));
  if (operator === 'between' || operator === 'notBetween') return ` ${said.join(t('condition.betweenAnd'))}`;
  return ` ${said.join(', ')}${values.length > VALUES_SAID ? t('condition.moreValues', { count: values.length - VALUES_SAID }) : ''}`;
}

/** The condition in words, as far as it can be read. */
export function conditionSentence(condition: JsonObject, nameOf: NameOf): string {
  return groupSentence(readCondition(condition, 'routing').root, nameOf, true);
}

function groupSentence({ combinator, not, rules }: ConditionGroup, nameOf: NameOf, isOutermost: boolean): string {
  if (rules.length === 0) return t(not ? 'condition.never' : 'condition.always');
  const parts = rules.map((node) => (node.kind === 'group' ? groupSentence(node, nameOf, false) : ruleSentence(node, nameOf)));
  const joined = parts.join(t(combinator === 'and' ? 'condition.and' : 'condition.or'));
  if (not) return t('condition.not', { what: joined });
  return isOutermost || parts.length === 1 ? joined : `(${joined})`;
}
