import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LANGUAGE_PARAMETER, PAGE_LANGUAGES } from '../../../src-shared/form/page-language.ts';
import type { PageSpeech } from '../../../src-shared/form/page-phrases.ts';
import { attribute, html, Markup } from './html.ts';

/** A whole page, with the policy that it is sent with. */
export interface Page {
  html: string;
  contentSecurityPolicy: string;
}

const SCRIPT = readFileSync(new URL('./form-page.generated.js', import.meta.url), 'utf8');
const STYLE = readFileSync(new URL('./form-page.css', import.meta.url), 'utf8');
// Both stand in the page as they are: they must not be able to end their element.
if (/<\/(script|style)/i.test(SCRIPT + STYLE)) throw new Error('the script or the style of forms would end its element');

const POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(SCRIPT)}'`,
  `style-src '${hashOf(STYLE)}'`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export interface PageFrame {
  title: string;
  /** Origins that may show the page in a frame; nobody where it is empty. */
  frameAncestors: readonly string[];
  speech: PageSpeech;
  /** Where it is, to be read in another language; null where that would lose what somebody sent. */
  address: { slug: string; query: string } | null;
}

export function renderPage({ title, frameAncestors, speech, address }: PageFrame, content: Markup): Page {
  const page = html`<!doctype html>
<html${attribute('lang', speech.language)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${content}
</main>
${address !== null && renderLanguages(address, speech)}
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  const ancestors = frameAncestors.map((origin) => (origin === 'self' ? "'self'" : origin));
  const policy = `${POLICY}; frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`;
  return { html: page.text, contentSecurityPolicy: policy };
}

/** Others speak their own language: their names are not translated. */
function renderLanguages({ slug, query }: { slug: string; query: string }, { language, say }: PageSpeech): Markup {
  const choices = Object.entries(PAGE_LANGUAGES).map(([code, name]) => {
    const parameters = new URLSearchParams(query);
    parameters.set(LANGUAGE_PARAMETER, code);
    return code === language
      ? html`<span aria-current="true">${name}</span>`
      : html`<a${attribute('href', `/f/${slug}?${parameters}`)}${attribute('lang', code)}${attribute('hreflang', code)}>${name}</a>`;
  });
  return html`<nav class="languages"${attribute('aria-label', say('Language'))}>${choices}</nav>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
