import { type RefObject, useRef, useState } from 'react';
import type { ConnectorKind, SampleValue } from '../../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { t } from '../../../i18n/translate.ts';
import type { ConnectorDraft } from './connector-draft.ts';
import { fieldNameOf, type SampleNode, writtenFor } from './sample-nodes.ts';
import { nextTarget, ownTargetId, type SampleTarget, targetsOf, withOwnField, withWritten } from './sample-targets.ts';
import { type Sample, useSample } from './use-sample.ts';

/** A mapping that is made by pointing at a record of the source. */
export interface Pointing {
  sample: Sample;
  targets: readonly SampleTarget[];
  /** What the next value that is pointed at is for. */
  active: SampleTarget | null;
  /** Null: there is no record to point at. */
  record: JsonObject | null;
  /** Which of how many it is. */
  at: number;
  count: number;
  values: ReadonlyMap<string, SampleValue>;
  /** What was pointed at last, for those who do not see it. */
  said: string;
  fields: RefObject<HTMLDivElement | null>;
  tree: RefObject<HTMLDivElement | null>;
  read: () => Promise<void>;
  show: (at: number) => void;
  activate: (id: string) => void;
  /** Into the record, to point at something for the target. */
  enter: (id: string) => void;
  /** Back to where the target is written down. */
  leave: () => void;
  pick: (node: SampleNode) => void;
  write: (target: SampleTarget, written: string) => void;
  rename: (target: SampleTarget, name: string) => void;
  addField: () => void;
  removeField: (target: SampleTarget) => void;
}

export interface PointingSettings {
  kind: ConnectorKind;
  draft: ConnectorDraft;
  /** The connector whose credentials may be used; null: it is a new one. */
  connectorId: string | null;
  onChange: (draft: ConnectorDraft) => void;
}

export function usePointing({ kind, draft, connectorId, onChange }: PointingSettings): Pointing {
  const sample = useSample(kind, draft, connectorId);
  const [shownAt, setShownAt] = useState(0);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const fields = useRef<HTMLDivElement>(null);
  const tree = useRef<HTMLDivElement>(null);
  const targets = targetsOf(kind.config, draft);
  const active = targets.find(({ id }) => id === chosenId) ?? targets[0] ?? null;
  const records = sample.read?.records ?? [];
  const at = Math.max(0, Math.min(shownAt, records.length - 1));

  const write = (target: SampleTarget, written: string) => onChange(withWritten(kind.config, draft, target, written));
  const read = async () => {
    const [first] = (await sample.readNow())?.records ?? [];
    if (!first) return;
    setShownAt(0);
    const [id] = targets;
    // The default may be right already.
    setChosenId(id && Object.hasOwn(first, id.written) ? nextTarget(targets, id.id) : (id?.id ?? null));
  };
  const pick = (node: SampleNode) => {
    const written = writtenFor(node, active?.isOwnField ?? true);
    if (written === null) return;
    const name = active?.label || fieldNameOf(node);
    if (active === null) {
      onChange({ ...draft, fields: [...draft.fields, { name, path: written }] });
      return;
    }
    const named = active.isOwnField ? withOwnField(draft, active.id, { name }) : draft;
    onChange(withWritten(kind.config, named, active, written));
    const pointed = targets.map((target) => (target.id === active.id ? { ...target, written } : target));
    const nextId = nextTarget(pointed, active.id);
    const next = pointed.find(({ id }) => id === nextId && id !== active.id);
    setChosenId(nextId);
    const picked = t('sample.picked', { name, path: written });
    setSaid(next ? `${picked} ${t('sample.next', { name: nameOf(next) })}` : picked);
  };

  return {
    ...{ sample, targets, active, at, said, fields, tree, read, pick, write },
    record: records[at] ?? null,
    count: records.length,
    values: sample.valuesOf(at),
    show: setShownAt,
    activate: setChosenId,
    enter(id) {
      setChosenId(id);
      tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    },
    leave: () => fields.current?.querySelector<HTMLElement>(`[data-target="${active?.id}"]`)?.focus(),
    rename: (target, name) => onChange(withOwnField(draft, target.id, { name })),
    addField() {
      onChange({ ...draft, fields: [...draft.fields, { name: '', path: '' }] });
      setChosenId(ownTargetId(draft.fields.length));
    },
    removeField: (target) => onChange({ ...draft, fields: draft.fields.filter((_, index) => ownTargetId(index) !== target.id) }),
  };
}

export function nameOf({ label }: SampleTarget): string {
  return label || t('sample.field');
}
