import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, Markup } from './html.ts';

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

/** `frameAncestors`: origins that may show the page in a frame; nobody where it is empty. */
export function renderPage({ title, frameAncestors }: { title: string; frameAncestors: readonly string[] }, content: Markup): Page {
  const page = html`<!doctype html>
<html lang="en">
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
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  const ancestors = frameAncestors.map((origin) => (origin === 'self' ? "'self'" : origin));
  const policy = `${POLICY}; frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`;
  return { html: page.text, contentSecurityPolicy: policy };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
