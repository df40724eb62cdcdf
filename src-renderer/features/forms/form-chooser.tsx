import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import type { Form } from '../../../src-shared/schema/form.ts';
import { t } from '../../i18n/translate.ts';
import { Note } from '../../ui/note.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface FormChooserProps {
  forms: readonly Form[];
  first: RefObject<HTMLElement | null>;
  /** Why a form has to be chosen again. */
  note: string | null;
  onChoose: (form: Form) => void;
}

/** With more forms than this a field finds them. */
const MANY = 7;

/** Which form; arrows move, Enter takes one. */
export function FormChooser({ forms, first, note, onChoose }: FormChooserProps) {
  const [text, setText] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const isSearched = forms.length > MANY;
  const words = text.toLowerCase().split(/\s+/);
  const found = forms.filter(({ title, description }) => words.every((word) => `${title} ${description}`.toLowerCase().includes(word)));

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const place = items.findIndex((item) => item.matches(':focus'));
    items[Math.max(0, Math.min(items.length - 1, place + step))]?.focus();
  };
  const setFirst = (element: HTMLElement | null) => {
    first.current = element;
  };

  return (
    <section aria-label={t('newTask.forms')} onKeyDown={onKeyDown} className="flex min-h-0 flex-col gap-3 px-5 pt-2 pb-5">
      {note ? <Note tone="warning">{note}</Note> : null}
      {isSearched ? (
        <TextField
          ref={setFirst}
          label={t('newTask.find')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const [only] = found;
            if (event.key === 'Enter' && only) onChoose(only);
          }}
        />
      ) : (
        <p className="text-ink-muted">{t('newTask.choose')}</p>
      )}
      <ul ref={list} className="flex min-h-0 flex-col gap-1 overflow-y-auto">
        {found.map((form, index) => (
          <li key={form.id}>
            <button
              type="button"
              ref={index === 0 && !isSearched ? setFirst : null}
              onClick={() => onChoose(form)}
              className="flex w-full items-center gap-3 rounded-md border border-line px-3 py-2 text-left transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2 active:bg-selected-idle"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{form.title}</span>
                {form.description === '' ? null : <span className="block truncate text-ink-muted">{form.description}</span>}
              </span>
              <ChevronRight aria-hidden="true" size={14} className="shrink-0 text-ink-faint" />
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="text-ink-muted">{t('newTask.noneFound', { text })}</p> : null}
    </section>
  );
}
