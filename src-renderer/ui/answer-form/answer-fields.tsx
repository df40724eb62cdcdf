import { type FormNode, pathText } from '../../../src-shared/form/form-fields.ts';
import { AnswerField, type AnswerTexts } from './answer-field.tsx';
import type { Answers } from './answers.ts';

export interface AnswerFieldsProps {
  nodes: readonly FormNode[];
  answers: Answers;
  /** By path: see `errorsByField`. */
  errors: ReadonlyMap<string, string>;
  texts: AnswerTexts;
  onChange: (path: string, entries: readonly string[]) => void;
}

/** All that a form asks for, as it lays it out: where it is filled in, and where it is made. */
export function AnswerFields({ nodes, ...rest }: AnswerFieldsProps) {
  return nodes.map((node) => {
    const path = pathText(node.path);
    if (node.type === 'group') {
      return (
        <fieldset key={path} className="flex min-w-0 flex-col gap-4 border-l-2 border-line pl-4">
          <legend className="mb-3 font-semibold">{node.label}</legend>
          {node.help === '' ? null : <p className="-mt-3 text-small text-pretty text-ink-faint">{node.help}</p>}
          <AnswerFields nodes={node.members} {...rest} />
        </fieldset>
      );
    }
    return (
      <div key={path} data-answer={path}>
        <AnswerField
          field={node}
          entries={rest.answers[path] ?? []}
          error={rest.errors.get(path)}
          texts={rest.texts}
          onChange={(entries) => rest.onChange(path, entries)}
        />
      </div>
    );
  });
}

/** The first control within, or that of a field. */
export function controlOf(root: ParentNode | null, path?: string): HTMLElement | null {
  const within = path === undefined ? root : root?.querySelector(`[data-answer="${CSS.escape(path)}"]`);
  return within?.querySelector<HTMLElement>('input, select, textarea') ?? null;
}
