import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, Markup } from '../forms/page/html.ts';
import { curlOf } from './curl-of.ts';
import type { OpenApi, Operation } from './open-api.ts';
import { renderSchema, typeOf } from './render-schema.ts';

const SCRIPT = readFileSync(new URL('./docs-page.js', import.meta.url), 'utf8');
const STYLE = readFileSync(new URL('./docs-page.css', import.meta.url), 'utf8');
// Both stand in the page as they are: they must not be able to end their element.
if (/<\/(script|style)/i.test(SCRIPT + STYLE)) throw new Error('the script or the style of the docs would end its element');

/** Nothing but what stands in the page, which asks for nothing and sends nothing. */
export const DOCS_POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(SCRIPT)}'`,
  `style-src '${hashOf(STYLE)}'`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

interface Endpoint {
  method: string;
  path: string;
  operation: Operation;
}

/** The page of the API, whole: it is readable without its script, which only searches. */
export function renderDocs(api: OpenApi, server: string): string {
  const endpoints = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const tags = [...new Set(endpoints.map(({ operation }) => operation.tags[0] ?? ''))];
  const schemas = Object.entries(api.components.schemas);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${api.info.title} API ${api.info.version}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the endpoints</a>
<nav aria-label="Endpoints">
<p class="title"><a href="#content">${api.info.title} API</a> <span>${api.info.version}</span></p>
<p id="search" hidden><label>Search <input type="search" autocomplete="off" spellcheck="false"></label> <span role="status"></span></p>
<ul>${tags.map((tag) => renderTagLink(tag, endpoints))}<li><a href="#schemas">Shapes</a></li></ul>
</nav>
<main id="content" tabindex="-1">
${renderIntroduction(api, server)}
${tags.map((tag) => renderTag(api, tag, endpoints))}
<section id="schemas"><h2>Shapes</h2>${schemas.map(
    ([
      name,
      schema,
    ]) => html`<article id="schema-${name}"><h3>${name} <a class="anchor" href="#schema-${name}" aria-label="Link to ${name}">#</a></h3>
${schema.description === undefined ? null : html`<p>${schema.description}</p>`}${renderSchema(schema)}</article>`,
  )}</section>
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function renderTagLink(tag: string, endpoints: readonly Endpoint[]): Markup {
  const own = endpoints.filter(({ operation }) => operation.tags[0] === tag);
  const items = own.map(
    ({ method, path, operation }) =>
      html`<li data-of="${operation.operationId}"><a href="#${operation.operationId}"><b class="${method}">${method.toUpperCase()}</b> ${shortPath(path)}</a></li>`,
  );
  return html`<li><a href="#tag-${tag}">${tag}</a><ul>${items}</ul></li>`;
}

function renderIntroduction(api: OpenApi, server: string): Markup {
  return html`<section><h1>${api.info.title} API</h1>
<p>Every path works with and without a slash at its end. <code>Authorization: Bearer KEY</code> and <code>x-api-key: KEY</code> are equal. Errors have one shape: <a href="#schema-Error">Error</a>. The commands below read two variables:</p>
<pre><code>export DOCKET_SERVER=${server}
export DOCKET_API_KEY=dk_live_…</code></pre>
<p>Where only people are let in, <code>DOCKET_TOKEN</code> is the token that <a href="#auth.login">auth.login</a> answers. The same as a document for tools: <a href="/openapi.json">/openapi.json</a>.</p></section>`;
}

function renderTag(api: OpenApi, tag: string, endpoints: readonly Endpoint[]): Markup {
  const own = endpoints.filter(({ operation }) => operation.tags[0] === tag);
  return html`<section id="tag-${tag}"><h2>${tag}</h2>${own.map((endpoint) => renderEndpoint(api, endpoint))}</section>
`;
}

function renderEndpoint(api: OpenApi, { method, path, operation }: Endpoint): Markup {
  const { operationId: id, summary, description, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json'] ?? requestBody?.content['application/octet-stream'];
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      html`<li><code>${name}</code> <span class="type">${place}</span> ${typeOf(schema)}${required ? html` <strong>required</strong>` : null}${
        schema.description === undefined ? null : html` <span>${schema.description}</span>`
      }</li>`,
  );
  return html`<article id="${id}" data-text="${`${id} ${method} ${path} ${summary}`.toLowerCase()}">
<h3><b class="${method}">${method.toUpperCase()}</b> <code>${path}</code> <a class="anchor" href="#${id}" aria-label="Link to ${id}">#</a></h3>
<p>${summary}</p><p class="access">${description ?? 'For everybody.'}</p>
${rows.length === 0 ? null : html`<h4>Parameters</h4><ul class="properties">${rows}</ul>`}
${body ? html`<h4>Body${requestBody?.required ? null : ', may be absent'}</h4>${renderSchema(body.schema)}` : null}
<h4>Answers</h4><ul class="properties">${Object.entries(responses).map(([status, answer]) => renderAnswer(status, answer))}</ul>
<h4>curl</h4><pre tabindex="0"><code>${curlOf(api, method, path, operation)}</code></pre>
</article>
`;
}

function renderAnswer(status: string, { description, content }: Operation['responses'][string]): Markup {
  const [found] = Object.entries(content ?? {});
  const isJson = found?.[0] === 'application/json';
  const kind = found && !isJson ? html` <span class="type">${found[0]}</span>` : null;
  const name = status === 'default' ? 'else' : status;
  return html`<li><code>${name}</code> ${description}${kind} ${found && isJson ? renderAnswerShape(found[1].schema) : null}</li>`;
}

function renderAnswerShape(schema: Parameters<typeof renderSchema>[0]): Markup {
  return schema.properties && Object.keys(schema.properties).length > 0 ? renderSchema(schema, 1) : typeOf(schema);
}

function shortPath(path: string): string {
  return path.replace('/api/v1', '');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
