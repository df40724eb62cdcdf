import { type FormEvent, useState } from 'react';
import { FORM_ENDPOINTS } from '../../../../src-shared/http/form-endpoints.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { notify } from '../../../commands/notify.ts';
import { t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

const DAY_MS = 24 * 3_600_000;
const AGES = ['365', '90', '30', '0'] as const;

export interface ForgetSubmissionsProps {
  form: Form;
  onForgotten: () => void;
  onClose: () => void;
}

/** Takes who sent what off the list for good, from some age on. The tasks stay. */
export function ForgetSubmissions({ form, onForgotten, onClose }: ForgetSubmissionsProps) {
  const { server } = useConsole();
  const [age, setAge] = useState<(typeof AGES)[number]>('365');
  const forgetting = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { before: new Date(Date.now() - Number(age) * DAY_MS).toISOString() };
    let count = 0;
    for (let isFinished = false; !isFinished; ) {
      const part = await forgetting.run(() =>
        server.call(FORM_ENDPOINTS['forms.forgetSubmissions'], { parameters: { id: form.id }, body }),
      );
      if (!part) return;
      count += part.value.forgotten;
      isFinished = !part.value.has_more;
    }
    notify({ text: tn('submissions.forgotten', count) });
    onForgotten();
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('submissions.forget')} closeLabel={t('app.close')} width="narrow">
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5">
        <p className="text-pretty">{t('submissions.forgetText')}</p>
        <SelectField
          label={t('submissions.age')}
          value={age}
          options={AGES.map((value) => ({ value, label: t(`submissions.age.${value}`) }))}
          onChange={setAge}
        />
        <ChangeFailure failure={forgetting.failure} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="danger" busy={forgetting.busy}>
            {t('submissions.forgetNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
