import { Search } from 'lucide-react';
import { classNames } from './class-names.ts';
import { controlClass } from './field-frame.tsx';

export interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  className?: string;
}

/** Narrows what is below while somebody types. Esc empties it. */
export function SearchField({ label, value, onChange, className }: SearchFieldProps) {
  return (
    <div className={classNames('relative w-64 max-w-full', className)}>
      <Search aria-hidden="true" size={14} className="pointer-events-none absolute inset-y-0 left-2 my-auto text-ink-faint" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          onChange('');
        }}
        className={classNames(controlClass(false), 'h-7 pl-7')}
      />
    </div>
  );
}
