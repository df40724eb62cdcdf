import { ArrowDown, ArrowUp, Ellipsis, Eye, EyeOff, X } from 'lucide-react';
import { useId, useState } from 'react';
import { FIELD_PREFIX, ROUTING_ATTRIBUTES } from '../../../../src-shared/queue/condition-field.ts';
import { CONDITION_OPERATORS } from '../../../../src-shared/queue/condition-grammar.ts';
import { fieldLabel, operatorLabel } from '../../../i18n/condition-sentence.ts';
import { t } from '../../../i18n/translate.ts';
import { changeNode, type DraftRule, fitValues, moveNode, valueCount } from '../../../state/condition-draft.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { SuggestField } from '../../../ui/suggest-field.tsx';
import type { Builder } from './builder.ts';
import { ruleProblemText } from './rule-problem.ts';
import { ScalarInput } from './scalar-input.tsx';
import { type FieldValues, useFieldValues } from './use-field-values.ts';
import { fieldOfText } from './value-kind.ts';
import { ValueList } from './value-list.tsx';

export interface ConditionRuleProps {
  rule: DraftRule;
  /** `2.1`: where it stands. */
  place: string;
  builder: Builder;
}

/** Field, comparison, value. */
export function ConditionRule({ rule, place, builder }: ConditionRuleProps) {
  const noteId = useId();
  const field = useFieldValues(rule.field, rule.operator);
  const [problem] = builder.problemsOf(rule.key);
  const change = (part: Partial<DraftRule>) =>
    builder.change((root) => changeNode(root, rule.key, (node) => (node.kind === 'rule' ? { ...node, ...part } : node)));
  const isMuted = rule.others.muted === true;
  return (
    <fieldset
      aria-label={t('builder.rule', { place })}
      data-rule={rule.key}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) builder.leave(rule.key);
      }}
      className="flex min-w-0 flex-col gap-1"
    >
      <div className="flex flex-wrap items-center gap-1.5">
        <FieldInput
          rule={rule}
          invalid={problem?.part === 'field'}
          describedBy={problem ? noteId : undefined}
          onChange={(next) => change({ field: next })}
        />
        <SelectField
          bare
          label={t('builder.operator')}
          value={rule.operator}
          options={CONDITION_OPERATORS.map((value) => ({ value, label: operatorLabel(value, field.kind === 'date') }))}
          onChange={(operator) => change({ operator, values: fitValues(operator, rule.values) })}
        />
        <RuleValue
          rule={rule}
          field={field}
          invalid={problem?.part === 'value'}
          describedBy={problem ? noteId : undefined}
          onChange={(values) => change({ values })}
        />
        {isMuted ? <span className="text-small text-ink-muted">{t('builder.muted')}</span> : null}
        <span className="ml-auto flex items-center">
          <RuleMenu rule={rule} isMuted={isMuted} builder={builder} onChange={change} />
          <IconButton icon={X} label={t('builder.removeRule')} data-remove="" onClick={() => builder.remove(rule.key)} />
        </span>
      </div>
      {problem ? (
        <p id={noteId} className="text-small text-danger">
          {ruleProblemText(rule, problem)}
        </p>
      ) : null}
    </fieldset>
  );
}

interface PartProps {
  rule: DraftRule;
  invalid: boolean;
  describedBy: string | undefined;
}

function FieldInput({ rule, invalid, describedBy, onChange }: PartProps & { onChange: (field: string) => void }) {
  const { data } = useConsole();
  const names = useStore(data.tasks.fieldNames);
  const [text, setText] = useState(() => fieldLabel(rule.field));
  const shown = fieldOfText(text) === rule.field ? text : fieldLabel(rule.field);
  const suggest = () => [
    ...names.filter(isOwnField).map((name) => ({ text: fieldLabel(`${FIELD_PREFIX}${name}`), detail: t('builder.fields') })),
    ...Object.keys(ROUTING_ATTRIBUTES).map((attribute) => ({ text: fieldLabel(attribute), detail: t('builder.attributes') })),
  ];
  return (
    <SuggestField
      label={t('builder.field')}
      value={shown}
      placeholder={t('builder.fieldPlaceholder')}
      suggest={suggest}
      invalid={invalid}
      describedBy={describedBy}
      className="w-44"
      onChange={(next) => {
        setText(next);
        onChange(fieldOfText(next));
      }}
      onLeave={() => setText(fieldLabel(rule.field))}
    />
  );
}

/** Title and link are attributes, too, under better names. */
function isOwnField(name: string): boolean {
  return name !== 'title' && name !== 'url';
}

function RuleValue({
  rule,
  field,
  invalid,
  describedBy,
  onChange,
}: PartProps & { field: FieldValues; onChange: (values: DraftRule['values']) => void }) {
  const { operator, values } = rule;
  const texts = { field, invalid, describedBy };
  const [first = null, second = null] = values;
  switch (valueCount(operator)) {
    case 0:
      return null;
    case 1:
      return <ScalarInput {...texts} label={t('builder.value')} value={first} onChange={(value) => onChange([value])} />;
    case 2:
      return (
        <div className="flex min-w-56 flex-1 flex-wrap items-center gap-1">
          <ScalarInput {...texts} label={t('builder.from')} value={first} onChange={(value) => onChange([value, second])} />
          <span className="text-ink-muted">{t('condition.betweenAnd').trim()}</span>
          <ScalarInput {...texts} label={t('builder.to')} value={second} onChange={(value) => onChange([first, value])} />
        </div>
      );
    case null:
      return <ValueList {...texts} label={t('builder.addValue')} values={values.filter((value) => value !== null)} onChange={onChange} />;
  }
}

function RuleMenu({
  rule,
  isMuted,
  builder,
  onChange,
}: {
  rule: DraftRule;
  isMuted: boolean;
  builder: Builder;
  onChange: (part: Partial<DraftRule>) => void;
}) {
  const { muted: _muted, ...others } = rule.others;
  return (
    <Menu align="end" trigger={<IconButton icon={Ellipsis} label={t('builder.more')} />}>
      <MenuItem icon={ArrowUp} onSelect={() => builder.change((root) => moveNode(root, rule.key, -1))}>
        {t('builder.moveUp')}
      </MenuItem>
      <MenuItem icon={ArrowDown} onSelect={() => builder.change((root) => moveNode(root, rule.key, 1))}>
        {t('builder.moveDown')}
      </MenuItem>
      <MenuItem icon={isMuted ? Eye : EyeOff} onSelect={() => onChange({ others: isMuted ? others : { ...others, muted: true } })}>
        {t(isMuted ? 'builder.unmute' : 'builder.mute')}
      </MenuItem>
    </Menu>
  );
}
