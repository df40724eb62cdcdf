import { type FormEvent, useRef, useState } from 'react';
import { TASK_LIMITS } from '../../../src-shared/schema/task-limits.ts';
import { t, tn } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface SkipDialogProps {
  count: number;
  onChoose: (reason: string) => void;
  onClose: () => void;
}

/** A skipped task says why: the next person, and the manager, read it. */
export function SkipDialog({ count, onChoose, onClose }: SkipDialogProps) {
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') setTried(true);
    else onChoose(reason.trim());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={tn('skip.title', count)}
      description={t('skip.text')}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={field}
    >
      <form onSubmit={submit} className="flex flex-col gap-4 overflow-y-auto px-5 pt-3 pb-5">
        <TextField
          ref={field}
          label={t('skip.reason')}
          value={reason}
          maxLength={TASK_LIMITS.reasonCharacters}
          error={isTried && reason.trim() === '' ? t('skip.missing') : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('act.skip')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
