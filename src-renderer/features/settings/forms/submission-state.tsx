import { Trash2 } from 'lucide-react';
import type { FormSubmission } from '../../../../src-shared/schema/form-submission.ts';
import { t } from '../../../i18n/translate.ts';
import { Badge } from '../../../ui/badge.tsx';
import { StatusLabel } from '../../../ui/status-icon.tsx';

/** What came of a submission: its task's status, or why it has none. */
export function SubmissionState({ submission: { state, status } }: { submission: FormSubmission }) {
  if (status !== null) return <StatusLabel mark={status}>{t(`status.${status}`)}</StatusLabel>;
  if (state === 'refused') return <StatusLabel mark="rejected">{t('submissions.state.refused')}</StatusLabel>;
  return <Badge icon={Trash2}>{t('submissions.state.deleted')}</Badge>;
}

export function senderName({ sender }: FormSubmission): string {
  return sender.kind === 'public' ? t('submissions.public') : sender.name;
}
