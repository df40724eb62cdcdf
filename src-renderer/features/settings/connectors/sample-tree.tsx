import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { Tag } from '../../../ui/badge.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { nodesOf, type SampleNode } from './sample-nodes.ts';

export interface SampleTreeProps {
  label: string;
  record: JsonObject;
  /** What is pointed at, where it can be; null: it cannot. */
  writtenFor: (node: SampleNode) => string | null;
  /** Names of what a node is pointed at for already. */
  takenFor: (node: SampleNode) => readonly string[];
  onPick: (node: SampleNode) => void;
  /** Back to where it was come from. */
  onLeave: () => void;
  root: RefObject<HTMLDivElement | null>;
}

/** A record of the source, each value to be pointed at. One tab stop: arrows move and fold, Enter points, Escape leaves. */
export function SampleTree({ label, record, writtenFor, takenFor, onPick, onLeave, root }: SampleTreeProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [focusId, setFocusId] = useState<string | null>(null);
  const nodes = nodesOf(record, folded);
  const stopId = nodes.some(({ id }) => id === focusId) ? focusId : (nodes[0]?.id ?? null);

  const fold = (id: string, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  const choose = (node: SampleNode) => {
    if (writtenFor(node) !== null) onPick(node);
    else if (node.isOpen !== null) fold(node.id, node.isOpen);
  };
  const focusAt = (at: number) => {
    const items = root.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [];
    items[Math.max(0, Math.min(items.length - 1, at))]?.focus();
  };
  const move = (key: string, node: SampleNode, at: number): boolean => {
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        focusAt(at + (key === 'ArrowDown' ? 1 : -1));
        return true;
      case 'Home':
      case 'End':
        focusAt(key === 'Home' ? 0 : nodes.length - 1);
        return true;
      case 'ArrowRight':
        if (node.isOpen === false) fold(node.id, false);
        else if (node.isOpen) focusAt(at + 1);
        return true;
      case 'ArrowLeft':
        if (node.isOpen) fold(node.id, true);
        else focusAt(nodes.findLastIndex(({ depth }, index) => index < at && depth < node.depth));
        return true;
      case 'Enter':
      case ' ':
        choose(node);
        return true;
      case 'Escape':
        onLeave();
        return true;
      default:
        return false;
    }
  };
  const onKeyDown = (event: KeyboardEvent, node: SampleNode, at: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !move(event.key, node, at)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  // One tab stop: the lines take the focus in turn.
  const treeRole = { role: 'tree', 'aria-label': label };
  return (
    <div ref={root} {...treeRole} className="max-h-[240px] overflow-auto py-1 @min-[640px]:max-h-[520px]">
      {nodes.map((node, at) => (
        <TreeLine
          key={node.id}
          node={node}
          isStop={node.id === stopId}
          isPickable={writtenFor(node) !== null}
          taken={takenFor(node)}
          onFocus={() => setFocusId(node.id)}
          onKeyDown={(event) => onKeyDown(event, node, at)}
          onClick={() => choose(node)}
        />
      ))}
    </div>
  );
}

interface TreeLineProps {
  node: SampleNode;
  isStop: boolean;
  isPickable: boolean;
  taken: readonly string[];
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onClick: () => void;
}

function TreeLine({ node, isStop, isPickable, taken, onFocus, onKeyDown, onClick }: TreeLineProps) {
  const { name, depth, isOpen } = node;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={taken.length > 0}
      aria-expanded={isOpen ?? undefined}
      data-path={node.id}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={onClick}
      style={{ paddingLeft: `${depth * 16 + 8}px` }}
      className={classNames(
        'flex min-h-7 items-center gap-2 pr-2 text-small focus-visible:-outline-offset-2',
        isPickable ? 'cursor-pointer hover:bg-hover active:bg-selected-idle' : null,
        taken.length > 0 && 'bg-selected-idle',
      )}
    >
      <span className="flex w-3.5 shrink-0 justify-center">
        {isOpen === null ? null : <Chevron aria-hidden="true" size={13} strokeWidth={2} className="text-ink-faint" />}
      </span>
      <span className="max-w-[45%] shrink-0 truncate font-mono text-ink-muted" title={name}>
        {name}
      </span>
      <NodeValue node={node} />
      <span className="ml-auto flex shrink-0 gap-1">
        {taken.map((target) => (
          <Tag key={target}>{target}</Tag>
        ))}
      </span>
    </div>
  );
}

function NodeValue({ node: { value, isOpen } }: { node: SampleNode }) {
  if (value === null || value === '') return <span className="text-ink-faint">{t('sample.nothing')}</span>;
  if (isOpen !== null) {
    const count = formatNumber(Object.keys(value).length);
    return <span className="text-ink-faint tabular-nums">{Array.isArray(value) ? `[${count}]` : `{${count}}`}</span>;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <span className="min-w-0 truncate" title={text}>
      {text}
    </span>
  );
}
