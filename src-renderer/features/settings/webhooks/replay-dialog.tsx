import { type FormEvent, useState } from 'react';
import { HOOK_ENDPOINTS } from '../../../../src-shared/http/hook-endpoints.ts';
import type { Hook, ReplaySelection } from '../../../../src-shared/schema/hook.ts';
import { t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Note } from '../../../ui/note.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

const SELECTIONS = ['failed', 'all', 'missing'] as const satisfies readonly ReplaySelection[];

export interface ReplayDialogProps {
  hook: Hook;
  onReplayed: () => void;
  onClose: () => void;
}

/** Sends what was sent in a range of time again. */
export function ReplayDialog({ hook, onReplayed, onClose }: ReplayDialogProps) {
  const { server } = useConsole();
  const [since, setSince] = useState(() => localMinute(hook.failing_since ?? new Date(Date.now() - 86_400_000).toISOString()));
  const [until, setUntil] = useState('');
  const [only, setOnly] = useState<ReplaySelection>('failed');
  const [count, setCount] = useState<number | null>(null);
  const replaying = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (since === '') return;
    const body = { since: new Date(since).toISOString(), only, ...(until === '' ? {} : { until: new Date(until).toISOString() }) };
    setCount(null);
    const sent = await replaying.run(() => server.call(HOOK_ENDPOINTS['hooks.replay'], { parameters: { id: hook.id }, body }));
    if (!sent) return;
    setCount(sent.value.replayed);
    onReplayed();
  };
  return (
    <Dialog open onClose={onClose} title={t('replay.title')} description={t('replay.text')} closeLabel={t('app.close')} width="narrow">
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4 overflow-y-auto px-5 pt-3 pb-5">
        <SelectField
          label={t('replay.only')}
          hint={t(`replay.onlyHint.${only}`)}
          value={only}
          options={SELECTIONS.map((value) => ({ value, label: t(`replay.only.${value}`) }))}
          onChange={setOnly}
        />
        <TextField
          label={t('replay.since')}
          type="datetime-local"
          value={since}
          error={since === '' ? t('replay.sinceNeeded') : undefined}
          onChange={(event) => setSince(event.target.value)}
        />
        <TextField
          label={t('replay.until')}
          hint={t('replay.untilHint')}
          mark={t('form.optional')}
          type="datetime-local"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
        {count === null ? null : <Note tone="good">{tn('replay.done', count)}</Note>}
        <ChangeFailure failure={replaying.failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.close')}</Button>
          <Button type="submit" variant="primary" busy={replaying.busy}>
            {t('replay.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** As a field for local time takes it: `2026-11-21T14:32`. */
function localMinute(moment: string): string {
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
