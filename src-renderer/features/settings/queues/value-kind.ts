import { FIELD_PREFIX, kindOf, ROUTING_ATTRIBUTES } from '../../../../src-shared/queue/condition-field.ts';
import type { ConditionOperator, ConditionScalar } from '../../../../src-shared/queue/condition-grammar.ts';
import { readDateText, readNumber } from '../../../../src-shared/queue/condition-operand.ts';
import type { JsonValue } from '../../../../src-shared/schema/task.ts';
import { fieldLabel, sameWord } from '../../../i18n/condition-sentence.ts';

/** What a value is entered with. */
export type ValueKind = 'text' | 'number' | 'date' | 'boolean' | 'status' | 'person';

/** By what the field is; for fields of tasks by what they hold, as far as that is of one kind. */
export function valueKind(field: string, operator: ConditionOperator, seen: readonly JsonValue[]): ValueKind {
  if (/contain|begin|end/i.test(operator)) return 'text';
  if (field === 'status') return 'status';
  if (field === 'assignee_uid') return 'person';
  const kind = kindOf(field);
  switch (kind) {
    case 'date':
    case 'number':
      return kind;
    case 'text':
    case 'identifier':
      return 'text';
    case 'json':
      return kindOfSeen(seen);
  }
}

function kindOfSeen(seen: readonly JsonValue[]): ValueKind {
  if (seen.length === 0) return 'text';
  if (seen.every((value) => typeof value === 'number')) return 'number';
  if (seen.every((value) => typeof value === 'boolean')) return 'boolean';
  return seen.every((value) => typeof value === 'string' && readDateText(value) !== null) ? 'date' : 'text';
}

/** What was typed as the condition keeps it; null: nothing. */
export function readTyped(text: string, kind: ValueKind): ConditionScalar | null {
  if (text === '') return null;
  if (kind === 'number') return readNumber(text) ?? text;
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** The path that a typed field means: a label of an attribute, its name, or a field of tasks. */
export function fieldOfText(text: string): string {
  const name = text.trim();
  if (name === '' || name.startsWith(FIELD_PREFIX)) return name;
  const attribute = Object.keys(ROUTING_ATTRIBUTES).find((known) => known === name || sameWord(fieldLabel(known), name));
  return attribute ?? `${FIELD_PREFIX}${name}`;
}
