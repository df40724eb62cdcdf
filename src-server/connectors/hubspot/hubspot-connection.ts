import type { VendorItem, VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { createHubspotApi, type HubspotApi } from './hubspot-api.ts';
import { type HubspotLinks, itemOf } from './hubspot-item.ts';
import { conditionsOf, type HubspotObject, loadHubspotObject } from './hubspot-object.ts';
import type { SearchFilter } from './hubspot-records.ts';
import { type HubspotConfig, objectsOf } from './hubspot-settings.ts';
import { AccountAnswer, type HubspotRecord } from './hubspot-shapes.ts';

/** An account as a client of one run knows it: what it asked once, it does not ask again. */
export interface HubspotConnection {
  api: HubspotApi;
  /** Throws a VendorError where one cannot be mirrored. */
  objects(): Promise<readonly HubspotObject[]>;
  links(): HubspotLinks | null;
  itemOf(object: HubspotObject, record: HubspotRecord): VendorItem;
  filtersOf(object: HubspotObject): SearchFilter[];
}

export function createHubspotConnection(session: VendorSession): HubspotConnection {
  const config: HubspotConfig = session.config;
  const api = createHubspotApi(session);
  let links: HubspotLinks | null = null;
  let loading: Promise<readonly HubspotObject[]> | null = null;

  const load = async (): Promise<readonly HubspotObject[]> => {
    links = await findLinks(api, config);
    const objects: HubspotObject[] = [];
    for (const name of objectsOf(config)) {
      objects.push(await loadHubspotObject(api, name, config, session.warn));
    }
    return objects;
  };
  return {
    api,
    objects: () => {
      loading ??= load().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return loading;
    },
    links: () => links,
    itemOf: (object, record) => itemOf(object, record, links, conditionsOf(config, object.name)),
    filtersOf: ({ name }) =>
      conditionsOf(config, name).map(({ property, operator, values }) => ({
        propertyName: property,
        operator,
        ...(values.length === 0 ? {} : { values: [...values] }),
      })),
  };
}

/** The panel can say it; else HubSpot is asked, which not every key allows: without links all else works. */
async function findLinks(api: HubspotApi, { portalId = '', appUrl = '' }: HubspotConfig): Promise<HubspotLinks | null> {
  if (portalId !== '' && appUrl !== '') {
    return { portalId, appUrl: appUrl.replace(/\/+$/, '') };
  }
  const account = await findAccount(api);
  const known = portalId || (account === null ? '' : String(account.portalId));
  return known === ''
    ? null
    : { portalId: known, appUrl: (appUrl || `https://${account?.uiDomain ?? 'app.hubspot.com'}`).replace(/\/+$/, '') };
}

async function findAccount(api: HubspotApi) {
  try {
    return await api.find({
      method: 'GET',
      path: '/account-info/v3/details',
      answer: AccountAnswer,
      what: 'the account’s details',
      scopes: ['oauth'],
    });
  } catch (error) {
    if (error instanceof VendorError && error.reason === 'forbidden') {
      return null;
    }
    throw error;
  }
}
