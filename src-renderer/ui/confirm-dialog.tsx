import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './text-field.tsx';

export interface ConfirmDialogProps {
  title: string;
  /** What will happen, to whom, and whether it can be undone. */
  consequence: string;
  /** Has to be typed first: for what cannot be undone. */
  typed?: { label: string; word: string };
  action: string;
  cancelLabel: string;
  closeLabel: string;
  busy: boolean;
  /** Why the last try failed. */
  failure?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what cannot be undone. Drawn only while it is open. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, consequence, typed, action, cancelLabel, closeLabel, busy, failure, onConfirm, onClose } = props;
  const [word, setWord] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && (!typed || word.trim() === typed.word)) onConfirm();
  };
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={closeLabel} width="narrow" initialFocus={typed ? field : cancel}>
      <form onSubmit={submit} className="flex flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5">
        <p className="text-pretty">{consequence}</p>
        {typed ? (
          <TextField
            ref={field}
            label={typed.label}
            value={word}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setWord(event.target.value)}
          />
        ) : null}
        {failure}
        <div className="flex justify-end gap-2">
          <Button ref={cancel} onClick={onClose}>
            {cancelLabel}
          </Button>
          <Button type="submit" variant="danger" busy={busy} disabled={typed !== undefined && word.trim() !== typed.word}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
