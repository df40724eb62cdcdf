import { useId } from 'react';
import { type FieldTexts, GroupFrame } from './field-frame.tsx';

export interface CheckFieldProps {
  label: string;
  hint?: string | undefined;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

/** Yes or no, with what yes means below. */
export function CheckField({ label, hint, checked, disabled, onChange }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-[3px] size-3.5 shrink-0 accent-(--accent) disabled:opacity-60"
      />
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <p id={`${id}-note`} className="text-small text-pretty text-ink-faint">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}

export interface ChoiceListProps<Value extends string> extends FieldTexts {
  values: readonly Value[];
  options: readonly { value: Value; label: string; hint?: string | undefined }[];
  onChange: (values: readonly Value[]) => void;
}

/** More short options than this stand in two columns. */
const MANY = 6;

/** Any of several. They keep the order of the options. */
export function ChoiceList<Value extends string>({ values, options, onChange, ...texts }: ChoiceListProps<Value>) {
  return (
    <GroupFrame {...texts}>
      <div className={options.length > MANY && options.every(({ hint }) => !hint) ? 'grid grid-cols-2 gap-1.5' : 'flex flex-col gap-1.5'}>
        {options.map(({ value, label, hint }) => (
          <CheckField
            key={value}
            label={label}
            hint={hint}
            checked={values.includes(value)}
            onChange={(checked) =>
              onChange(options.map((option) => option.value).filter((known) => (known === value ? checked : values.includes(known))))
            }
          />
        ))}
      </div>
    </GroupFrame>
  );
}
