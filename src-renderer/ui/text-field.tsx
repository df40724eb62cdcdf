import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Behind the label, for instance "optional". */
  mark?: string | undefined;
  /** A button inside of the field, at its end. */
  trailing?: ReactNode;
}

export function TextField({ label, hint, error, mark, trailing, className, ...rest }: TextFieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
        {mark ? <span className="ml-1.5 font-normal text-ink-faint">{mark}</span> : null}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? noteId : undefined}
          className={classNames(
            'h-8 w-full rounded-md border bg-surface px-2.5 text-body text-ink transition-colors duration-100 read-only:bg-canvas read-only:text-ink-muted disabled:opacity-60',
            error ? 'border-danger' : 'border-line-strong not-read-only:hover:border-ink-faint',
            trailing ? 'pr-9' : null,
            className,
          )}
          {...rest}
        />
        {trailing ? <div className="absolute inset-y-0 right-1 flex items-center">{trailing}</div> : null}
      </div>
      {note ? (
        <p id={noteId} className={classNames('text-small', error ? 'text-danger' : 'text-ink-faint')}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
