import { LANGUAGE_PARAMETER } from '../../../src-shared/form/page-language.ts';
import type { PagePhrase, PageSpeech } from '../../../src-shared/form/page-phrases.ts';
import type { StoredForm } from '../form-rows.ts';
import { attribute, html } from './html.ts';
import { type Page, renderPage } from './render-page.ts';

export interface SignInPage {
  stored: StoredForm;
  token: string;
  query: string;
  email: string;
  error: string | null;
  speech: PageSpeech;
}

export function renderSignIn({ stored, token, query, email, error, speech }: SignInPage): Page {
  const { say, sayAgain, language } = speech;
  const { slug, title, frame_ancestors } = stored;
  const address = `/f/${slug}${query === '' ? '' : `?${query}`}`;
  const content = html`<form class="card" method="post"${attribute('action', `/f/${slug}/sign-in`)}>
<header><h1>${title}</h1><p class="lead">${say('Sign in with your Docket account to fill in this form.')}</p></header>
<div class="summary" role="alert"${attribute('hidden', error === null)} id="sign-in-error"><p>${sayAgain(error ?? '')}</p></div>
<input type="hidden" name="token"${attribute('value', token)}>
<input type="hidden" name="query"${attribute('value', query)}>
<input type="hidden"${attribute('name', LANGUAGE_PARAMETER)}${attribute('value', language)}>
<div class="field"><label class="label" for="email">${say('Email')}</label><input type="email" id="email" name="email" required autocomplete="username"${attribute(
    'value',
    email,
  )} aria-describedby="sign-in-error"></div>
<div class="field"><label class="label" for="password">${say('Password')}</label><input type="password" id="password" name="password" required autocomplete="current-password" aria-describedby="sign-in-error"></div>
<div class="actions"><button type="submit">${say('Sign in')}</button></div>
${frame_ancestors.length > 0 && html`<p class="help">${say('Inside another site, your browser may keep nobody signed in:')} <a target="_blank" rel="noopener"${attribute('href', address)}>${say('open the form in a window of its own')}</a>.</p>`}
</form>`;
  return renderPage(
    { title: say('Sign in: {{title}}', { title }), frameAncestors: frame_ancestors, speech, address: { slug, query } },
    content,
  );
}

/** A page that only says something: what went wrong, as a rule. */
export function renderMessage(phrase: PagePhrase, message: string, speech: PageSpeech): Page {
  const title = speech.say(phrase);
  const content = html`<section class="card"><h1>${title}</h1><p class="lead">${speech.sayAgain(message)}</p></section>`;
  return renderPage({ title, frameAncestors: [], speech, address: null }, content);
}
