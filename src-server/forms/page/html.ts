/** Markup that is safe to send. Only `html` makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = Markup | string | number | null | false | readonly Content[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes everything that is put into it, but for markup that it made itself. Values of attributes stand in quotes. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(strings.map((text, index) => text + textOf(contents[index] ?? null)).join(''));
}

/** An attribute, with a space before it; nothing for false and null, the name alone for true. */
export function attribute(name: string, value: string | number | boolean | null | undefined): Markup {
  if (value === false || value === null || value === undefined) return html``;
  return value === true ? new Markup(` ${name}`) : new Markup(` ${name}="${escapeText(String(value))}"`);
}

/** JSON in a script element that is not run: nothing in it can end the element. */
export function jsonElement(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return new Markup(`<script type="application/json" id="${escapeText(id)}">${json}</script>`);
}

function textOf(content: Content): string {
  if (content === null || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escapeText(String(content));
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}
