import type { FieldHints } from '../../../../src-shared/schema/form.ts';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';

/** What a field says besides what the builder has controls for; it is given back as it came. */
export interface FieldNotes {
  /** Label and help stand in the schema itself, as `title` and `description`, and are written there again. */
  hasTitle: boolean;
  hasDescription: boolean;
  /** Of the schema: words for people and programs, which decide nothing. */
  others: JsonObject;
  widget?: FieldHints['widget'];
  /** Its choices say by themselves of which type they are. */
  lacksType?: true;
}

const WORDS = /^(?:title|description|\$comment|examples|deprecated|readOnly|writeOnly|x-.*)$/;

export function notesOf(schema: JsonObject, hints: FieldHints): FieldNotes {
  const hasTitle = hints.label === undefined && isText(schema.title);
  const hasDescription = hints.help === undefined && isText(schema.description);
  const others = Object.entries(schema).filter(
    ([keyword]) => WORDS.test(keyword) && !(hasTitle && keyword === 'title') && !(hasDescription && keyword === 'description'),
  );
  // A long text is a kind of field here.
  const widget = hints.widget === 'textarea' ? undefined : hints.widget;
  return {
    ...{ hasTitle, hasDescription, others: Object.fromEntries(others) },
    ...(widget === undefined ? {} : { widget }),
    ...(schema.type === undefined ? { lacksType: true } : {}),
  };
}

/** What of them stands in the schema. */
export function schemaOfNotes(notes: FieldNotes | undefined, { label, help }: { label: string; help: string }): JsonObject {
  return {
    ...notes?.others,
    ...(notes?.hasTitle && label !== '' ? { title: label } : {}),
    ...(notes?.hasDescription && help !== '' ? { description: help } : {}),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
