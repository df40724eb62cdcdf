import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, CircleAlert, GripVertical, Trash2 } from 'lucide-react';
import { t } from '../../../i18n/translate.ts';
import { Badge, Tag } from '../../../ui/badge.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { type FieldDraft, nameOfField, shapeOfSource } from './field-draft.ts';
import { FieldEditor } from './field-editor.tsx';
import type { FormProblems } from './form-problems.ts';

export interface FieldCardProps {
  field: FieldDraft;
  isOpen: boolean;
  problem: ReturnType<FormProblems['fields']['get']>;
  /** Whether problems are told although nobody has left the field yet. */
  isShown: boolean;
  place: number;
  count: number;
  onToggle: () => void;
  onChange: (part: Partial<FieldDraft>) => void;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
}

/** One field: its name and kind, and when it is open all of it. Alt and an arrow move it, the grip drags it. */
export function FieldCard({ field, isOpen, problem, isShown, place, count, onToggle, onChange, onMove, onRemove }: FieldCardProps) {
  const known = nameOfField(field);
  const name = known || t('forms.field.unnamed');
  const isSource = field.kind === 'source';
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <li data-row={field.key} className="border-b border-line last:border-b-0">
      <div className="flex h-9 items-center gap-1 pr-1.5 pl-1">
        <span draggable title={t('forms.field.drag', { name })} className="flex cursor-grab px-0.5 text-ink-faint">
          <GripVertical aria-hidden="true" size={14} />
        </span>
        <button
          type="button"
          data-field-head
          aria-expanded={isOpen}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          title={t('forms.field.keys')}
          onClick={onToggle}
          className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-sm px-1 text-left hover:bg-hover focus-visible:-outline-offset-2"
        >
          <Chevron aria-hidden="true" size={14} className="shrink-0 text-ink-faint" />
          <span className={classNames('min-w-0 truncate font-medium', known ? null : 'text-ink-muted')}>{name}</span>
          <span className="shrink-0 text-small text-ink-muted">
            {isSource ? t(`forms.shape.${shapeOfSource(field)}`) : t(`forms.kind.${field.kind}`)}
          </span>
          {isSource ? <Tag>{t('forms.field.asJson')}</Tag> : null}
          {field.required ? <Tag>{t('forms.field.required')}</Tag> : null}
          {problem ? (
            <Badge icon={CircleAlert} tone="danger">
              {t('forms.field.wrong')}
            </Badge>
          ) : null}
        </button>
        <IconButton icon={ArrowUp} label={t('forms.field.up', { name })} disabled={place === 0} onClick={() => onMove(-1)} />
        <IconButton icon={ArrowDown} label={t('forms.field.down', { name })} disabled={place === count - 1} onClick={() => onMove(1)} />
        <IconButton icon={Trash2} label={t('forms.field.remove', { name })} onClick={onRemove} />
      </div>
      {isOpen ? (
        <div className="border-t border-line bg-canvas px-4 py-4">
          <FieldEditor field={field} problem={isShown ? problem : undefined} onChange={onChange} />
        </div>
      ) : null}
    </li>
  );
}
