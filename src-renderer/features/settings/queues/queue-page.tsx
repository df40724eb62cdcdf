import { CircleDot, Route, Save } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { QUEUE_ENDPOINTS } from '../../../../src-shared/http/queue-endpoints.ts';
import { SCHEDULE_ENDPOINTS } from '../../../../src-shared/http/schedule-endpoints.ts';
import { CommandKeys, shortcutOf } from '../../../commands/command-keys.tsx';
import { registerSurface } from '../../../commands/surfaces.ts';
import { t } from '../../../i18n/translate.ts';
import { conditionOfDraft, problemsOfDraft } from '../../../state/condition-draft.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { changedKeys, changeOf, draftOfMade, newQueueOf, priorityOf, type QueueDraft, targetOf } from '../../../state/queue-draft.ts';
import { keepQueueDraft, openMadeQueue } from '../../../state/queue-editor.ts';
import { draftKey } from '../../../state/stored-drafts.ts';
import { useAction } from '../../../state/use-action.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { ApplyTargets } from '../shell/apply-targets.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { focusFirstInvalid } from '../shell/focus-first-invalid.ts';
import { usePageBack } from '../shell/use-page-back.ts';
import { ConditionSection } from './condition-section.tsx';
import { DeleteQueue } from './delete-queue.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { QueueHours, QueueIdentity, QueueSetup } from './queue-fields.tsx';
import { QueueNotes } from './queue-notes.tsx';
import { type QueueEditing, useQueueEditing } from './use-queue-editing.ts';
import { useRoutingPreview } from './use-routing-preview.ts';

export interface QueuePageProps {
  /** Which one of those that were opened. */
  page: number;
  /** Null: a new one. */
  queueId: string | null;
  status: ReactNode;
  /** How often all open tasks were routed again. */
  routings: number;
  onSaved: () => void;
  onLeave: () => void;
}

/** One queue: its condition, what a change of it would move, who works it. */
export function QueuePage({ onLeave, ...rest }: QueuePageProps) {
  // What is typed is kept.
  const props = { ...rest, onLeave: usePageBack(onLeave, rest.queueId) };
  const editing = useQueueEditing(props.queueId);
  if (editing) return <QueueEditor {...props} editing={editing} />;
  return (
    <>
      <PageHeader title={props.queueId ?? ''} back={{ label: t('queues.back'), onBack: props.onLeave }} />
      <EmptyState icon={Route} title={t('queues.gone.title')} text={t('queues.gone.text')} />
    </>
  );
}

function QueueEditor({ page, status, routings, onSaved, onLeave, editing }: QueuePageProps & { editing: QueueEditing }) {
  const { base, draft, isDirty, change, discard } = editing;
  const form = useRef<HTMLDivElement>(null);
  const [attempts, setAttempts] = useState(0);
  const problems = useMemo(() => problemsOfDraft(draft.condition), [draft.condition]);
  const isFinished = problems.length === 0 && draft.source === null;
  const isNew = base === null;
  const isComplete =
    isFinished &&
    draft.name.trim() !== '' &&
    targetOf(draft) !== 'unreadable' &&
    (priorityOf(draft) !== null || (isNew && draft.priority.trim() === ''));
  const trial = useRoutingPreview(isFinished ? previewedChange(editing) : null);
  const { again } = trial;
  useEffect(() => {
    if (routings > 0) again();
  }, [routings, again]);
  useEffect(() => {
    if (attempts > 0) focusFirstInvalid(form.current);
  }, [attempts]);
  const saving = useSaving(editing, page, onSaved);
  // What stood in the way is told with what can be done about it.
  const isToldBelow = editing.conflict !== null && saving.failure?.code === 'version_mismatch';
  const canSave = isNew || (isDirty && !editing.conflict);
  const save = () => {
    if (!canSave) return;
    setAttempts((count) => (isComplete ? 0 : count + 1));
    if (isComplete) void saving.save();
  };
  useSaveCommand(save);
  const drop = () => {
    discard();
    setAttempts(0);
    if (isNew) onLeave();
  };
  const fields = { draft, isNew, showAll: attempts > 0, onChange: change };
  return (
    <>
      <EditorHead draft={draft} isNew={isNew} isDirty={isDirty} canSave={canSave} busy={saving.busy} {...{ save, drop, onLeave }} />
      <div ref={form} className="min-h-0 flex-1 overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        <div className="flex flex-col gap-2 px-6 pt-4 empty:hidden max-medium:px-4">
          {attempts > 0 && !isComplete ? <p className="text-danger">{t('queues.unfinished')}</p> : null}
          {isToldBelow ? null : <ChangeFailure failure={saving.failure} />}
          <QueueNotes editing={editing} />
          {status}
        </div>
        <div className="grid grid-cols-1 gap-x-8 gap-y-7 px-6 py-5 max-medium:px-4 min-[1180px]:grid-cols-[minmax(0,1fr)_340px] min-[1180px]:grid-rows-[auto_1fr]">
          <div className="flex max-w-[820px] min-w-0 flex-col gap-7">
            <QueueIdentity {...fields} failure={saving.failure} />
            <ConditionSection
              condition={draft.condition}
              problems={problems}
              attempts={attempts}
              sourceText={draft.source}
              onSourceText={(source) => change((before) => ({ ...before, source }))}
              onChange={(make) => change((before) => ({ ...before, condition: make(before.condition) }))}
            />
          </div>
          <div className="min-w-0 min-[1180px]:row-span-2">
            <PreviewPane trial={trial} isFinished={isFinished} />
          </div>
          <div className="flex max-w-[600px] min-w-0 flex-col gap-7">
            <QueueSetup {...fields} />
            <QueueHours {...fields} />
            {base && (base.target_minutes || draft.target) ? <ApplyToQueue queueId={base.id} isDirty={isDirty} /> : null}
            {base ? <DeleteQueue queue={base} onDeleted={() => leaveAfter(discard, onSaved, onLeave)} /> : null}
          </div>
        </div>
      </div>
    </>
  );
}

