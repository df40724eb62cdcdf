import { Check, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { REVIEW_ENDPOINTS, type Review } from '../../../../src-shared/http/review-endpoints.ts';
import { TASK_ENDPOINTS } from '../../../../src-shared/http/task-endpoints.ts';
import { TASK_LIMITS } from '../../../../src-shared/schema/task-limits.ts';
import type { Person } from '../../../../src-shared/schema/user.ts';
import { notify } from '../../../commands/notify.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { useStore } from '../../../state/use-store.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { TextAreaField } from '../../../ui/text-area-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { ReviewState } from './review-state.tsx';

export interface ReviewDetailProps {
  review: Review;
  people: ReadonlyMap<string, Person>;
  onDecided: () => void;
  onClose: () => void;
}

/** One completed task: what it holds, who did it, and what the reviewer says. */
export function ReviewDetail({ review, people, onDecided, onClose }: ReviewDetailProps) {
  const { data } = useConsole();
  const { user } = useStore(data.workspace);
  const { title, task_uid: taskUid, person_uid: personUid, reviewer_name: reviewer } = review;
  const facts: Fact[] = [
    { name: t('reviews.state'), value: <ReviewState state={review.state} /> },
    { name: t('reviews.person'), value: personUid === null ? t('person.unknown') : (people.get(personUid)?.name ?? personUid) },
    { name: t('reviews.completed'), value: formatExact(epochMs(review.completed_at)) },
    ...(reviewer === null ? [] : [{ name: t('reviews.reviewer'), value: reviewer }]),
    ...(review.note === null ? [] : [{ name: t('reviews.note'), value: review.note }]),
  ];
  return (
    <DetailPane title={title ?? taskUid} subtitle={taskUid} closeLabel={t('settings.closeDetail')} onClose={onClose}>
      <FactList facts={facts} />
      <TaskFields taskUid={taskUid} />
      {review.state !== 'open' ? null : personUid === user.id ? (
        <Note tone="info">{t('reviews.own')}</Note>
      ) : (
        <Verdict reviewId={review.id} onDecided={onDecided} />
      )}
    </DetailPane>
  );
}

function TaskFields({ taskUid }: { taskUid: string }) {
  const { server } = useConsole();
  const task = useResource(
    useCallback((signal) => server.call(TASK_ENDPOINTS['tasks.get'], { parameters: { id: taskUid }, signal }), [server, taskUid]),
  );
  if (task.failure?.code === 'not_found') return <p className="text-ink-muted">{t('submissions.deletedText')}</p>;
  return (
    <Section title={t('reviews.fields')}>
      <Loaded resource={task}>
        {(known) => (
          <FactList
            facts={Object.entries('fields' in known ? known.fields : {}).map(([name, value]) => ({
              name,
              value: <span className="break-words">{typeof value === 'string' ? value : JSON.stringify(value)}</span>,
            }))}
          />
        )}
      </Loaded>
    </Section>
  );
}

function Verdict({ reviewId, onDecided }: { reviewId: string; onDecided: () => void }) {
  const { server } = useConsole();
  const [note, setNote] = useState('');
  const [reopen, setReopen] = useState(false);
  const deciding = useAction();
  const decide = async (verdict: 'passed' | 'failed') => {
    const body = {
      verdict,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(verdict === 'failed' && reopen ? { reopen } : {}),
    };
    const decided = await deciding.run(() => server.call(REVIEW_ENDPOINTS['reviews.decide'], { parameters: { id: reviewId }, body }));
    if (!decided) return;
    notify({ text: t(`reviews.done.${verdict}`) });
    onDecided();
  };
  return (
    <Section title={t('reviews.verdict')}>
      <TextAreaField
        label={t('reviews.note')}
        hint={t('reviews.noteHint')}
        rows={3}
        maxLength={TASK_LIMITS.commentCharacters}
        value={note}
        onChange={setNote}
      />
      <CheckField label={t('reviews.reopen')} hint={t('reviews.reopenHint')} checked={reopen} onChange={setReopen} />
      <ChangeFailure failure={deciding.failure} />
      <div className="flex gap-2">
        <Button variant="primary" icon={Check} busy={deciding.busy} onClick={() => void decide('passed')}>
          {t('reviews.pass')}
        </Button>
        <Button icon={X} busy={deciding.busy} onClick={() => void decide('failed')}>
          {t('reviews.fail')}
        </Button>
      </div>
    </Section>
  );
}
