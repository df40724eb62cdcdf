import { useCallback, useEffect, useState } from 'react';
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

const LOOK_AGAIN_MS = 600;

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
  const { value, reload, replace } = progress;
  const isRunning = value?.running ?? false;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isRunning, reload]);
  const apply = async () => {
    const begun = await starting.run(start);
    if (!begun) return;
    setAsked(true);
    replace(begun.value);
  };
  return (
    <Section level={2} title={t('schedules.apply.title')} text={t('schedules.apply.text')}>
      {isRunning && value ? <Running progress={value} /> : null}
      {isAsked && !isRunning ? <Note tone="good">{t('schedules.apply.done')}</Note> : null}
      <Button disabled={disabled || isRunning} busy={starting.busy} onClick={() => void apply()} className="w-fit">
        {t('schedules.apply')}
      </Button>
      <ChangeFailure failure={starting.failure} />
    </Section>
  );
}

function Running({ progress: { done, total } }: { progress: RoutingProgress }) {
  const all = Math.max(total, done);
  return (
    <Note tone="info" title={t('schedules.apply.running')}>
      <div className="mt-1 flex items-center gap-3">
        <progress
          aria-label={t('schedules.apply.running')}
          value={done}
          max={Math.max(all, 1)}
          className="h-1.5 flex-1 accent-(--accent)"
        />
        <span className="text-small tabular-nums text-ink-muted">{t('routing.progress', { done, total: all })}</span>
      </div>
    </Note>
  );
}
