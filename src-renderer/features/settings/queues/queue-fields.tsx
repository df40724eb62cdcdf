import type { ApiFailure } from '../../../data/api-client.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { priorityOf, type QueueDraft, targetOf } from '../../../state/queue-draft.ts';
import { issueAt } from '../../../state/use-action.ts';
import { useStore } from '../../../state/use-store.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { ListField } from '../../../ui/list-field.tsx';
import { Section } from '../../../ui/section.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

export interface QueueFieldsProps {
  draft: QueueDraft;
  isNew: boolean;
  showAll: boolean;
  onChange: (make: (draft: QueueDraft) => QueueDraft) => void;
}

/** What it is called. */
export function QueueIdentity({ draft, isNew, showAll, failure, onChange }: QueueFieldsProps & { failure: ApiFailure | null }) {
  const isMissing = showAll && draft.name.trim() === '';
  return (
    <div className="flex flex-wrap gap-4">
      <div className="min-w-56 flex-1">
        <TextField
          label={t('queues.field.name')}
          value={draft.name}
          maxLength={120}
          autoFocus={isNew}
          error={isMissing ? t('queues.field.nameNeeded') : issueAt(failure, 'name')}
          onChange={({ target: { value: name } }) => onChange((before) => ({ ...before, name }))}
        />
      </div>
      <div className="min-w-44 flex-1">
        <TextField
          label={t('queues.field.id')}
          {...(isNew ? { hint: t('queues.field.idHint'), mark: t('form.optional') } : {})}
          value={draft.id}
          readOnly={!isNew}
          spellCheck={false}
          maxLength={128}
          error={issueAt(failure, 'id')}
          onChange={({ target: { value: id } }) => onChange((before) => ({ ...before, id }))}
        />
      </div>
    </div>
  );
}

/** Where it stands, who works it, what becomes of skipped tasks. */
export function QueueSetup({ draft, isNew, onChange }: QueueFieldsProps) {
  const priority = priorityOf(draft);
  const isWrong = priority === null && !(isNew && draft.priority.trim() === '');
  const place = usePlace(draft, isNew);
  return (
    <Section level={2} title={t('queues.setup')}>
      <div className="flex flex-col gap-4">
        <TextField
          label={t('queues.field.priority')}
          hint={`${t(isNew ? 'queues.field.priorityNew' : 'queues.field.priorityHint')} ${place ?? ''}`.trim()}
          error={isWrong ? t('queues.field.priorityWrong') : undefined}
          inputMode="numeric"
          value={draft.priority}
          onChange={({ target: { value } }) => onChange((before) => ({ ...before, priority: value }))}
        />
        <ListField
          label={t('queues.field.skills')}
          hint={t('queues.field.skillsHint')}
          values={draft.skills}
          addLabel={t('queues.field.addSkill')}
          removeLabel={(name) => t('form.remove', { name })}
          onChange={(skills) => onChange((before) => ({ ...before, skills }))}
        />
        <CheckField
          label={t('queues.field.enabled')}
          hint={t('queues.field.enabledHint')}
          checked={draft.enabled}
          onChange={(enabled) => onChange((before) => ({ ...before, enabled }))}
        />
        <CheckField
          label={t('queues.field.release')}
          hint={t('queues.field.releaseHint')}
          checked={draft.releaseOnSkip}
          onChange={(releaseOnSkip) => onChange((before) => ({ ...before, releaseOnSkip }))}
        />
      </div>
    </Section>
  );
}

/** When it is worked, and when its tasks are due that come without a date. */
export function QueueHours({ draft, onChange }: QueueFieldsProps) {
  const { data } = useConsole();
  const { schedules } = useStore(data.workspace);
  const { scheduleUid = '', target = '' } = draft;
  const known = schedules.map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = scheduleUid === '' || schedules.some(({ id }) => id === scheduleUid);
  const options = [
    { value: '', label: t('queues.field.always') },
    ...known,
    ...(isKnown ? [] : [{ value: scheduleUid, label: scheduleUid }]),
  ];
  return (
    <Section level={2} title={t('queues.target')}>
      <div className="flex flex-col gap-4">
        <SelectField
          label={t('queues.field.schedule')}
          hint={t('queues.field.scheduleHint')}
          value={scheduleUid}
          options={options}
          onChange={(next) => onChange((before) => ({ ...before, scheduleUid: next }))}
        />
        <TextField
          label={t('queues.field.target')}
          hint={t('queues.field.targetHint')}
          error={targetOf(draft) === 'unreadable' ? t('queues.field.targetWrong') : undefined}
          value={target}
          maxLength={20}
          spellCheck={false}
          onChange={({ target: { value } }) => onChange((before) => ({ ...before, target: value }))}
        />
      </div>
    </Section>
  );
}

/** `Number 2 of 5 to be tried.` */
function usePlace(draft: QueueDraft, isNew: boolean): string | null {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const priority = priorityOf(draft);
  const others = allQueues.filter(({ id }) => isNew || id !== draft.id);
  if (priority === null) return null;
  const before = others.filter((queue) => queue.priority < priority || (queue.priority === priority && queue.id < draft.id));
  return t('queues.field.priorityPlace', { place: before.length + 1, count: others.length + 1 });
}
