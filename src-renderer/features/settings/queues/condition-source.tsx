import { useEffect, useRef, useState } from 'react';
import { checkCondition, normalizeCondition } from '../../../../src-shared/queue/condition.ts';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { conditionOfDraft, type DraftGroup, draftOfCondition } from '../../../state/condition-draft.ts';
import { TextAreaField } from '../../../ui/text-area-field.tsx';

export interface ConditionSourceProps {
  condition: DraftGroup;
  /** What is typed while it cannot be read; null: the condition itself. */
  text: string | null;
  onText: (text: string | null) => void;
  onChange: (condition: DraftGroup) => void;
}

/** The condition as the API takes it. */
export function ConditionSource({ condition, text, onText, onChange }: ConditionSourceProps) {
  const [shown, setShown] = useState(() => text ?? sourceOf(condition));
  const own = useRef(condition);
  useEffect(() => {
    // Somebody else's was taken, or all of it discarded.
    if (condition === own.current || text !== null) return;
    own.current = condition;
    setShown(sourceOf(condition));
  }, [condition, text]);
  const read = readSource(shown);
  return (
    <TextAreaField
      label={t('builder.source')}
      hint={t('builder.source.hint')}
      error={read.ok ? undefined : `${read.message} ${t('builder.source.kept')}`}
      rows={14}
      spellCheck={false}
      value={shown}
      className="font-mono text-small"
      onChange={(next) => {
        setShown(next);
        const known = readSource(next);
        onText(known.ok ? null : next);
        if (!known.ok) return;
        own.current = draftOfCondition(known.condition);
        onChange(own.current);
      }}
    />
  );
}

function sourceOf(condition: DraftGroup): string {
  return JSON.stringify(conditionOfDraft(condition), null, 2);
}

type Source = { ok: true; condition: JsonObject } | { ok: false; message: string };

function readSource(text: string): Source {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: t('builder.source.broken', { message: error instanceof Error ? error.message : String(error) }) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, message: t('builder.source.noObject') };
  const [problem] = checkCondition(value, 'routing');
  if (problem) {
    const { path, message } = problem;
    return { ok: false, message: t('builder.source.problem', { path, message: sayKnown(message) }).trim() };
  }
  return { ok: true, condition: normalizeCondition(value as JsonObject) };
}
