import { controlName, entriesOf, valueAt } from '../../../src-shared/form/entries.ts';
import { type FieldGroup, type FormField, type FormNode, pathText } from '../../../src-shared/form/form-fields.ts';
import { showNumber } from '../../../src-shared/form/page-language.ts';
import type { PageSpeech } from '../../../src-shared/form/page-phrases.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { attribute, html, type Markup } from './html.ts';

export interface FieldContext {
  values: JsonObject;
  /** Messages by path. */
  errors: ReadonlyMap<string, string>;
  /** The ids of fields, by path: names may hold anything, ids may not. */
  ids: ReadonlyMap<string, string>;
  speech: PageSpeech;
}

interface ShownField {
  field: FormField;
  id: string;
  entries: readonly string[];
  error: string | undefined;
  speech: PageSpeech;
}

export function renderNode(node: FormNode, context: FieldContext): Markup {
  return node.type === 'group' ? renderGroup(node, context) : renderField(node, context);
}

function renderGroup(group: FieldGroup, context: FieldContext): Markup {
  return html`<fieldset class="group"><legend>${group.label}</legend>${
    group.help !== '' && html`<p class="help">${group.help}</p>`
  }${group.members.map((member) => renderNode(member, context))}</fieldset>`;
}

function renderField(field: FormField, { values, errors, ids, speech }: FieldContext): Markup {
  const path = pathText(field.path);
  const value = valueAt(values, field.path);
  const shown: ShownField = {
    field,
    id: ids.get(path) ?? path,
    entries: entriesOf(field, value === undefined ? field.schema.default : value),
    error: errors.get(path),
    speech,
  };
  return html`<div class="field"${attribute('data-field', path)}>${controlOf(shown)}</div>`;
}

function controlOf(shown: ShownField): Markup {
  const { field, id } = shown;
  switch (field.kind) {
    case 'ticked':
      return html`<label class="tick"><input type="checkbox"${attribute('id', id)}${attribute('name', controlName(field.path))}${attribute(
        'checked',
        shown.entries.length > 0,
      )}${attribute('required', field.schema.const === true)}${describedBy(shown)}> <span>${labelOf(shown)}</span></label>${below(shown)}`;
    case 'choices':
      return renderBoxes(shown, 'checkbox');
    case 'choice':
      return field.isOpen ? renderBoxes(shown, 'radio') : labelled(shown, renderSelect(shown));
    case 'multiline':
    case 'lines':
      return labelled(
        shown,
        html`<textarea${common(shown)} rows="${field.kind === 'lines' ? 3 : 5}">
${shown.entries[0] ?? ''}</textarea>`,
      );
    default:
      return labelled(shown, html`<input${inputType(field)}${common(shown)}${attribute('value', firstEntry(shown))}>`);
  }
}

function firstEntry({ field, entries, speech }: ShownField): string {
  const [first = ''] = entries;
  return field.kind === 'number' ? showNumber(first, speech.language) : first;
}

/** Numbers are texts with another keyboard: spinners change them by a turn of the wheel. */
function inputType({ kind, schema }: FormField): Markup {
  switch (kind) {
    case 'email':
      return html` type="email" autocomplete="email"`;
    case 'web':
      return html` type="url" inputmode="url"`;
    case 'date':
    case 'time':
      return attribute('type', kind);
    case 'moment':
      return html` type="datetime-local"`;
    case 'number':
      return html` type="text" autocomplete="off" inputmode="${schema.type === 'integer' && (schema.minimum ?? -1) >= 0 ? 'numeric' : 'decimal'}"`;
    default:
      return html` type="text"`;
  }
}

function labelled(shown: ShownField, control: Markup): Markup {
  return html`<label class="label"${attribute('for', shown.id)}>${labelOf(shown)}</label>${helpOf(shown)}${control}${errorOf(shown)}`;
}

function renderSelect(shown: ShownField): Markup {
  const { field, entries } = shown;
  const options = field.choices.map(
    ({ key, label }) => html`<option${attribute('value', key)}${attribute('selected', entries.includes(key))}>${label}</option>`,
  );
  return html`<span class="select"><select${common(shown)}><option value="">${shown.speech.say('Choose…')}</option>${options}</select></span>`;
}

function renderBoxes(shown: ShownField, type: 'checkbox' | 'radio'): Markup {
  const { field, id, entries } = shown;
  const boxes = field.choices.map(
    ({ key, label }, index) =>
      html`<label class="tick"><input${attribute('type', type)}${attribute('id', index === 0 ? id : `${id}-${index}`)}${attribute(
        'name',
        controlName(field.path) + (type === 'checkbox' ? '[]' : ''),
      )}${attribute('value', key)}${attribute('checked', entries.includes(key))}${attribute(
        'required',
        type === 'radio' && field.required,
      )}${index === 0 ? attribute('aria-invalid', shown.error !== undefined && 'true') : html``}> <span>${label}</span></label>`,
  );
  return html`<fieldset class="boxes"${describedBy(shown)}${attribute('role', type === 'radio' && 'radiogroup')}><legend class="label">${labelOf(
    shown,
  )}</legend>${helpOf(shown)}${boxes}${errorOf(shown)}</fieldset>`;
}

function common(shown: ShownField): Markup {
  const { field, id } = shown;
  return html`${attribute('id', id)}${attribute('name', controlName(field.path))}${attribute('placeholder', field.placeholder || null)}${attribute(
    'required',
    field.required,
  )}${describedBy(shown)}${attribute('aria-invalid', shown.error !== undefined && 'true')}`;
}

function labelOf({ field: { label, required, kind }, speech }: ShownField): Markup {
  return html`${label}${!required && kind !== 'ticked' && html` <span class="optional">${speech.say('(optional)')}</span>`}`;
}

function hasHelp({ help, kind }: FormField): boolean {
  return help !== '' || kind === 'lines' || kind === 'moment';
}

function helpOf({ field, id, speech }: ShownField): Markup {
  if (!hasHelp(field)) return html``;
  const { help, kind } = field;
  return html`<p class="help"${attribute('id', `${id}-help`)}>${help}${kind === 'lines' && ` ${speech.say('One entry on each line.')}`}${
    kind === 'moment' && html` <span class="utc">${speech.say('The time counts as UTC.')}</span>`
  }</p>`;
}

/** Always there, so that the page's script has a place that is linked already. */
function errorOf({ id, error }: ShownField): Markup {
  return html`<p class="error"${attribute('id', `${id}-error`)}${attribute('hidden', error === undefined)}>${error ?? ''}</p>`;
}

function below(shown: ShownField): Markup {
  return html`${helpOf(shown)}${errorOf(shown)}`;
}

function describedBy({ field, id }: ShownField): Markup {
  const ids = [...(hasHelp(field) ? [`${id}-help`] : []), `${id}-error`];
  return attribute('aria-describedby', ids.join(' '));
}
