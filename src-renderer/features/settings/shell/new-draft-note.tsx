import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';

export interface NewDraftNoteProps {
  text: string;
  /** What the button says. */
  action: string;
  onOpen: () => void;
}

/** Something new was begun here and is not saved: nobody has to guess that it is kept. */
export function NewDraftNote({ text, action, onOpen }: NewDraftNoteProps) {
  return (
    <Note
      tone="info"
      action={
        <Button size="small" onClick={onOpen}>
          {action}
        </Button>
      }
    >
      {text}
    </Note>
  );
}
