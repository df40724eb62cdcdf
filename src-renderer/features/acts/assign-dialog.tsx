import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Person } from '../../../src-shared/schema/user.ts';
import { t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useStore } from '../../state/use-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

const SHOWN_MAXIMUM = 50;

export interface AssignDialogProps {
  taskUids: readonly string[];
  onChoose: (person: Person) => void;
  onClose: () => void;
}

/** Types a few letters, takes the first one with Enter. */
export function AssignDialog({ taskUids, onChoose, onClose }: AssignDialogProps) {
  const { data } = useConsole();
  const { people, user } = useStore(data.workspace);
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const found = findPeople([...people.values()], text, user.id);
  const active = Math.min(index, found.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const person = found[active];
    if (step !== 0) {
      event.preventDefault();
      setIndex(Math.max(0, Math.min(found.length - 1, active + step)));
    } else if (event.key === 'Enter' && person) {
      event.preventDefault();
      onChoose(person);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={tn('assign.title', taskUids.length)}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={field}
    >
      <div className="flex min-h-0 flex-col gap-2 px-5 pt-2 pb-4">
        <TextField
          ref={field}
          label={t('assign.person')}
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
        <div id={listId} role="listbox" aria-label={t('assign.people')} className="-mx-2 max-h-72 min-h-0 overflow-y-auto">
          {found.map((person, position) => (
            <PersonOption
              key={person.id}
              id={`${listId}-${person.id}`}
              person={person}
              isMe={person.id === user.id}
              active={position === active}
              onPoint={() => setIndex(position)}
              onChoose={() => onChoose(person)}
            />
          ))}
        </div>
        {found.length === 0 ? <p className="py-2 text-ink-muted">{t('assign.nobody', { text })}</p> : null}
      </div>
    </Dialog>
  );
}

interface PersonOptionProps {
  id: string;
  person: Person;
  isMe: boolean;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function PersonOption({ id, person, isMe, active, onPoint, onChoose }: PersonOptionProps) {
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
      <span className="truncate">{person.name}</span>
      {isMe ? <span className="text-small text-ink-muted">{t('person.you')}</span> : null}
    </div>
  );
}

/** Oneself first, then by name. */
function findPeople(people: readonly Person[], text: string, me: string): Person[] {
  const words = text.toLowerCase().split(/\s+/);
  return people
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .sort((a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name))
    .slice(0, SHOWN_MAXIMUM);
}
