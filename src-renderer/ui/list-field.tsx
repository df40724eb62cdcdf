import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame, type FieldTexts } from './field-frame.tsx';

export interface ListFieldProps extends FieldTexts {
  values: readonly string[];
  addLabel: string;
  /** Made into the name of each remove button. */
  removeLabel: (value: string) => string;
  placeholder?: string;
  onChange: (values: string[]) => void;
}

/** Short texts. Enter or a comma adds, Backspace in the empty field takes the last one back. */
export function ListField({ values, addLabel, removeLabel, placeholder, onChange, ...texts }: ListFieldProps) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const add = () => {
    const added = text.split(',').map((part) => part.trim());
    onChange([...new Set([...values, ...added.filter((part) => part !== '')])]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ',') && text.trim() !== '' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text === '' && values.length > 0) {
      onChange(values.slice(0, -1));
    }
  };
  return (
    <FieldFrame {...texts}>
      {(control) => (
        <div className="flex flex-col gap-1.5">
          {values.length > 0 ? (
            <ul className="flex flex-wrap gap-1">
              {values.map((value) => (
                <li
                  key={value}
                  className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-canvas pr-0.5 pl-2 text-small"
                >
                  <span className="truncate">{value}</span>
                  <button
                    type="button"
                    aria-label={removeLabel(value)}
                    onClick={() => onChange(values.filter((known) => known !== value))}
                    className="flex size-5 items-center justify-center rounded-sm text-ink-muted hover:bg-hover hover:text-ink"
                  >
                    <X aria-hidden="true" size={12} />
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <div className="flex gap-2">
            <input
              {...control}
              ref={input}
              value={text}
              placeholder={placeholder}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
              onKeyDown={onKeyDown}
              onBlur={() => {
                // What was typed and not added is meant all the same.
                if (text.trim() !== '') add();
              }}
              className={classNames(controlClass(texts.error !== undefined), 'h-8 min-w-0 flex-1')}
            />
            <Button icon={Plus} onClick={add} disabled={text.trim() === ''} className="h-8">
              {addLabel}
            </Button>
          </div>
        </div>
      )}
    </FieldFrame>
  );
}
