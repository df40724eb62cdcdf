import { useCallback, useState } from 'react';
import type { RoutingProgress } from '../../../../src-shared/http/queue-endpoints.ts';
import { SCHEDULE_ENDPOINTS } from '../../../../src-shared/http/schedule-endpoints.ts';
import type { ApiOutcome } from '../../../data/api-client.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from './change-failure.tsx';
import { useWorkProgress, WorkProgress } from './work-progress.tsx';

export interface ApplyTargetsProps {
  /** Something is not saved: what would be applied is not what stands here. */
  disabled: boolean;
  start: () => Promise<ApiOutcome<RoutingProgress>>;
}

/** Counting the due dates of open tasks anew, and how far that has come, whoever asked for it. */
export function ApplyTargets({ disabled, start }: ApplyTargetsProps) {
  const { server } = useConsole();
  const progress = useResource(useCallback((signal) => server.call(SCHEDULE_ENDPOINTS['schedules.progress'], { signal }), [server]));
  const starting = useAction();
  const [isAsked, setAsked] = useState(false);
  const { value, replace } = progress;
  const isRunning = useWorkProgress(progress);
  const apply = async () => {
    const begun = await starting.run(start);
    if (!begun) return;
    setAsked(true);
    replace(begun.value);
  };
  return (
    <Section level={2} title={t('schedules.apply.title')} text={t('schedules.apply.text')}>
      {isRunning && value ? <WorkProgress title={t('schedules.apply.running')} progress={value} /> : null}
      {isAsked && !isRunning ? <Note tone="good">{t('schedules.apply.done')}</Note> : null}
      <Button disabled={disabled || isRunning} busy={starting.busy} onClick={() => void apply()} className="w-fit">
        {t('schedules.apply')}
      </Button>
      <ChangeFailure failure={starting.failure} />
    </Section>
  );
}
