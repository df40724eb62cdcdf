import type { ConditionScalar } from '../../../../src-shared/queue/condition-grammar.ts';
import { TASK_STATUSES } from '../../../../src-shared/schema/task-limits.ts';
import { valueLabel } from '../../../i18n/condition-sentence.ts';
import { t } from '../../../i18n/translate.ts';
import { SelectField } from '../../../ui/select-field.tsx';
import { SuggestField } from '../../../ui/suggest-field.tsx';
import { DateInput, isCalendarValue } from './date-input.tsx';
import type { FieldValues } from './use-field-values.ts';
import { readTyped } from './value-kind.ts';

export interface ScalarInputProps {
  label: string;
  value: ConditionScalar | null;
  invalid: boolean;
  describedBy: string | undefined;
  onChange: (value: ConditionScalar | null) => void;
}

/** One value, entered by what the field is. */
export function ScalarInput({ field, ...props }: ScalarInputProps & { field: FieldValues }) {
  const { value } = props;
  const choices = choicesOf(field, value);
  if (choices) return <ChoiceInput {...props} field={field} choices={choices} />;
  if (field.kind === 'date' && isCalendarValue(value)) return <DateInput {...props} />;
  return <TextInput {...props} field={field} />;
}

/** What there is to choose from; null where anything may be typed. */
export function choicesOf({ field, kind, nameOf, peopleIds }: FieldValues, value: ConditionScalar | null = null) {
  const known = kind === 'boolean' ? [true, false] : kind === 'status' ? TASK_STATUSES : kind === 'person' ? peopleIds : null;
  if (known === null) return null;
  // A value that is none of them stays, and can be seen.
  const values: readonly ConditionScalar[] = value === null || known.some((one) => one === value) ? known : [...known, value];
  return values.map((one) => ({ value: one, label: valueLabel(field, one, nameOf) }));
}

const NOTHING = '';

function ChoiceInput({
  label,
  value,
  invalid,
  choices,
  onChange,
}: ScalarInputProps & { field: FieldValues; choices: NonNullable<ReturnType<typeof choicesOf>> }) {
  const options = choices.map((choice) => ({ value: JSON.stringify(choice.value), label: choice.label }));
  return (
    <SelectField
      bare
      label={label}
      value={value === null ? NOTHING : JSON.stringify(value)}
      options={value === null ? [{ value: NOTHING, label: t('builder.choose') }, ...options] : options}
      {...(invalid ? { error: label } : {})}
      onChange={(next) => onChange(choices.find((choice) => JSON.stringify(choice.value) === next)?.value ?? null)}
    />
  );
}

function TextInput({ label, value, invalid, describedBy, field, onChange }: ScalarInputProps & { field: FieldValues }) {
  return (
    <SuggestField
      label={label}
      value={value === null ? '' : String(value)}
      placeholder={t('builder.value')}
      suggest={field.suggest}
      invalid={invalid}
      describedBy={describedBy}
      className="min-w-28 flex-1"
      onChange={(text) => onChange(readTyped(text, field.kind))}
    />
  );
}
