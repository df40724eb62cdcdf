import { t } from '../../../i18n/translate.ts';
import { Section } from '../../../ui/section.tsx';
import { TextAreaField } from '../../../ui/text-area-field.tsx';
import { type FormDraft, isReadable, readRest } from './form-draft.ts';

/** What a form's schema says besides its fields: the builder has no controls for it, so it is shown as it is written. */
export function FormRest({ draft, onChange }: { draft: FormDraft; onChange: (part: Partial<FormDraft>) => void }) {
  const { rest, restSource } = draft;
  if (Object.keys(rest).length === 0 && restSource === undefined) return null;
  const write = (text: string) => {
    const read = readRest(text);
    onChange({ restSource: text, ...(read ? { rest: read } : {}) });
  };
  return (
    <Section level={2} title={t('forms.rest')} text={t('forms.rest.text', { keywords: Object.keys(rest).join(', ') })}>
      <TextAreaField
        label={t('forms.field.source')}
        value={restSource ?? JSON.stringify(rest, null, 2)}
        rows={6}
        spellCheck={false}
        className="font-mono"
        error={isReadable(draft) ? undefined : t('forms.problem.rest')}
        onChange={write}
      />
    </Section>
  );
}
