import type { VendorClient, VendorItem, VendorSession } from '../vendor.ts';
import { checkIntercom } from './check-intercom.ts';
import { createIntercomApi } from './intercom-api.ts';
import { createIntercomDirectory } from './intercom-directory.ts';
import type { IntercomObject } from './intercom-items.ts';
import { type IntercomReading, readItem } from './intercom-reading.ts';
import { createIntercomSearch } from './intercom-search.ts';
import { INTERCOM_OBJECTS, type IntercomConfig, inboxAddressOf } from './intercom-settings.ts';
import { readChangesOf, readOpenOf } from './read-intercom.ts';
import { createIntercomWriter } from './write-intercom.ts';

export function connectIntercom(session: VendorSession): VendorClient {
  const config = session.config as IntercomConfig;
  const chosen = config.objects ?? INTERCOM_OBJECTS;
  const api = createIntercomApi(session);
  const directory = createIntercomDirectory(api);
  const objects: IntercomObject[] = [];
  if (chosen.includes('tickets')) objects.push('ticket');
  if (chosen.includes('conversations')) objects.push('conversation');
  const reading: IntercomReading = {
    api,
    directory,
    searches: new Map(objects.map((object) => [object, createIntercomSearch(api, object)])),
    async place() {
      const { app } = await directory.me();
      return { inboxUrl: inboxAddressOf(config), workspaceId: app?.id_code ?? null, hasTickets: chosen.includes('tickets') };
    },
    warn: session.warn,
  };

  return {
    check: () => checkIntercom(reading, config),
    readChanges: (watermark, resume) => readChangesOf(reading, watermark, resume),
    readAllOpen: (resume) => readOpenOf(reading, resume),
    async readItems(externalIds) {
      const items: VendorItem[] = [];
      for (const externalId of externalIds) items.push(await readItem(reading, externalId));
      return items;
    },
    async *readPeople() {
      yield await directory.people();
    },
    write: createIntercomWriter(reading, config),
  };
}
