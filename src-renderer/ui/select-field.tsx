import { ChevronDown } from 'lucide-react';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame, type FieldTexts } from './field-frame.tsx';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
}

export interface SelectFieldProps<Value extends string> extends FieldTexts {
  value: Value;
  options: readonly SelectOption<Value>[];
  disabled?: boolean;
  /** In a toolbar: the label is for screen readers only. */
  bare?: boolean;
  onChange: (value: Value) => void;
}

/** One out of several; the system's own list opens. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  if (props.bare) return <Select {...props} control={{ 'aria-label': props.label }} />;
  const { label, hint, error, mark } = props;
  return (
    <FieldFrame label={label} hint={hint} error={error} mark={mark}>
      {(control) => <Select {...props} control={control} />}
    </FieldFrame>
  );
}

function Select<Value extends string>(props: SelectFieldProps<Value> & { control: { id?: string; 'aria-label'?: string } }) {
  const { value, options, disabled, bare, error, onChange, control } = props;
  const choose = (next: string) => {
    const option = options.find((known) => known.value === next);
    if (option) onChange(option.value);
  };
  return (
    <div className={classNames('relative', bare && 'w-fit')}>
      <select
        {...control}
        value={value}
        disabled={disabled}
        onChange={(event) => choose(event.target.value)}
        className={classNames(controlClass(error !== undefined), 'appearance-none pr-8', bare ? 'h-7' : 'h-8')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" size={14} className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-ink-muted" />
    </div>
  );
}
