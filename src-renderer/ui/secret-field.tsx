import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { controlClass, FieldFrame, type FieldTexts } from './field-frame.tsx';
import { IconButton } from './icon-button.tsx';

export interface SecretFieldProps extends FieldTexts {
  value: string;
  /** The server has one, which it never shows: it stays unless another is entered. */
  isStored?: boolean;
  texts: { stored: string; replace: string; keep: string; show: string; hide: string };
  /** Undefined: keep what is stored. */
  onChange: (value: string | undefined) => void;
}

/** Written, never read back: masked while it is typed, and "stored" afterwards. */
export function SecretField({ value, isStored = false, texts, onChange, ...frame }: SecretFieldProps) {
  const [replacing, setReplacing] = useState(false);
  const [shown, setShown] = useState(false);
  if (isStored && !replacing) {
    return (
      <FieldFrame {...frame}>
        {(control) => (
          <div className="flex items-center gap-2">
            <input {...control} readOnly value={texts.stored} className={classNames(controlClass(false), 'h-8 flex-1 text-ink-muted')} />
            <Button onClick={() => setReplacing(true)} className="h-8">
              {texts.replace}
            </Button>
          </div>
        )}
      </FieldFrame>
    );
  }
  const keep = () => {
    setReplacing(false);
    onChange(undefined);
  };
  return (
    <FieldFrame {...frame}>
      {(control) => (
        <div className="flex items-center gap-2">
          <div className="relative min-w-0 flex-1">
            <input
              {...control}
              type={shown ? 'text' : 'password'}
              value={value}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange(event.target.value)}
              className={classNames(controlClass(frame.error !== undefined), 'h-8 pr-9 font-mono')}
            />
            <div className="absolute inset-y-0 right-1 flex items-center">
              <IconButton
                icon={shown ? EyeOff : Eye}
                label={shown ? texts.hide : texts.show}
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
              />
            </div>
          </div>
          {isStored ? (
            <Button variant="quiet" onClick={keep} className="h-8">
              {texts.keep}
            </Button>
          ) : null}
        </div>
      )}
    </FieldFrame>
  );
}
