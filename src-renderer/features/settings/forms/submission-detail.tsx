import { ArrowRight } from 'lucide-react';
import type { Form } from '../../../../src-shared/schema/form.ts';
import type { FormSubmission } from '../../../../src-shared/schema/form-submission.ts';
import { showTask } from '../../../commands/show-task.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import { Button } from '../../../ui/button.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { Section } from '../../../ui/section.tsx';
import { submissionProblems } from './submission-problems.ts';
import { SubmissionState, senderName } from './submission-state.tsx';

interface SubmissionDetailProps {
  form: Form;
  submission: FormSubmission;
  onClose: () => void;
}

/** One submission: who sent it, and its task or why there is none. */
export function SubmissionDetail({ form, submission, onClose }: SubmissionDetailProps) {
  const { at, task_uid: taskUid, title, state } = submission;
  const facts: Fact[] = [
    { name: t('submissions.state'), value: <SubmissionState submission={submission} /> },
    { name: t('submissions.sender'), value: senderName(submission) },
    ...(taskUid === null
      ? []
      : [{ name: t('submissions.reference'), value: <span className="font-mono text-small break-all">{taskUid}</span> }]),
  ];
  return (
    <DetailPane
      title={title ?? taskUid ?? t('submissions.state.refused')}
      subtitle={formatExact(epochMs(at))}
      closeLabel={t('settings.closeDetail')}
      onClose={onClose}
    >
      <FactList facts={facts} />
      {taskUid !== null && state !== 'deleted' ? <TaskLink taskUid={taskUid} /> : null}
      {state === 'deleted' ? <p className="text-ink-muted">{t('submissions.deletedText')}</p> : null}
      {state === 'refused' ? (
        <Section title={t('submissions.problems')} text={t('submissions.problemsText')}>
          <ul className="flex flex-col gap-1.5">
            {submissionProblems(form, submission).map((problem) => (
              <li key={problem} className="break-words">
                {problem}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </DetailPane>
  );
}

/** To the task, where this console has it: what was done by others long ago it does not. */
function TaskLink({ taskUid }: { taskUid: string }) {
  const { data } = useConsole();
  const entry = useStore(data.tasks.entry(taskUid));
  if (!entry) return <p className="text-ink-muted">{t('submissions.elsewhere')}</p>;
  return (
    <Button icon={ArrowRight} onClick={() => showTask(data, taskUid)} className="w-fit">
      {t('submissions.openTask')}
    </Button>
  );
}
