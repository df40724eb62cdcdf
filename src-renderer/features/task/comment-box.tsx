import { type KeyboardEvent, type RefObject, useState } from 'react';
import { TASK_LIMITS } from '../../../src-shared/schema/task-limits.ts';
import { keyLabels } from '../../commands/key-binding.ts';
import { sendComment } from '../../commands/send-comment.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { keepCommentDraft, useInterface } from '../../state/interface-state.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';

export interface CommentBoxProps {
  taskUid: string;
  input: RefObject<HTMLTextAreaElement | null>;
  onLeave: () => void;
}

const SEND_KEYS = '$mod+Enter';

/** A comment is kept as a draft with its task until it is sent, wherever the operator goes meanwhile. */
export function CommentBox({ taskUid, input, onLeave }: CommentBoxProps) {
  const { data } = useConsole();
  const draft = useInterface((state) => state.commentDrafts[taskUid] ?? '');
  const [busy, setBusy] = useState(false);
  const text = draft.trim();

  const send = async () => {
    if (text === '' || busy) return;
    setBusy(true);
    try {
      await sendComment(data, taskUid);
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onLeave();
    }
  };

  return (
    <div className="mt-3 rounded-md border border-line-strong bg-surface focus-within:border-accent-ink">
      <textarea
        ref={input}
        rows={2}
        value={draft}
        maxLength={TASK_LIMITS.commentCharacters}
        aria-label={t('task.comment')}
        placeholder={t('task.commentPlaceholder')}
        onChange={(event) => keepCommentDraft(taskUid, event.target.value)}
        onKeyDown={onKeyDown}
        className="block field-sizing-content max-h-48 w-full resize-none bg-transparent px-2.5 py-2 outline-none"
      />
      <div className="flex justify-end p-1.5 pt-0">
        <Button
          size="small"
          disabled={text === ''}
          busy={busy}
          onClick={() => void send()}
          trailing={<Kbd presses={keyLabels(SEND_KEYS)} />}
        >
          {t('task.commentSend')}
        </Button>
      </div>
    </div>
  );
}
