import { Download } from 'lucide-react';
import { FORM_ENDPOINTS, type SubmissionQuery } from '../../../../src-shared/http/form-endpoints.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { notify } from '../../../commands/notify.ts';
import { t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { changeFailureText } from '../shell/change-failure.tsx';
import { objectOf } from './field-draft.ts';
import { readSubmissionLines, submissionCsv } from './submission-csv.ts';

/** Everything that matches, oldest first, as a file for spreadsheets. */
export function SubmissionExport({ form, query }: { form: Form; query: SubmissionQuery }) {
  const { server } = useConsole();
  const exporting = useAction();
  const save = async () => {
    const answer = await exporting.run(async () => {
      const request = { parameters: { id: form.id }, query: { ...query, format: 'ndjson' } } as const;
      const outcome = await server.download(FORM_ENDPOINTS['forms.submissions'], request);
      if (!outcome.ok) notify({ text: changeFailureText(outcome), tone: 'problem' });
      return outcome;
    });
    if (!answer) return;
    const submissions = readSubmissionLines(answer.value);
    const fields = Object.keys(objectOf(form.schema.properties) ?? {});
    const name = `docket-${form.slug}-${new Date().toISOString().slice(0, 10)}.csv`;
    saveFile({ name, type: 'text/csv', text: submissionCsv(submissions, fields) });
    notify({ text: tn('submissions.exported', submissions.length) });
  };
  return (
    <Button icon={Download} busy={exporting.busy} onClick={() => void save()}>
      {t('submissions.export')}
    </Button>
  );
}
