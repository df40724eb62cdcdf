import { VendorError } from '../vendor-error.ts';
import type { VendorResponse } from '../vendor-http.ts';
import type { ZendeskCredentials } from './zendesk-settings.ts';

/** In Zendesk's own words; null where it said nothing that can be read. */
export function readZendeskRefusal({ text }: Pick<VendorResponse, 'text'>): string | null {
  try {
    const found = wordsIn(JSON.parse(text));
    return found.length === 0 ? null : found.join('; ').slice(0, 500);
  } catch {
    // A page for people: what it means is in the status.
    return null;
  }
}

/** Titles first, then the complaints about single fields. */
function wordsIn(body: unknown): string[] {
  if (!isObject(body)) {
    return [];
  }
  const { error, description, error_description, details } = body;
  const head = isObject(error) ? [error.title, error.message] : [error];
  const fields = isObject(details) ? Object.values(details).flatMap((list) => (Array.isArray(list) ? list : [])) : [];
  const complaints = fields.map((field) => (isObject(field) ? field.description : null));
  const words = complaints.length > 0 ? complaints : [...head, description ?? error_description];
  return words.filter((word): word is string => typeof word === 'string' && word !== '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function zendeskErrorOf(
  response: VendorResponse,
  { method, what }: { method: string; what: string },
  credentials: ZendeskCredentials,
): VendorError {
  const { status } = response;
  const words = readZendeskRefusal(response);
  const details = { status, ...(words === null ? {} : { vendorMessage: words }) };
  const said = words === null ? `${status}` : `${status}, “${words}”`;
  switch (status) {
    case 401:
      return new VendorError('unauthorized', `${describeSignIn(credentials)} (${said}).`, details);
    case 403:
      return new VendorError(
        'forbidden',
        `Zendesk does not allow ${what} (${said}): use the credentials of an administrator, and for OAuth the scopes read and write.`,
        details,
      );
    case 301:
    case 302:
    case 404:
      return new VendorError('not_found', `Zendesk knows nothing of ${what} (${said}): check the subdomain.`, details);
    case 409:
      return new VendorError('conflict', `${what} changed in Zendesk meanwhile (${said}).`, details);
    case 400:
    case 422:
      return method === 'PUT'
        ? new VendorError('rejected', `Zendesk did not take the change of ${what}: ${words ?? status}.`, details)
        : new VendorError('unexpected', `Zendesk did not understand the request for ${what} (${said}).`, details);
    default:
      return new VendorError('unexpected', `Zendesk refused ${what} (${said}). Docket tries again at the next run.`, details);
  }
}

function describeSignIn(credentials: ZendeskCredentials): string {
  if ('apiToken' in credentials) {
    return 'Zendesk does not accept the API token: check the email address and the token, and that token access is switched on in Admin Center > Apps and integrations > APIs';
  }
  return 'accessToken' in credentials
    ? 'The access token has ended or was revoked: enter a new one, or use an OAuth client, whose tokens are renewed by themselves'
    : 'Zendesk does not accept the token that it granted just now: check that the OAuth client is enabled';
}
