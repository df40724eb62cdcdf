import { html, type Markup } from '../forms/page/html.ts';
import { nameOfRef, type Schema } from './open-api.ts';

const INLINE_DEPTH = 3;

/** The properties of an object, a line each; a type alone for everything else. */
export function renderSchema(schema: Schema, depth = 0): Markup {
  const { properties, required = [] } = schema;
  const inner = properties ?? schema.items?.properties;
  if (!inner || Object.keys(inner).length === 0) return html`<p>${typeOf(schema)}</p>`;
  const needed = properties ? required : (schema.items?.required ?? []);
  const rows = Object.entries(inner).map(([name, property]) => renderProperty(name, property, needed.includes(name), depth));
  return html`<ul class="properties">${rows}</ul>`;
}

function renderProperty(name: string, property: Schema, isRequired: boolean, depth: number): Markup {
  const nested = property.properties ?? property.items?.properties;
  const isDeeper = nested && Object.keys(nested).length > 0 && depth < INLINE_DEPTH;
  return html`<li><code>${name}</code> ${typeOf(property)}${isRequired ? html` <strong>required</strong>` : null}${
    property.description === undefined ? null : html` <span>${property.description}</span>`
  }${isDeeper ? renderSchema(property, depth + 1) : null}</li>`;
}

/** `string, 1 to 120 characters`, with a link where the shape has a name. */
export function typeOf(schema: Schema): Markup {
  if (schema.$ref !== undefined) return linkTo(nameOfRef(schema.$ref));
  if (schema.anyOf) return html`${schema.anyOf.map((one, index) => html`${index === 0 ? '' : ' or '}${typeOf(one)}`)}`;
  if (schema.enum) return html`<span class="type">${schema.enum.map((value) => JSON.stringify(value)).join(' | ')}</span>`;
  if (schema.const !== undefined) return html`<span class="type">${JSON.stringify(schema.const)}</span>`;
  const types = [schema.type ?? 'any JSON'].flat();
  if (types[0] === 'array') return html`<span class="type">list of </span>${typeOf(schema.items ?? {})}${limitsOf(schema)}`;
  return html`<span class="type">${types.join(' or ')}</span>${limitsOf(schema)}`;
}

function limitsOf({ minimum, maximum, minLength, maxLength, minItems, maxItems }: Schema): Markup | null {
  const texts = [between(minimum, maximum, ''), between(minLength, maxLength, ' characters'), between(minItems, maxItems, ' items')];
  const text = texts.filter((each) => each !== null).join(', ');
  return text === '' ? null : html`<span class="limits">, ${text}</span>`;
}

function between(low: number | undefined, high: number | undefined, unit: string): string | null {
  if (low !== undefined && high !== undefined) return low === high ? `${low}${unit}` : `${low} to ${high}${unit}`;
  if (high !== undefined) return `at most ${high}${unit}`;
  return low === undefined ? null : `at least ${low}${unit}`;
}

function linkTo(name: string): Markup {
  return html`<a href="#schema-${name}">${name}</a>`;
}
