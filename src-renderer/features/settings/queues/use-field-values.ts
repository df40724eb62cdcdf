import { useCallback, useMemo } from 'react';
import type { ConditionOperator } from '../../../../src-shared/queue/condition-grammar.ts';
import type { JsonValue } from '../../../../src-shared/schema/task.ts';
import type { TaskEntry, TaskPath } from '../../../data/console-data.ts';
import { valueAt } from '../../../data/task-value.ts';
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

/** Enough to tell of what kind they are: a walk over all tasks for each rule would hold up the page. */
const VALUES_SAMPLED = 50;
const VALUES_OFFERED = 200;

export function useFieldValues(field: string, operator: ConditionOperator): FieldValues {
  const { data } = useConsole();
  const { people } = useStore(data.workspace);
  const sample = useMemo(() => sampleValues(field, data.tasks.entries()), [data, field]);
  const suggest = useCallback(() => {
    const values = field === '' ? [] : elementsOf(data.tasks.distinctValues(field as TaskPath, VALUES_OFFERED));
    return [...new Set(values.map(String))].map((text) => ({ text }));
  }, [data, field]);
  const nameOf = useCallback((userUid: string) => people.get(userUid)?.name ?? userUid, [people]);
  return { field, kind: valueKind(field, operator, sample), nameOf, peopleIds: [...people.keys()], suggest };
}

function sampleValues(field: string, entries: Iterable<TaskEntry>): readonly JsonValue[] {
  const sample: JsonValue[] = [];
  if (field === '') return sample;
  for (const entry of entries) {
    const value = valueAt(entry, field as TaskPath);
    if (value !== undefined && value !== null) sample.push(...elementsOf([value]));
    if (sample.length >= VALUES_SAMPLED) break;
  }
  return sample;
}

/** Of lists each element counts; what has parts of its own cannot be compared. */
function elementsOf(values: readonly JsonValue[]): readonly JsonValue[] {
  return values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter((value) => typeof value !== 'object' && value !== '');
}
