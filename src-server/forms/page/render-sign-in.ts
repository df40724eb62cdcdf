import type { StoredForm } from '../form-rows.ts';
import { attribute, html } from './html.ts';
import { type Page, renderPage } from './render-page.ts';

export interface SignInPage {
  stored: StoredForm;
  token: string;
  query: string;
  email: string;
  error: string | null;
}

export function renderSignIn({ stored, token, query, email, error }: SignInPage): Page {
  const { slug, title, frame_ancestors } = stored;
  const address = `/f/${slug}${query === '' ? '' : `?${query}`}`;
  const content = html`<form class="card" method="post"${attribute('action', `/f/${slug}/sign-in`)}>
<header><h1>${title}</h1><p class="lead">Sign in with your Docket account to fill in this form.</p></header>
<div class="summary" role="alert"${attribute('hidden', error === null)} id="sign-in-error"><p>${error ?? ''}</p></div>
<input type="hidden" name="token"${attribute('value', token)}>
<input type="hidden" name="query"${attribute('value', query)}>
<div class="field"><label class="label" for="email">Email</label><input type="email" id="email" name="email" required autocomplete="username"${attribute(
    'value',
    email,
  )} aria-describedby="sign-in-error"></div>
<div class="field"><label class="label" for="password">Password</label><input type="password" id="password" name="password" required autocomplete="current-password" aria-describedby="sign-in-error"></div>
<div class="actions"><button type="submit">Sign in</button></div>
${frame_ancestors.length > 0 && html`<p class="help">Inside another site, your browser may keep nobody signed in: <a target="_blank" rel="noopener"${attribute('href', address)}>open the form in a window of its own</a>.</p>`}
</form>`;
  return renderPage({ title: `Sign in: ${title}`, frameAncestors: frame_ancestors }, content);
}

/** A page that only says something: what went wrong, as a rule. */
export function renderMessage(title: string, message: string, frameAncestors: readonly string[] = []): Page {
  return renderPage({ title, frameAncestors }, html`<section class="card"><h1>${title}</h1><p class="lead">${message}</p></section>`);
}
