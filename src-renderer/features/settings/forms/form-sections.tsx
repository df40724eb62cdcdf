import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { ListField } from '../../../ui/list-field.tsx';
import { MapField } from '../../../ui/map-field.tsx';
import { Section } from '../../../ui/section.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextAreaField } from '../../../ui/text-area-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { DUE_UNITS, type FormDraft } from './form-draft.ts';
import type { FormProblems } from './form-problems.ts';
import { sourceOfTitle, titleSources, withTitleFrom } from './title-source.ts';

interface SectionProps {
  draft: FormDraft;
  problems: FormProblems | null;
  onChange: (part: Partial<FormDraft>) => void;
}

export function FormIdentity({ draft, problems, onChange }: SectionProps) {
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label={t('forms.title')}
        value={draft.title}
        maxLength={120}
        autoFocus={draft.title === ''}
        error={problems?.title ?? undefined}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <TextAreaField
        label={t('forms.description')}
        mark={t('form.optional')}
        hint={t('forms.descriptionHint')}
        value={draft.description}
        rows={2}
        maxLength={4_000}
        onChange={(description) => onChange({ description })}
      />
    </div>
  );
}

/** What becomes of it: the task. */
export function FormTargetSection({ draft, problems, onChange }: SectionProps) {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const isGone = draft.queueUid !== '' && !allQueues.some(({ id }) => id === draft.queueUid);
  return (
    <Section level={2} title={t('forms.target')} text={t('forms.target.text')}>
      <div className="grid grid-cols-1 gap-4 medium:grid-cols-2">
        <SelectField
          label={t('forms.target.title')}
          hint={t('forms.target.titleHint')}
          value={sourceOfTitle(draft)}
          options={titleSources(draft)}
          onChange={(source) => onChange(withTitleFrom(draft, source))}
        />
        <SelectField
          label={t('forms.queue')}
          value={draft.queueUid}
          options={[
            { value: '', label: t('forms.routed') },
            ...allQueues.map(({ id, name }) => ({ value: id, label: name })),
            ...(isGone ? [{ value: draft.queueUid, label: t('forms.queueGone', { id: draft.queueUid }) }] : []),
          ]}
          onChange={(queueUid) => onChange({ queueUid })}
        />
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <SelectField
              label={t('forms.due')}
              value={draft.dueUnit}
              options={DUE_UNITS.map((value) => ({ value, label: t(`forms.due.${value}`) }))}
              onChange={(dueUnit) => onChange({ dueUnit })}
            />
          </div>
          {draft.dueUnit === 'none' ? null : (
            <div className="w-24">
              <TextField
                label={t('forms.due.after')}
                value={draft.dueIn}
                inputMode="decimal"
                error={problems?.dueIn ?? undefined}
                onChange={(event) => onChange({ dueIn: event.target.value })}
              />
            </div>
          )}
        </div>
      </div>
      <MapField
        label={t('forms.fixed')}
        hint={t('forms.fixedHint')}
        entries={draft.fixed}
        nameLabel={t('form.mapName')}
        valueLabel={t('form.mapValue')}
        addLabel={t('forms.fixed.add')}
        removeLabel={(name) => t('form.remove', { name })}
        onChange={(fixed) => onChange({ fixed })}
      />
    </Section>
  );
}

/** Its page: where it is, for whom, and what it says. */
export function FormAddress({ draft, problems, onChange }: SectionProps) {
  return (
    <Section level={2} title={t('forms.page')} text={t('forms.page.text')}>
      <CheckField
        label={t('forms.publicLabel')}
        hint={t(draft.isPublic ? 'forms.publicHint' : 'forms.signedInHint')}
        checked={draft.isPublic}
        onChange={(isPublic) => onChange({ isPublic })}
      />
      <div className="grid grid-cols-1 gap-4 medium:grid-cols-2">
        <TextField
          label={t('forms.slug')}
          hint={t('forms.slugHint')}
          value={draft.slug}
          maxLength={64}
          spellCheck={false}
          error={problems?.slug ?? undefined}
          onChange={(event) => onChange({ slug: event.target.value })}
        />
        <TextField
          label={t('forms.submitLabel')}
          mark={t('form.optional')}
          value={draft.submitLabel}
          maxLength={60}
          placeholder={t('newTask.create')}
          onChange={(event) => onChange({ submitLabel: event.target.value })}
        />
      </div>
      <TextAreaField
        label={t('forms.doneText')}
        mark={t('form.optional')}
        value={draft.doneText}
        rows={2}
        maxLength={1_000}
        onChange={(doneText) => onChange({ doneText })}
      />
      <ListField
        label={t('forms.embed')}
        mark={t('form.optional')}
        hint={t('forms.embedHint')}
        values={draft.frameAncestors}
        placeholder="https://desk.example.com"
        addLabel={t('form.add')}
        removeLabel={(name) => t('form.remove', { name })}
        onChange={(frameAncestors) => onChange({ frameAncestors })}
      />
    </Section>
  );
}
