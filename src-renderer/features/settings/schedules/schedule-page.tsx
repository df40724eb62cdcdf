import { CalendarClock, CircleDot, Save } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { SCHEDULE_LIMITS } from '../../../../src-shared/schema/schedule.ts';
import { t } from '../../../i18n/translate.ts';
import { timeZones } from '../../../state/time-zones.ts';
import { issueAt } from '../../../state/use-action.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Note } from '../../../ui/note.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { focusFirstInvalid } from '../shell/focus-first-invalid.ts';
import { usePageBack } from '../shell/use-page-back.ts';
import { HolidayFields } from './holiday-fields.tsx';
import { areHoursSound, isSound, valuesOf } from './schedule-draft.ts';
import { SchedulePreview } from './schedule-preview.tsx';
import { ScheduleUse } from './schedule-use.tsx';
import { type ScheduleEditing, useScheduleEditing } from './use-schedule-editing.ts';
import { WeekFields } from './week-fields.tsx';

export interface SchedulePageProps {
  /** Null: a new one. */
  scheduleId: string | null;
  onLeave: () => void;
}

/** One schedule: its week, its holidays, what they say now, and who goes by it. */
export function SchedulePage({ scheduleId, onLeave }: SchedulePageProps) {
  const editing = useScheduleEditing(scheduleId);
  const back = usePageBack(onLeave, editing?.base?.id ?? scheduleId);
  if (editing) return <ScheduleEditor editing={editing} onLeave={back} />;
  return (
    <>
      <PageHeader title={scheduleId ?? ''} back={{ label: t('schedules.back'), onBack: back }} />
      <EmptyState icon={CalendarClock} title={t('schedules.gone.title')} text={t('schedules.gone.text')} />
    </>
  );
}

function ScheduleEditor({ editing, onLeave }: { editing: ScheduleEditing; onLeave: () => void }) {
  const { base, draft, problems, isDirty, change, discard } = editing;
  const root = useRef<HTMLElement>(null);
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    if (attempts > 0) focusFirstInvalid(root.current);
  }, [attempts]);
  const save = () => {
    const isReady = editing.save();
    setAttempts((count) => (isReady ? 0 : count + 1));
  };
  const drop = () => {
    discard();
    if (!base) onLeave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
  const isTried = attempts > 0;
  const preview = areHoursSound(problems) ? { id: base?.id ?? '', ...valuesOf(draft) } : null;
  return (
    <section
      ref={root}
      aria-label={draft.name.trim() || t('schedules.new.title')}
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-1 flex-col"
    >
      <EditorHead editing={editing} save={save} drop={drop} onLeave={onLeave} />
      <div className="flex flex-col gap-2 px-6 pb-3 empty:hidden max-medium:px-4">
        <EditorNotes editing={editing} isTried={isTried} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        <div className="grid grid-cols-1 gap-x-8 gap-y-7 px-6 py-5 max-medium:px-4 min-[1180px]:grid-cols-[minmax(0,1fr)_320px] min-[1180px]:grid-rows-[auto_1fr]">
          <div className="flex max-w-[760px] min-w-0 flex-col gap-7">
            <Identity editing={editing} isTried={isTried} />
            <WeekFields
              week={draft.week}
              problems={problems.week}
              onChange={(make) => change((before) => ({ ...before, week: make(before.week) }))}
            />
            <HolidayFields
              holidays={draft.holidays}
              problems={isTried ? problems.holidays : null}
              onChange={(holidays) => change((before) => ({ ...before, holidays }))}
            />
          </div>
          <div className="flex min-w-0 flex-col gap-7">
            {preview ? <SchedulePreview schedule={preview} /> : null}
            {base ? <ScheduleUse schedule={base} isDirty={isDirty} onDeleted={() => leaveAfter(discard, onLeave)} /> : null}
          </div>
        </div>
      </div>
    </section>
  );
}

function leaveAfter(...steps: readonly (() => void)[]): void {
  for (const step of steps) step();
}

interface EditorHeadProps {
  editing: ScheduleEditing;
  save: () => void;
  drop: () => void;
  onLeave: () => void;
}

function EditorHead({ editing: { base, draft, isDirty, busy }, save, drop, onLeave }: EditorHeadProps) {
  const unsaved = (
    <Badge icon={CircleDot} tone="warning">
      {t('schedules.unsaved')}
    </Badge>
  );
  return (
    <PageHeader
      title={draft.name.trim() || t('schedules.new.title')}
      back={{ label: t('schedules.back'), onBack: onLeave }}
      badge={isDirty ? unsaved : null}
    >
      <Button variant="quiet" disabled={!isDirty} onClick={drop}>
        {t('schedules.discard')}
      </Button>
      <Button variant="primary" icon={Save} busy={busy} disabled={base !== null && !isDirty} onClick={save}>
        {t(base ? 'schedules.save' : 'schedules.saveNew')}
      </Button>
    </PageHeader>
  );
}

function EditorNotes({
  editing: { isGone, isBehind, isSaved, failure, problems },
  isTried,
}: {
  editing: ScheduleEditing;
  isTried: boolean;
}) {
  return (
    <>
      {isTried && !isSound(problems) ? <p className="text-danger">{t('schedules.unfinished')}</p> : null}
      {isGone ? <Note tone="warning">{t('schedules.gone.text')}</Note> : null}
      {isBehind ? <Note tone="warning">{t('schedules.changedMeanwhile')}</Note> : null}
      {isSaved ? <Note tone="good">{t('schedules.saved')}</Note> : null}
      <ChangeFailure failure={failure} />
    </>
  );
}

function Identity({ editing: { base, draft, problems, failure, change }, isTried }: { editing: ScheduleEditing; isTried: boolean }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // A zone by a name that this computer does not list is kept.
  const zones = useMemo(() => [...new Set([draft.timeZone, ...timeZones(own)])], [draft.timeZone, own]);
  return (
    <div className="flex flex-wrap gap-4">
      <div className="min-w-56 flex-1">
        <TextField
          label={t('schedules.name')}
          value={draft.name}
          maxLength={SCHEDULE_LIMITS.nameCharacters}
          autoFocus={base === null}
          error={(isTried ? problems.name : undefined) ?? issueAt(failure, 'name')}
          onChange={({ target: { value: name } }) => change((before) => ({ ...before, name }))}
        />
      </div>
      <div className="min-w-44 flex-1">
        <SelectField
          label={t('schedules.zone')}
          value={draft.timeZone}
          error={issueAt(failure, 'time_zone')}
          options={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
          onChange={(timeZone) => change((before) => ({ ...before, timeZone }))}
        />
      </div>
    </div>
  );
}
