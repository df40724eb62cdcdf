/** What the system knows the installed console by. */
export const APP_ID = 'app.docket.console';

/** Where the console's page lives: a scheme of our own, so that it has an origin, a policy and IndexedDB. */
export const APP_SCHEME = 'app';
const APP_HOST = 'docket';
const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;
/** The floating player. */
export const MINI_PAGE = `${APP_ORIGIN}/mini.html`;
/** What is shown when the console's page died too often, in the language that was spoken. */
export const STOPPED_PAGES = { en: `${APP_ORIGIN}/stopped.html`, de: `${APP_ORIGIN}/stopped.de.html` } as const;

/** Whether an address belongs to the console's own page. Custom schemes have the origin `null` in Node's `URL`. */
export function isAppAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === '';
}

/** The page that an address of the console's names, without query and fragment; null for any other address. */
export function appPageOf(address: string): string | null {
  return isAppAddress(address) ? `${APP_ORIGIN}${new URL(address).pathname}` : null;
}
