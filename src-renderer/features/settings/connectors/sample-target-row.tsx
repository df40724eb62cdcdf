import { Crosshair, Trash2, TriangleAlert } from 'lucide-react';
import type { SampleValue } from '../../../../src-shared/schema/connector.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { classNames } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { SampleTarget } from './sample-targets.ts';
import { nameOf, type Pointing } from './use-pointing.ts';

export interface SampleTargetRowProps {
  pointing: Pointing;
  target: SampleTarget;
  isRequired?: boolean;
  error?: string | undefined;
}

/** What is written down for a target, and what that gives. */
export function SampleTargetRow({ pointing, target, isRequired = true, error }: SampleTargetRowProps) {
  const hasSample = pointing.record !== null;
  const isActive = target.id === pointing.active?.id;
  const name = nameOf(target);
  const value = pointing.values.get(target.name);
  const activate = () => pointing.activate(target.id);
  const path = (
    <TextField
      label={target.isOwnField ? t('sample.fieldPath', { name }) : name}
      mark={isRequired ? undefined : t('form.optional')}
      hint={isActive ? target.hint : undefined}
      error={error}
      value={target.written}
      spellCheck={false}
      autoComplete="off"
      data-target={target.id}
      className="font-mono text-small"
      onFocus={activate}
      onChange={(event) => pointing.write(target, event.target.value)}
      trailing={
        hasSample ? (
          <IconButton icon={Crosshair} label={t('sample.point', { name })} onClick={() => pointing.enter(target.id)} />
        ) : undefined
      }
    />
  );
  return (
    <li
      className={classNames('flex flex-col gap-1 border-l-2 py-0.5 pl-3', isActive && hasSample ? 'border-accent' : 'border-transparent')}
    >
      {target.isOwnField ? (
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-end gap-2">
          <TextField
            label={t('sample.fieldName')}
            value={target.label}
            maxLength={64}
            spellCheck={false}
            autoComplete="off"
            onFocus={activate}
            onChange={(event) => pointing.rename(target, event.target.value)}
          />
          {path}
          <IconButton icon={Trash2} label={t('form.remove', { name })} onClick={() => pointing.removeField(target)} className="mb-1" />
        </div>
      ) : (
        path
      )}
      {hasSample && target.written.trim() !== '' && value !== undefined ? <Outcome value={value} /> : null}
    </li>
  );
}

function Outcome({ value: { value, problem } }: { value: SampleValue }) {
  if (problem !== null) {
    return (
      <p className="flex items-start gap-1.5 text-small text-danger">
        <TriangleAlert aria-hidden="true" size={13} strokeWidth={2} className="mt-[3px] shrink-0" />
        <span className="min-w-0 break-words">{sayKnown(problem)}</span>
      </p>
    );
  }
  return (
    <p className="truncate text-small" title={value ?? undefined}>
      <span aria-hidden="true" className="mr-1.5 text-ink-faint">
        →
      </span>
      {value === null ? <span className="text-ink-faint">{t('sample.nothingHere')}</span> : value}
    </p>
  );
}