function ApplyToQueue({ queueId, isDirty }: { queueId: string; isDirty: boolean }) {
  const { server } = useConsole();
  const parameters = { id: queueId };
  return <ApplyTargets disabled={isDirty} start={() => server.call(SCHEDULE_ENDPOINTS['schedules.applyToQueue'], { parameters })} />;
}

interface EditorHeadProps {
  draft: QueueDraft;
  isNew: boolean;
  isDirty: boolean;
  canSave: boolean;
  busy: boolean;
  save: () => void;
  drop: () => void;
  onLeave: () => void;
}

function EditorHead({ draft, isNew, isDirty, canSave, busy, save, drop, onLeave }: EditorHeadProps) {
  const unsaved = (
    <Badge icon={CircleDot} tone="warning">
      {t('queues.unsaved')}
    </Badge>
  );
  return (
    <PageHeader
      title={draft.name.trim() || t('queues.new.title')}
      back={{ label: t('queues.back'), onBack: onLeave }}
      badge={isDirty ? unsaved : null}
    >
      <Button variant="quiet" disabled={!isDirty} onClick={drop}>
        {t('queues.discard')}
      </Button>
      <Button
        variant="primary"
        icon={Save}
        busy={busy}
        disabled={!canSave}
        onClick={save}
        trailing={<CommandKeys id="queue.save" tone="on-accent" />}
        {...shortcutOf('queue.save')}
      >
        {t(isNew ? 'queues.saveNew' : 'queues.save')}
      </Button>
    </PageHeader>
  );
}

function useSaveCommand(save: () => void): void {
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => registerSurface('queueEditor', { save: () => latest.current() }), []);
}

function leaveAfter(...steps: readonly (() => void)[]): void {
  for (const step of steps) step();
}

function previewedChange({ base, draft }: QueueEditing) {
  const priority = priorityOf(draft);
  return {
    ...(base ? { id: base.id } : {}),
    condition: conditionOfDraft(draft.condition),
    ...(priority === null ? {} : { priority }),
    enabled: draft.enabled,
  };
}

function useSaving({ base, draft, isGone, settle }: QueueEditing, page: number, onSaved: () => void) {
  const { server } = useConsole();
  const { run, busy, failure, forget } = useAction();
  // What was said of the last try is not about what stands there now.
  const asked = useMemo(() => ({ base, draft }), [base, draft]);
  useEffect(() => {
    if (asked) forget();
  }, [asked, forget]);
  const typed = useRef(draft);
  useEffect(() => {
    typed.current = draft;
  }, [draft]);
  const save = async () => {
    const saved = await run(() =>
      base && !isGone
        ? server.call(QUEUE_ENDPOINTS['queues.change'], { parameters: { id: base.id }, body: changeOf(base, draft) })
        : server.call(QUEUE_ENDPOINTS['queues.create'], { body: newQueueOf(draft) }),
    );
    if (!saved) return;
    settle(saved.value);
    onSaved();
    if (base) return;
    const { id } = saved.value;
    keepQueueDraft(draftKey(null), null);
    if (openMadeQueue(id, page)) return;
    // Whoever has left the page meanwhile stays where they are, and finds what they typed since.
    const kept = { base: saved.value, draft: draftOfMade(typed.current, saved.value) };
    keepQueueDraft(id, changedKeys(kept.base, kept.draft).length > 0 ? kept : null);
  };
  return { save, busy, failure };
}
