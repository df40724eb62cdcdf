import { useId } from 'react';
import { type FormField, pathText } from '../../../src-shared/form/form-fields.ts';
import { ChoiceList } from '../check-field.tsx';
import { type FieldTexts, GroupFrame } from '../field-frame.tsx';
import { SelectField } from '../select-field.tsx';
import { TextAreaField } from '../text-area-field.tsx';
import { TextField } from '../text-field.tsx';

export interface AnswerTexts {
  optional: string;
  /** In a list, before anything is chosen. */
  choose: string;
  /** One of the choices where none has to be made. */
  none: string;
  linesHint: string;
  /** In which time zone moments count. */
  zoneHint: string;
}

export interface AnswerFieldProps {
  field: FormField;
  entries: readonly string[];
  error: string | undefined;
  texts: AnswerTexts;
  onChange: (entries: readonly string[]) => void;
}

/** One field of a form as somebody fills it in. */
export function AnswerField({ field, entries, error, texts, onChange }: AnswerFieldProps) {
  const [first = ''] = entries;
  const { kind, label, required, placeholder } = field;
  const shown: FieldTexts = { label, hint: hintOf(field, texts), error, mark: required ? undefined : texts.optional };
  const setText = (text: string) => onChange([text]);
  switch (kind) {
    case 'ticked':
      return <TickField texts={shown} isTicked={entries.length > 0} onChange={(ticked) => onChange(ticked ? ['on'] : [])} />;
    case 'choices':
      return <ChoiceList {...shown} values={entries} options={choicesOf(field)} onChange={onChange} />;
    case 'choice':
      return field.isOpen ? (
        <RadioField texts={shown} field={field} value={first} none={required ? null : texts.none} onChange={setText} />
      ) : (
        <SelectField {...shown} value={first} options={[{ value: '', label: texts.choose }, ...choicesOf(field)]} onChange={setText} />
      );
    case 'multiline':
    case 'lines':
      return <TextAreaField {...shown} value={first} rows={kind === 'lines' ? 3 : 4} placeholder={placeholder} onChange={setText} />;
    default:
      return (
        <TextField
          {...shown}
          {...inputOf(field)}
          value={first}
          placeholder={placeholder}
          onChange={(event) => onChange([event.target.value])}
        />
      );
  }
}

function choicesOf({ choices }: FormField) {
  return choices.map(({ key, label }) => ({ value: key, label }));
}

function hintOf({ help, kind }: FormField, texts: AnswerTexts): string | undefined {
  const more = kind === 'lines' ? texts.linesHint : kind === 'moment' ? texts.zoneHint : '';
  return [help, more].filter((text) => text !== '').join(' ') || undefined;
}

/** Numbers are texts with another keyboard: spinners change them by a turn of the wheel. */
function inputOf({ kind, schema }: FormField): { type: string; inputMode?: 'numeric' | 'decimal' | 'url' } {
  switch (kind) {
    case 'email':
    case 'date':
    case 'time':
      return { type: kind };
    case 'moment':
      return { type: 'datetime-local' };
    case 'web':
      return { type: 'text', inputMode: 'url' };
    case 'number':
      return { type: 'text', inputMode: schema.type === 'integer' && (schema.minimum ?? -1) >= 0 ? 'numeric' : 'decimal' };
    default:
      return { type: 'text' };
  }
}

function TickField({
  texts: { label, hint, error },
  isTicked,
  onChange,
}: {
  texts: FieldTexts;
  isTicked: boolean;
  onChange: (ticked: boolean) => void;
}) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        checked={isTicked}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-[3px] size-3.5 shrink-0 accent-(--accent)"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {note ? (
          <p id={`${id}-note`} className={error ? 'text-small text-danger' : 'text-small text-pretty text-ink-faint'}>
            {note}
          </p>
        ) : null}
      </div>
    </div>
  );
}

interface RadioFieldProps {
  texts: FieldTexts;
  field: FormField;
  value: string;
  none: string | null;
  onChange: (key: string) => void;
}

function RadioField({ texts, field, value, none, onChange }: RadioFieldProps) {
  const name = useId();
  const options = [...choicesOf(field), ...(none === null ? [] : [{ value: '', label: none }])];
  return (
    <GroupFrame {...texts}>
      <div role="presentation" className="flex flex-wrap gap-x-5 gap-y-1.5">
        {options.map((option) => (
          <label key={option.value} className="flex items-center gap-2">
            <input
              type="radio"
              name={`${name}-${pathText(field.path)}`}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              className="size-3.5 shrink-0 accent-(--accent)"
            />
            {option.label}
          </label>
        ))}
      </div>
    </GroupFrame>
  );
}
