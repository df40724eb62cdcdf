import { CopyButton, type CopyButtonProps } from './copy-button.tsx';

export interface CodeBlockProps {
  code: string;
  name: string;
  /** What is longer scrolls. */
  maxRows?: number;
  copy?: Omit<CopyButtonProps, 'text' | 'size' | 'className'>;
}

/** Text of a program or message, to be read and copied. */
export function CodeBlock({ code, name, maxRows = 18, copy }: CodeBlockProps) {
  return (
    <div className="overflow-hidden rounded-md border border-line bg-canvas">
      {copy ? (
        <div className="flex justify-end border-b border-line p-1">
          <CopyButton text={code} size="small" variant="quiet" {...copy} />
        </div>
      ) : null}
      <textarea
        readOnly
        aria-label={name}
        value={code}
        rows={Math.min(maxRows, code.split('\n').length + 1)}
        wrap="off"
        spellCheck={false}
        className="block w-full resize-none px-3 py-2 font-mono text-small focus-visible:-outline-offset-2"
      />
    </div>
  );
}
