import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import type { MiniAction, MiniState } from '../../../src-shared/ipc/desktop-contract.ts';
import { TASK_LIMITS } from '../../../src-shared/schema/task-limits.ts';
import { Button } from '../../ui/button.tsx';
import { controlClass } from '../../ui/field-frame.tsx';

export interface MiniQuestionProps {
  action: MiniAction;
  words: MiniState['words'];
  onAnswer: (answer: string) => void;
  onCancel: () => void;
}

/** What an action has to be told, in place of the buttons. */
export function MiniQuestion({ action, words, onAnswer, onCancel }: MiniQuestionProps) {
  const [answer, setAnswer] = useState('');
  const [isTried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const isMissing = isTried && answer.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (answer.trim() === '') setTried(true);
    else onAnswer(answer.trim());
  };
  return (
    <form onSubmit={submit} className="mt-auto flex gap-1.5">
      <input
        ref={field}
        aria-label={action.asks ?? action.label}
        placeholder={isMissing ? words.missing : (action.asks ?? undefined)}
        aria-invalid={isMissing || undefined}
        value={answer}
        maxLength={TASK_LIMITS.reasonCharacters}
        onChange={(event) => setAnswer(event.target.value)}
        className={`${controlClass(isMissing)} h-6 min-w-0 flex-1 text-small`}
      />
      <Button type="submit" size="small" variant="primary">
        {words.apply}
      </Button>
      <Button size="small" onClick={onCancel}>
        {words.cancel}
      </Button>
    </form>
  );
}
