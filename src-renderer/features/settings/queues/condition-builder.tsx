import { useEffect, useMemo, useRef, useState } from 'react';
import { addNode, type DraftGroup, type DraftNode, type DraftProblem, removeNode } from '../../../state/condition-draft.ts';
import type { Builder } from './builder.ts';
import { ConditionGroup } from './condition-group.tsx';

export interface ConditionBuilderProps {
  condition: DraftGroup;
  problems: readonly DraftProblem[];
  /** How often somebody tried to save: from then on also what is wrong with rules that were only being written is said. */
  attempts: number;
  onChange: (make: (root: DraftGroup) => DraftGroup) => void;
}

/** The condition as nested groups of rules. What is wrong is said once the focus has left the rule. */
export function ConditionBuilder({ condition, problems, attempts, onChange }: ConditionBuilderProps) {
  const root = useRef<HTMLDivElement>(null);
  // Rules that nobody has left yet, with how often saving was tried when they were added.
  const [fresh, setFresh] = useState<ReadonlyMap<string, number>>(new Map());
  const [wanted, setWanted] = useState<string | null>(null);
  const byKey = useMemo(() => Map.groupBy(problems, ({ key }) => key), [problems]);

  useEffect(() => {
    if (wanted === null) return;
    root.current?.querySelector<HTMLElement>(wanted)?.focus();
    setWanted(null);
  }, [wanted]);

  const builder: Builder = {
    problemsOf: (key) => (fresh.get(key) === attempts ? [] : (byKey.get(key) ?? [])),
    change: onChange,
    add: (parentKey, node) => {
      const rule = firstRule(node);
      setFresh((before) => new Map([...before, [rule.key, attempts]]));
      onChange((before) => addNode(before, parentKey, node));
      setWanted(`[data-rule="${rule.key}"] input`);
    },
    remove: (key) => {
      const parent = parentOf(condition, key) ?? condition;
      onChange((before) => removeNode(before, key));
      setWanted(`[data-group="${parent.key}"] > div > [data-add-rule]`);
    },
    leave: (key) => setFresh((before) => (before.has(key) ? new Map([...before].filter(([known]) => known !== key)) : before)),
  };
  return (
    <div ref={root}>
      <ConditionGroup group={condition} place="" builder={builder} />
    </div>
  );
}

function firstRule(node: DraftNode): DraftNode {
  const [first] = node.kind === 'group' ? node.nodes : [];
  return first ? firstRule(first) : node;
}

function parentOf(group: DraftGroup, key: string): DraftGroup | null {
  if (group.nodes.some((node) => node.key === key)) return group;
  for (const node of group.nodes) {
    const found = node.kind === 'group' ? parentOf(node, key) : null;
    if (found) return found;
  }
  return null;
}
