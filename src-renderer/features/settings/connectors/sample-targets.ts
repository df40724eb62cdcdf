import type { FormSchema } from '../../../ui/schema-form/read-schema.ts';
import { objectOf } from '../../../ui/schema-form/schema-values.ts';
import type { ConnectorDraft, OwnField } from './connector-draft.ts';
import { splitSchema } from './split-schema.ts';

/** Something of a task that a value of a record is pointed at for. */
export interface SampleTarget {
  /** `title`, or `fields:0` for the first field of one's own. */
  id: string;
  /** As the server calls it: `title`, `fields.country`. */
  name: string;
  label: string;
  hint: string | undefined;
  isRequired: boolean;
  /** What is written down for it. */
  written: string;
  isOwnField: boolean;
}

export function targetsOf(schema: FormSchema, { config, fields }: ConnectorDraft): SampleTarget[] {
  const { mapping } = splitSchema(schema);
  const values = mapping ? objectOf(config[mapping.name]) : {};
  const named = mapping?.field.kind === 'group' ? mapping.field.fields : [];
  return [
    ...named.map(({ name, label, hint, isRequired }) => {
      const value = values[name];
      return { id: name, name, label, hint, isRequired, written: typeof value === 'string' ? value : '', isOwnField: false };
    }),
    ...fields.map(({ name, path }, at) => ({
      ...{ id: ownTargetId(at), name: `fields.${name}`, label: name, hint: undefined, isRequired: false, written: path, isOwnField: true },
    })),
  ];
}

export function ownTargetId(at: number): string {
  return `fields:${at}`;
}

/** The draft with something else written down for a target. */
export function withWritten(schema: FormSchema, draft: ConnectorDraft, target: SampleTarget, written: string): ConnectorDraft {
  if (target.isOwnField) return withOwnField(draft, target.id, { path: written });
  const { mapping } = splitSchema(schema);
  if (!mapping) return draft;
  const { [target.id]: _before, ...others } = objectOf(draft.config[mapping.name]);
  const values = written === '' && !target.isRequired ? others : { ...others, [target.id]: written };
  return { ...draft, config: { ...draft.config, [mapping.name]: values } };
}

export function withOwnField(draft: ConnectorDraft, id: string, change: Partial<OwnField>): ConnectorDraft {
  return { ...draft, fields: draft.fields.map((field, at) => (ownTargetId(at) === id ? { ...field, ...change } : field)) };
}

/** Where to go on after one was pointed at: the next that has nothing yet; else the same. */
export function nextTarget(targets: readonly SampleTarget[], id: string): string {
  const at = targets.findIndex((target) => target.id === id);
  const after = [...targets.slice(at + 1), ...targets.slice(0, at)];
  return after.find(({ written }) => written.trim() === '')?.id ?? id;
}
