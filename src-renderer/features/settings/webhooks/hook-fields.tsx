import type { ReactNode } from 'react';
import { TASK_EVENTS } from '../../../../src-shared/schema/event.ts';
import type { ApiFailure } from '../../../data/api-client.ts';
import { t } from '../../../i18n/translate.ts';
import { issueAt } from '../../../state/use-action.ts';
import { ChoiceList } from '../../../ui/check-field.tsx';
import { GroupFrame } from '../../../ui/field-frame.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { HookDraft } from './hook-draft.ts';

const SCOPES = ['all', 'tagged'] as const;

export interface HookFieldsProps {
  draft: HookDraft;
  failure: ApiFailure | null;
  isNew: boolean;
  onChange: (part: Partial<HookDraft>) => void;
  /** Stands below the address. */
  children?: ReactNode;
}

export function HookFields({ draft, failure, isNew, onChange, children }: HookFieldsProps) {
  return (
    <>
      <TextField
        label={t('hooks.url')}
        hint={t('hooks.urlHint')}
        type="url"
        value={draft.url}
        placeholder="https://example.com/docket"
        spellCheck={false}
        autoFocus={isNew}
        error={issueAt(failure, 'url')}
        onChange={(event) => onChange({ url: event.target.value })}
      />
      {children}
      <SelectField
        label={t('hooks.scope')}
        hint={t(`hooks.scopeHint.${draft.scope}`)}
        value={draft.scope}
        options={SCOPES.map((value) => ({ value, label: t(`hooks.scope.${value}`) }))}
        onChange={(scope) => onChange({ scope })}
      />
      <ChoiceList
        label={t('hooks.events')}
        values={draft.events}
        error={issueAt(failure, 'events')}
        options={TASK_EVENTS.map((value) => ({ value, label: value }))}
        onChange={(events) => onChange({ events })}
      />
      <GroupFrame label={t('hooks.limits')} mark={t('form.optional')}>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('hooks.maxInFlight')}
            hint={t('hooks.maxInFlightHint')}
            inputMode="numeric"
            value={draft.maxInFlight}
            error={issueAt(failure, 'max_in_flight')}
            onChange={(event) => onChange({ maxInFlight: event.target.value })}
          />
          <TextField
            label={t('hooks.maxPerSecond')}
            hint={t('hooks.maxPerSecondHint')}
            inputMode="numeric"
            value={draft.maxPerSecond}
            error={issueAt(failure, 'max_per_second')}
            onChange={(event) => onChange({ maxPerSecond: event.target.value })}
          />
        </div>
      </GroupFrame>
    </>
  );
}
