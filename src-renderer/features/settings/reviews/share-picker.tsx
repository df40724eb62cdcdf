import { REVIEW_ENDPOINTS, type ReviewSettings } from '../../../../src-shared/http/review-endpoints.ts';
import { notify } from '../../../commands/notify.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { SelectField } from '../../../ui/select-field.tsx';
import { changeFailureText } from '../shell/change-failure.tsx';

const SHARES = [0, 1, 2, 5, 10, 20, 25, 50, 100] as const;

/** What share of the completed tasks is drawn from now on. */
export function SharePicker({ percent, onSaved }: ReviewSettings & { onSaved: (settings: ReviewSettings) => void }) {
  const { server } = useConsole();
  const saving = useAction();
  const shares = [...new Set([...SHARES, percent])].sort((a, b) => a - b);
  const choose = async (chosen: string) => {
    const saved = await saving.run(async () => {
      const outcome = await server.call(REVIEW_ENDPOINTS['reviews.configure'], { body: { percent: Number(chosen) } });
      if (!outcome.ok) notify({ text: changeFailureText(outcome), tone: 'problem' });
      return outcome;
    });
    if (saved) onSaved(saved.value);
  };
  return (
    <SelectField
      bare
      label={t('reviews.share')}
      value={String(percent)}
      options={shares.map((share) => ({
        value: String(share),
        label: share === 0 ? t('reviews.share.none') : t('reviews.share.some', { percent: share }),
      }))}
      onChange={(chosen) => void choose(chosen)}
    />
  );
}
