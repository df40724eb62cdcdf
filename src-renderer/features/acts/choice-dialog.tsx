import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { t } from '../../i18n/translate.ts';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

const SHOWN_MAXIMUM = 50;

export interface Choice {
  id: string;
  name: string;
  /** Said behind the name. */
  note?: string;
}

export interface ChoiceDialogProps {
  title: string;
  /** What is asked. */
  label: string;
  listLabel: string;
  /** In their order. */
  choices: readonly Choice[];
  noneText: (text: string) => string;
  onChoose: (id: string) => void;
  onClose: () => void;
}

/** Types a few letters, takes the first one with Enter. */
export function ChoiceDialog({ title, label, listLabel, choices, noneText, onChoose, onClose }: ChoiceDialogProps) {
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const found = findChoices(choices, text);
  const active = Math.min(index, found.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const choice = found[active];
    if (step !== 0) {
      event.preventDefault();
      setIndex(Math.max(0, Math.min(found.length - 1, active + step)));
    } else if (event.key === 'Enter' && choice) {
      event.preventDefault();
      onChoose(choice.id);
    }
  };

  return (
    <Dialog open onClose={onClose} title={title} closeLabel={t('app.close')} width="narrow" initialFocus={field}>
      <div className="flex min-h-0 flex-col gap-2 px-5 pt-2 pb-4">
        <TextField
          ref={field}
          label={label}
          value={text}
          role="combobox"
          aria-expanded={true}
          aria-controls={listId}
          aria-activedescendant={found[active] ? `${listId}-${found[active].id}` : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={listId} role="listbox" aria-label={listLabel} className="-mx-2 max-h-72 min-h-0 overflow-y-auto">
          {found.map((choice, position) => (
            <ChoiceOption
              key={choice.id}
              id={`${listId}-${choice.id}`}
              choice={choice}
              active={position === active}
              onPoint={() => setIndex(position)}
              onChoose={() => onChoose(choice.id)}
            />
          ))}
        </div>
        {found.length === 0 ? <p className="py-2 text-ink-muted">{noneText(text)}</p> : null}
      </div>
    </Dialog>
  );
}

interface ChoiceOptionProps {
  id: string;
  choice: Choice;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function ChoiceOption({ id, choice, active, onPoint, onChoose }: ChoiceOptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onMouseMove={onPoint}
      onMouseDown={(event) => {
        event.preventDefault();
        onChoose();
      }}
      className={classNames('flex h-8 items-center gap-2 rounded-md px-2', active && 'bg-selected')}
    >
      <span className="truncate">{choice.name}</span>
      {choice.note === undefined ? null : <span className="shrink-0 text-small text-ink-muted">{choice.note}</span>}
    </div>
  );
}

function findChoices(choices: readonly Choice[], text: string): readonly Choice[] {
  const words = text.toLowerCase().split(/\s+/);
  return choices.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word))).slice(0, SHOWN_MAXIMUM);
}
