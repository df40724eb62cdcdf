import { Copy } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { copyText } from '../../commands/task-commands.ts';
import { t } from '../../i18n/translate.ts';
import { classNames } from '../../ui/class-names.ts';
import { fieldOrder, fieldText } from './field-text.ts';

/** All that the task carries. One tab stop; arrows move; `c` copies what the keyboard is on. */
export function FieldList({ fields }: { fields: JsonObject }) {
  const names = fieldOrder(fields);
  const [currentName, setCurrentName] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const tabName = currentName !== null && names.includes(currentName) ? currentName : names[0];
  if (names.length === 0) return <p className="text-ink-faint">{t('task.noFields')}</p>;

  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || tabName === undefined) return;
    // Arrows would move the list of tasks otherwise.
    event.preventDefault();
    const rows = [...(list.current?.children ?? [])];
    const next = rows[Math.max(0, Math.min(rows.length - 1, names.indexOf(tabName) + step))];
    if (next instanceof HTMLElement) next.focus();
  };

  return (
    <ul ref={list} onKeyDown={move} className="-mx-2 flex flex-col">
      {names.map((name) => (
        <FieldRow key={name} name={name} value={fields[name] ?? null} tabStop={name === tabName} onFocus={() => setCurrentName(name)} />
      ))}
    </ul>
  );
}

function FieldRow({ name, value, tabStop, onFocus }: { name: string; value: JsonValue; tabStop: boolean; onFocus: () => void }) {
  const text = fieldText(value);
  const structured = typeof value === 'object' && value !== null && text.includes('\n');
  return (
    <li
      tabIndex={tabStop ? 0 : -1}
      data-field-name={name}
      onFocus={onFocus}
      className="group/field relative grid grid-cols-[minmax(72px,32%)_1fr] gap-3 rounded-md px-2 py-1 hover:bg-hover focus-visible:-outline-offset-2"
    >
      <span title={name} className="truncate text-ink-faint">
        {name}
      </span>
      <span
        className={classNames(
          'min-w-0 break-words whitespace-pre-wrap select-text [overflow-wrap:anywhere]',
          'line-clamp-4 group-focus-within/field:line-clamp-none group-focus/field:line-clamp-none',
          structured && 'font-mono text-small',
          text === '' && 'text-ink-faint',
        )}
      >
        {text === '' ? t('list.emptyValue') : text}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('task.copyValue', { name })}
        onClick={() => void copyText(name, text)}
        className="absolute top-0.5 right-1 flex size-6 items-center justify-center rounded-md border border-line bg-raised text-ink-muted opacity-0 group-focus-within/field:opacity-100 group-hover/field:opacity-100 hover:text-ink"
      >
        <Copy aria-hidden="true" size={13} />
      </button>
    </li>
  );
}
