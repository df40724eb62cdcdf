/** Where the console's page lives: a scheme of our own, so that it has an origin, a policy and IndexedDB. */
export const APP_SCHEME = 'app';
const APP_HOST = 'docket';
const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** Whether an address belongs to the console's own page. Custom schemes have the origin `null` in Node's `URL`. */
export function isAppAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '' && url.password === '';
}
