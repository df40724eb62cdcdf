import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame, type FieldTexts } from './field-frame.tsx';

export interface TextAreaFieldProps extends FieldTexts, Omit<ComponentProps<'textarea'>, 'id' | 'onChange' | 'value'> {
  value: string;
  onChange: (value: string) => void;
}

export function TextAreaField({ label, hint, error, mark, onChange, className, rows = 4, ...rest }: TextAreaFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} mark={mark}>
      {(control) => (
        <textarea
          {...control}
          rows={rows}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(controlClass(error !== undefined), 'resize-y py-1.5', className)}
          {...rest}
        />
      )}
    </FieldFrame>
  );
}
