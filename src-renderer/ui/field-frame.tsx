import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface FieldTexts {
  label: string;
  /** What to enter, and where to find it. */
  hint?: string | undefined;
  error?: string | undefined;
  /** Behind the label, for instance "optional". */
  mark?: string | undefined;
}

/** What the control inside of a frame carries. */
export interface ControlProps {
  id: string;
  'aria-invalid'?: true;
  'aria-describedby'?: string;
}

/** The look of all controls with text in them. */
export function controlClass(hasError: boolean): string {
  return classNames(
    'w-full rounded-md border bg-surface px-2.5 text-body text-ink transition-colors duration-100 [&[readonly]]:bg-canvas disabled:opacity-60',
    hasError ? 'border-danger' : 'border-line-strong hover:border-ink-faint',
  );
}

/** Label above, help or error below. */
export function FieldFrame({ label, hint, error, mark, children }: FieldTexts & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
        {mark ? <span className="ml-1.5 font-normal text-ink-faint">{mark}</span> : null}
      </label>
      {children({ id, ...(error ? { 'aria-invalid': true } : {}), ...(note ? { 'aria-describedby': noteId } : {}) })}
      {note ? <FieldNote id={noteId} text={note} isError={error !== undefined} /> : null}
    </div>
  );
}

/** The same for several controls that belong together. */
export function GroupFrame({ label, hint, error, mark, children }: FieldTexts & { children: ReactNode }) {
  const noteId = useId();
  const note = error ?? hint;
  return (
    <fieldset {...(note ? { 'aria-describedby': noteId } : {})} className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium">
        {label}
        {mark ? <span className="ml-1.5 font-normal text-ink-faint">{mark}</span> : null}
      </legend>
      {children}
      {note ? <FieldNote id={noteId} text={note} isError={error !== undefined} /> : null}
    </fieldset>
  );
}

function FieldNote({ id, text, isError }: { id: string; text: string; isError: boolean }) {
  return (
    <p id={id} className={classNames('text-small text-pretty', isError ? 'text-danger' : 'text-ink-faint')}>
      {text}
    </p>
  );
}
