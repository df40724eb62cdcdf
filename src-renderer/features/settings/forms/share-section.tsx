import { ExternalLink } from 'lucide-react';
import { useMemo, useState } from 'react';
import { controlName } from '../../../../src-shared/form/entries.ts';
import { type FormField, pathText } from '../../../../src-shared/form/form-fields.ts';
import { readForm } from '../../../../src-shared/form/read-form.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { AnswerField } from '../../../ui/answer-form/answer-field.tsx';
import { answerTexts } from '../../../ui/answer-form/answer-texts.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Section } from '../../../ui/section.tsx';
import { copyTexts } from '../shell/copy-texts.ts';

/** Where the form is, and a link that fills in part of it. */
export function ShareSection({ form }: { form: Form }) {
  const { bridge } = useConsole();
  const read = useMemo(() => readForm(form), [form]);
  const [filled, setFilled] = useState<Readonly<Record<string, readonly string[]>>>({});
  const offered = read.ok ? read.form.fields.filter(({ path }) => read.form.prefill.has(pathText(path))) : [];
  const link = linkOf(form.url, offered, filled);
  return (
    <Section level={2} title={t('forms.share')} text={t(form.public ? 'forms.share.public' : 'forms.share.signedIn')}>
      {offered.length > 0 ? (
        <div className="flex flex-col gap-4 rounded-md border border-line p-4">
          <p className="text-small text-pretty text-ink-muted">{t('forms.share.prefill')}</p>
          {offered.map((field) => {
            const path = pathText(field.path);
            return (
              <AnswerField
                key={controlName(field.path)}
                field={{ ...field, required: false }}
                entries={filled[path] ?? []}
                error={undefined}
                texts={answerTexts()}
                onChange={(entries) => setFilled((before) => ({ ...before, [path]: entries }))}
              />
            );
          })}
        </div>
      ) : null}
      <CodeBlock code={link} name={t('forms.share.link')} copy={copyTexts()} />
      <Button icon={ExternalLink} onClick={() => void bridge.call('shell.openExternal', { url: link })} className="w-fit">
        {t('forms.share.open')}
      </Button>
    </Section>
  );
}

/** As the page reads it: texts by path, `true` for a tick, each choice on its own. */
function linkOf(url: string, fields: readonly FormField[], filled: Readonly<Record<string, readonly string[]>>): string {
  const query = new URLSearchParams();
  for (const field of fields) {
    const path = pathText(field.path);
    for (const entry of filled[path] ?? []) {
      if (entry !== '') query.append(path, field.kind === 'ticked' ? 'true' : entry);
    }
  }
  return query.size === 0 ? url : `${url}?${query}`;
}
