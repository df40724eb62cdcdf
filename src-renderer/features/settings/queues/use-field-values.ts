import { useCallback, useMemo } from 'react';
import type { ConditionOperator } from '../../../../src-shared/queue/condition-grammar.ts';
import type { JsonValue } from '../../../../src-shared/schema/task.ts';
import type { TaskPath } from '../../../data/console-data.ts';
import type { NameOf } from '../../../i18n/condition-sentence.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import type { Suggestion } from '../../../ui/suggest-field.tsx';
import { type ValueKind, valueKind } from './value-kind.ts';

/** What a field's values are like, by the tasks that are here. */
export interface FieldValues {
  field: string;
  kind: ValueKind;
  nameOf: NameOf;
  peopleIds: readonly string[];
  suggest: () => readonly Suggestion[];
}

const VALUES_SEEN = 200;

export function useFieldValues(field: string, operator: ConditionOperator): FieldValues {
  const { data } = useConsole();
  const { people } = useStore(data.workspace);
  const seen = useMemo(() => seenValues(field, () => data.tasks.distinctValues(field as TaskPath, VALUES_SEEN)), [data, field]);
  const suggest = useCallback(() => [...new Set(seen.map(String))].map((text) => ({ text })), [seen]);
  const nameOf = useCallback((userUid: string) => people.get(userUid)?.name ?? userUid, [people]);
  return { field, kind: valueKind(field, operator, seen), nameOf, peopleIds: [...people.keys()], suggest };
}

/** Of lists each element counts; what has parts of its own cannot be compared. */
function seenValues(field: string, read: () => readonly JsonValue[]): readonly JsonValue[] {
  if (field === '') return [];
  return read()
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter((value) => typeof value !== 'object' && value !== '');
}
