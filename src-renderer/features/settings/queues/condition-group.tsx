import { FolderPlus, Plus, X } from 'lucide-react';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { changeNode, type DraftGroup, newGroup, newRule } from '../../../state/condition-draft.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import type { Builder } from './builder.ts';
import { ConditionRule } from './condition-rule.tsx';

const WHICH = {
  all: { combinator: 'and', not: false },
  any: { combinator: 'or', not: false },
  notAll: { combinator: 'and', not: true },
  none: { combinator: 'or', not: true },
} as const satisfies Record<string, Pick<DraftGroup, 'combinator' | 'not'>>;
type Which = keyof typeof WHICH;
const WHICH_NAMES = ['all', 'any', 'notAll', 'none'] as const satisfies readonly Which[];

export interface ConditionGroupProps {
  group: DraftGroup;
  /** Empty: the whole condition. */
  place: string;
  builder: Builder;
}

/** Rules and groups that are tied by one word: all, any, not all, none. */
export function ConditionGroup({ group, place, builder }: ConditionGroupProps) {
  const { key, combinator, not, nodes } = group;
  const which = WHICH_NAMES.find((name) => WHICH[name].combinator === combinator && WHICH[name].not === not) ?? 'all';
  const problems = builder.problemsOf(key);
  const choose = (name: Which) =>
    builder.change((root) => changeNode(root, key, (node) => (node.kind === 'group' ? { ...node, ...WHICH[name] } : node)));
  return (
    <fieldset
      aria-label={place === '' ? t('builder.whole') : t('builder.group', { place })}
      data-group={key}
      className={classNames('flex min-w-0 flex-col gap-2 rounded-md border border-line p-2.5', place === '' ? 'bg-canvas' : 'bg-surface')}
    >
      <div className="flex items-center gap-2">
        <span aria-hidden="true" className="text-ink-muted">
          {t('builder.groupWhich')}
        </span>
        <SelectField
          bare
          label={t('builder.groupWhich')}
          value={which}
          options={WHICH_NAMES.map((value) => ({ value, label: t(`builder.which.${value}`) }))}
          onChange={choose}
        />
        {place === '' ? null : (
          <IconButton icon={X} label={t('builder.removeGroup')} data-remove="" className="ml-auto" onClick={() => builder.remove(key)} />
        )}
      </div>
      {nodes.length === 0 ? <p className="text-small text-ink-muted">{t('builder.everyTask')}</p> : null}
      {nodes.map((node, index) => {
        const at = `${place === '' ? '' : `${place}.`}${index + 1}`;
        return node.kind === 'group' ? (
          <ConditionGroup key={node.key} group={node} place={at} builder={builder} />
        ) : (
          <ConditionRule key={node.key} rule={node} place={at} builder={builder} />
        );
      })}
      {problems.map(({ path, message }) => (
        <p key={path + message} className="text-small text-danger">
          {t('builder.problem.other', { message: sayKnown(message) })}
        </p>
      ))}
      <div className="flex flex-wrap gap-1.5">
        <Button size="small" icon={Plus} data-add-rule="" onClick={() => builder.add(key, newRule())}>
          {t('builder.addRule')}
        </Button>
        <Button size="small" variant="quiet" icon={FolderPlus} onClick={() => builder.add(key, newGroup([newRule()]))}>
          {t('builder.addGroup')}
        </Button>
      </div>
    </fieldset>
  );
}
