import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { controlClass, type FieldTexts, GroupFrame } from './field-frame.tsx';
import { IconButton } from './icon-button.tsx';

export interface MapFieldProps extends FieldTexts {
  /** In the order in which they are shown; names may be empty or alike while somebody types. */
  entries: readonly (readonly [name: string, value: string])[];
  nameLabel: string;
  valueLabel: string;
  addLabel: string;
  removeLabel: (name: string) => string;
  onChange: (entries: readonly (readonly [name: string, value: string])[]) => void;
}

/** Names with a value each. */
export function MapField({ entries, nameLabel, valueLabel, addLabel, removeLabel, onChange, ...texts }: MapFieldProps) {
  const group = useRef<HTMLDivElement>(null);
  const change = (index: number, entry: readonly [string, string]) => onChange(entries.map((known, at) => (at === index ? entry : known)));
  const add = () => {
    onChange([...entries, ['', '']]);
    requestAnimationFrame(() => [...(group.current?.querySelectorAll<HTMLInputElement>('[data-name]') ?? [])].at(-1)?.focus());
  };
  return (
    <GroupFrame {...texts}>
      <div ref={group} className="flex flex-col gap-1.5">
        {entries.map(([name, value], index) => (
          // Entries have no identity but their place.
          <div key={`entry-${index.toString()}`} className="flex items-center gap-1.5">
            <input
              data-name
              aria-label={nameLabel}
              value={name}
              spellCheck={false}
              onChange={(event) => change(index, [event.target.value, value])}
              className={classNames(controlClass(false), 'h-8 min-w-0 flex-1')}
            />
            <span aria-hidden="true" className="text-ink-faint">
              →
            </span>
            <input
              aria-label={`${valueLabel}: ${name}`}
              value={value}
              spellCheck={false}
              onChange={(event) => change(index, [name, event.target.value])}
              className={classNames(controlClass(false), 'h-8 min-w-0 flex-1')}
            />
            <IconButton icon={X} label={removeLabel(name)} onClick={() => onChange(entries.filter((_entry, at) => at !== index))} />
          </div>
        ))}
        <Button size="small" icon={Plus} onClick={add} className="w-fit">
          {addLabel}
        </Button>
      </div>
    </GroupFrame>
  );
}
