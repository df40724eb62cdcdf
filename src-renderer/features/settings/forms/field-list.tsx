import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { notify } from '../../../commands/notify.ts';
import { t } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { Section } from '../../../ui/section.tsx';
import { useRowMoves } from '../queues/use-row-moves.ts';
import { FieldCard } from './field-card.tsx';
import { FIELD_KINDS, type FieldDraft, type FieldKindName, nameOfField } from './field-draft.ts';
import type { FormProblems } from './form-problems.ts';

export interface FieldListProps {
  fields: readonly FieldDraft[];
  problems: FormProblems['fields'];
  showAll: boolean;
  makeField: (key: string, kind: FieldKindName) => FieldDraft;
  onChange: (fields: readonly FieldDraft[]) => void;
}

/** What the form asks for, in its order. One field at a time is open. */
export function FieldList({ fields, problems, showAll, makeField, onChange }: FieldListProps) {
  const root = useRef<HTMLDivElement>(null);
  const [openKey, setOpenKey] = useState<string | null>(null);
  const [moved, setMoved] = useState<{ key: string } | null>(null);
  const count = useRef(0);

  // What is put elsewhere loses the focus.
  useEffect(() => {
    if (moved) root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(moved.key)}"] [data-field-head]`)?.focus();
  }, [moved]);
  const moveTo = (key: string, place: number) => {
    const field = fields.find((known) => known.key === key);
    if (!field) return;
    const target = Math.max(0, Math.min(fields.length - 1, place));
    onChange(fields.filter((known) => known.key !== key).toSpliced(target, 0, field));
    setMoved({ key });
    notify({ text: t('forms.field.moved', { name: nameOfField(field) || t('forms.field.unnamed'), place: target + 1 }) });
  };
  const placeOf = (key: string) => fields.findIndex((field) => field.key === key);
  useRowMoves(root, {
    onStep: (key, step) => moveTo(key, placeOf(key) + step),
    onDrop: (key, target) => moveTo(key, placeOf(target)),
  });
  const add = (kind: FieldKindName) => {
    // A draft that was kept brings keys along.
    do count.current += 1;
    while (fields.some((field) => field.key === `new ${count.current}`));
    const key = `new ${count.current}`;
    onChange([...fields, makeField(key, kind)]);
    setOpenKey(key);
    // Its first control has to be drawn.
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-row="${key}"] input`)?.focus());
  };
  const remove = (key: string) => {
    onChange(fields.filter((field) => field.key !== key));
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('[data-add-field]')?.focus());
  };

  return (
    <Section level={2} title={t('forms.fields')} text={t('forms.fields.text')}>
      <div ref={root} className="flex flex-col gap-2">
        {fields.length > 0 ? (
          <ol aria-label={t('forms.fields')} className="flex flex-col rounded-md border border-line">
            {fields.map((field, index) => (
              <FieldCard
                key={field.key}
                field={field}
                isOpen={openKey === field.key}
                problem={showAll || openKey !== field.key ? problems.get(field.key) : undefined}
                isShown={showAll}
                place={index}
                count={fields.length}
                onToggle={() => setOpenKey(openKey === field.key ? null : field.key)}
                onChange={(part) => onChange(fields.map((known) => (known.key === field.key ? { ...known, ...part } : known)))}
                onMove={(step) => moveTo(field.key, index + step)}
                onRemove={() => remove(field.key)}
              />
            ))}
          </ol>
        ) : null}
        <Menu
          trigger={
            <Button icon={Plus} data-add-field="" className="w-fit">
              {t('forms.field.add')}
            </Button>
          }
        >
          {FIELD_KINDS.map((kind) => (
            <MenuItem key={kind} onSelect={() => add(kind)}>
              {t(`forms.kind.${kind}`)}
            </MenuItem>
          ))}
        </Menu>
      </div>
    </Section>
  );
}
