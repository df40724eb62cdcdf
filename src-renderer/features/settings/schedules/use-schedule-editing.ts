import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SCHEDULE_ENDPOINTS } from '../../../../src-shared/http/schedule-endpoints.ts';
import type { Schedule } from '../../../../src-shared/schema/schedule.ts';
import { equalJson } from '../../../../src-shared/task/merge-json.ts';
import type { ApiFailure } from '../../../data/api-client.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { withTypedSince } from '../../../state/typed-since.ts';
import { useAction } from '../../../state/use-action.ts';
import { useStore } from '../../../state/use-store.ts';
import { type KeptDraft, keepDraft, keptDraft } from './kept-drafts.ts';
import {
  changeOf,
  draftOfSchedule,
  isChanged,
  isSound,
  newScheduleDraft,
  newScheduleOf,
  problemsOf,
  type ScheduleDraft,
  type ScheduleProblems,
} from './schedule-draft.ts';

export interface ScheduleEditing {
  /** Null: it is not made yet. */
  base: Schedule | null;
  draft: ScheduleDraft;
  problems: ScheduleProblems;
  isDirty: boolean;
  isGone: boolean;
  /** Somebody else saved it while it was being edited. */
  isBehind: boolean;
  isSaved: boolean;
  busy: boolean;
  failure: ApiFailure | null;
  change: (make: (draft: ScheduleDraft) => ScheduleDraft) => void;
  discard: () => void;
  /** Gives back whether there was something to mend first. */
  save: () => boolean;
}

/** One schedule while it is edited, in step with what others save; null: there is no such schedule. */
export function useScheduleEditing(scheduleId: string | null): ScheduleEditing | null {
  const { data, server, account } = useConsole();
  const { schedules } = useStore(data.workspace);
  const [kept] = useState(() => keptDraft(localStorage, account.key, scheduleId));
  const [base, setBase] = useState<Schedule | null>(() => kept?.base ?? schedules.find(({ id }) => id === scheduleId) ?? null);
  const [fresh] = useState(() => newScheduleDraft(Intl.DateTimeFormat().resolvedOptions().timeZone));
  const [draft, setDraft] = useState(() => kept?.draft ?? (base ? draftOfSchedule(base) : fresh));
  const [isSaved, setSaved] = useState(false);
  const saving = useAction();
  const current = schedules.find(({ id }) => id === base?.id);
  // What was saved here comes back with the workspace, and until then the one from before does.
  const beforeSave = useRef<{ schedule: Schedule | undefined } | null>(null);
  if (beforeSave.current && beforeSave.current.schedule !== current) beforeSave.current = null;
  const theirs = current && !beforeSave.current && base && !equalJson(current, base) ? current : null;
  const problems = useMemo(() => problemsOf(draft), [draft]);
  const isDirty = isChanged(base, draft, fresh);
  const isFound = scheduleId === null || base !== null;
  const keep = useCallback(
    (id: string | null, draftToKeep: KeptDraft | null) => keepDraft(localStorage, account.key, id, draftToKeep),
    [account.key],
  );
  // Whoever goes somewhere else finds it again.
  useEffect(() => {
    if (isFound) keep(base?.id ?? null, isDirty ? { base, draft } : null);
  }, [keep, isFound, base, draft, isDirty]);
  const take = (schedule: Schedule) => {
    setBase(schedule);
    setDraft(draftOfSchedule(schedule));
  };
  useEffect(() => {
    if (!theirs || isDirty) return;
    setBase(theirs);
    setDraft(draftOfSchedule(theirs));
  }, [theirs, isDirty]);
  if (!isFound) return null;

  const send = async () => {
    const saved = await saving.run(() =>
      base
        ? server.call(SCHEDULE_ENDPOINTS['schedules.change'], { parameters: { id: base.id }, body: changeOf(base, draft) })
        : server.call(SCHEDULE_ENDPOINTS['schedules.create'], { body: newScheduleOf(draft) }),
    );
    if (!saved) return;
    beforeSave.current = { schedule: current };
    keep(base?.id ?? null, null);
    setBase(saved.value);
    setDraft((typed) => withTypedSince(draftOfSchedule(saved.value), draft, typed));
    setSaved(true);
  };
  return {
    base,
    draft,
    problems,
    isDirty,
    isGone: base !== null && !current && !beforeSave.current,
    isBehind: theirs !== null && isDirty,
    isSaved: isSaved && !isDirty,
    busy: saving.busy,
    failure: saving.failure,
    change: (make) => {
      setSaved(false);
      saving.forget();
      setDraft(make);
    },
    discard: () => {
      saving.forget();
      keep(base?.id ?? null, null);
      const known = theirs ?? base;
      if (known) take(known);
      else setDraft(fresh);
    },
    save: () => {
      const isReady = isSound(problems);
      if (isReady && (isDirty || !base)) void send();
      return isReady;
    },
  };
}
