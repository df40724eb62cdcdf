import { Inbox, ListX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { FORM_ENDPOINTS, type SubmissionQuery } from '../../../../src-shared/http/form-endpoints.ts';
import type { Form } from '../../../../src-shared/schema/form.ts';
import { type FormSubmission, SUBMISSION_STATES } from '../../../../src-shared/schema/form-submission.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { Button } from '../../../ui/button.tsx';
import type { DataColumn } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SplitView } from '../../../ui/split-view.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { PagedTable } from '../shell/paged-table.tsx';
import { ANY_TIME, momentsOf } from '../shell/time-span.ts';
import { TimeSpanField } from '../shell/time-span-field.tsx';
import { type LoadPage, usePageList } from '../shell/use-page-list.ts';
import { ForgetSubmissions } from './forget-submissions.tsx';
import { SubmissionDetail } from './submission-detail.tsx';
import { SubmissionExport } from './submission-export.tsx';
import { submissionProblems } from './submission-problems.ts';
import { SubmissionState, senderName } from './submission-state.tsx';

const STATES = ['all', ...SUBMISSION_STATES] as const;
type StateFilter = (typeof STATES)[number];

/** What was sent with a form, and what came of it. */
export function SubmissionLog({ form }: { form: Form }) {
  const { server } = useConsole();
  const [span, setSpan] = useState(ANY_TIME);
  const [state, setState] = useState<StateFilter>('all');
  const [openId, setOpenId] = useState<string | null>(null);
  const [isForgetting, setForgetting] = useState(false);
  const query = useMemo<SubmissionQuery>(() => ({ ...momentsOf(span, Date.now()), ...(state === 'all' ? {} : { state }) }), [span, state]);
  const { id } = form;
  const load: LoadPage<FormSubmission> = useCallback(
    (cursor, signal) => {
      const request = { parameters: { id }, query: { ...query, ...(cursor === undefined ? {} : { cursor }) }, signal };
      return server.call(FORM_ENDPOINTS['forms.submissions'], request);
    },
    [server, id, query],
  );
  const submissions = usePageList(load);
  const opened = submissions.value?.find((submission) => submission.id === openId);
  const isFiltered = span.span !== 'any' || state !== 'all';
  return (
    <SplitView
      flush
      detail={opened ? <SubmissionDetail key={opened.id} form={form} submission={opened} onClose={() => setOpenId(null)} /> : null}
    >
      <div className="flex flex-wrap items-center gap-2 px-6 py-2.5 max-medium:px-4">
        <TimeSpanField value={span} onChange={setSpan} />
        <SelectField
          bare
          label={t('submissions.filter')}
          value={state}
          options={STATES.map((value) => ({ value, label: t(`submissions.filter.${value}`) }))}
          onChange={setState}
        />
        <span className="flex-1" />
        <Button busy={submissions.busy} onClick={submissions.reload}>
          {t('settings.refresh')}
        </Button>
        <SubmissionExport form={form} query={query} />
        <Button onClick={() => setForgetting(true)}>{t('submissions.forget')}</Button>
      </div>
      <PagedTable
        list={submissions}
        label={t('submissions.table')}
        columns={columns(form)}
        openKey={openId}
        onOpen={({ id }) => setOpenId(id)}
        empty={
          <EmptyState
            icon={isFiltered ? ListX : Inbox}
            title={t(isFiltered ? 'submissions.noneMatch.title' : 'submissions.empty.title')}
            text={t(isFiltered ? 'audit.noneMatch.text' : 'submissions.empty.text')}
          />
        }
      />
      {isForgetting ? <ForgetSubmissions form={form} onForgotten={submissions.reload} onClose={() => setForgetting(false)} /> : null}
    </SplitView>
  );
}

function columns(form: Form): readonly DataColumn<FormSubmission>[] {
  return [
    { id: 'at', header: t('submissions.at'), width: 'w-32', cell: ({ at }) => <MomentText at={at} /> },
    { id: 'sender', header: t('submissions.sender'), width: 'w-44', importance: 'second', cell: (row) => senderName(row) },
    {
      id: 'task',
      header: t('submissions.task'),
      cell: (row) => row.title ?? row.task_uid ?? <span className="text-ink-muted">{submissionProblems(form, row)[0]}</span>,
    },
    {
      id: 'reference',
      header: t('submissions.reference'),
      width: 'w-44',
      importance: 'third',
      cell: ({ task_uid: uid }) => <span className="font-mono text-small text-ink-muted">{uid}</span>,
    },
    { id: 'state', header: t('submissions.state'), width: 'w-36', cell: (row) => <SubmissionState submission={row} /> },
  ];
}
