import { useEffect, useRef } from 'react';
import { CopyButton, type CopyButtonProps } from './copy-button.tsx';
import { Note } from './note.tsx';

export interface SecretOnceProps extends Omit<CopyButtonProps, 'text'> {
  /** What it is, and that it will not be shown again. */
  title: string;
  text: string;
  name: string;
  secret: string;
}

/** Something that is shown this once: a key, a link, a signing secret. Takes the focus, selected for copying. */
export function SecretOnce({ title, text, name, secret, ...copy }: SecretOnceProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A dialog that has just closed gives the focus back first.
    const frame = requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.select();
      field.current?.scrollTo({ left: 0 });
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <Note tone="warning" title={title}>
      <p>{text}</p>
      <div className="mt-2 flex gap-2">
        <input
          ref={field}
          readOnly
          aria-label={name}
          value={secret}
          data-secret
          onFocus={(event) => event.currentTarget.select()}
          className="h-7 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 font-mono text-small"
        />
        <CopyButton text={secret} {...copy} />
      </div>
    </Note>
  );
}
