import { type FormEvent, useState } from 'react';
import { SERVER_ENDPOINTS } from '../../../../src-shared/http/server-endpoints.ts';
import { DONE_RETENTION_DAYS_MAXIMUM } from '../../../../src-shared/http/server-settings.ts';
import { notify } from '../../../commands/notify.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

/** For how long done tasks are kept. To keep them for less is asked about: it deletes. */
export function RetentionForm({ days, onSaved }: { days: number; onSaved: () => void }) {
  const { server } = useConsole();
  const [text, setText] = useState(days === 0 ? '' : String(days));
  const [isAsking, setAsking] = useState(false);
  const saving = useAction();
  const wanted = text.trim() === '' ? 0 : Number(text);
  const isWrong = !Number.isInteger(wanted) || wanted < 0 || wanted > DONE_RETENTION_DAYS_MAXIMUM;
  const save = async () => {
    const body = { done_retention_days: wanted };
    const saved = await saving.run(() => server.call(SERVER_ENDPOINTS['server.change'], { body }));
    if (!saved) return;
    setAsking(false);
    notify({ text: t('server.retention.saved') });
    onSaved();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWrong || wanted === days) return;
    if (wanted !== 0 && (days === 0 || wanted < days)) setAsking(true);
    else void save();
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t('server.retention')}
            hint={t('server.retention.hint')}
            error={isWrong ? t('server.retention.wrong') : undefined}
            inputMode="numeric"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Button type="submit" busy={saving.busy} disabled={isWrong || wanted === days} className="mt-6 h-8">
          {t('form.save')}
        </Button>
      </div>
      {isAsking ? null : <ChangeFailure failure={saving.failure} />}
      {isAsking ? (
        <ConfirmDialog
          title={t('server.retention.ask')}
          consequence={t('server.retention.consequence', { days: wanted })}
          action={t('server.retention.confirm')}
          cancelLabel={t('app.cancel')}
          closeLabel={t('app.close')}
          busy={saving.busy}
          failure={<ChangeFailure failure={saving.failure} />}
          onConfirm={() => void save()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </form>
  );
}
