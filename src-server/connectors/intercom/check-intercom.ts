import type { VendorAccount } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { IntercomDirectory } from './intercom-directory.ts';
import type { IntercomReading } from './intercom-reading.ts';
import type { IntercomConfig } from './intercom-settings.ts';
import { TICKET_CATEGORIES } from './intercom-shapes.ts';

const CONVERSATION_STATUSES: VendorAccount['statuses'] = [
  { word: 'open', label: 'Conversation: open', isClosed: false },
  { word: 'snoozed', label: 'Conversation: snoozed', isClosed: false },
  { word: 'closed', label: 'Conversation: closed', isClosed: true },
];

/** Touches all that the mirror reads. Throws a VendorError for the first that does not work. */
export async function checkIntercom({ directory, searches }: IntercomReading, config: IntercomConfig): Promise<VendorAccount> {
  const { app, name } = await directory.me();
  const region = app?.region?.toLowerCase();
  const chosen = config.region ?? 'us';
  const warnings: string[] = [];
  if (region && region !== chosen) {
    const sentence = `The workspace is hosted in the region ${region}, not ${chosen}: choose ${region} as the region.`;
    // Behind an address of the customer's own, only the links into the inbox are wrong.
    if (!config.baseUrl) throw new VendorError('not_found', sentence);
    warnings.push(sentence);
  }
  const people = await directory.people();
  for (const search of searches.values()) await search.findNewest();
  const statuses = [
    ...(searches.has('ticket') ? await ticketStatuses(directory) : []),
    ...(searches.has('conversation') ? CONVERSATION_STATUSES : []),
  ];
  if (!config.actingAdminId) {
    warnings.push('Without a teammate who acts for Docket, only what operators do who are teammates in Intercom is written back.');
  } else if (!people.some(({ externalId }) => externalId === config.actingAdminId)) {
    warnings.push(`No teammate in Intercom has the id ${config.actingAdminId}, which is to act for Docket: choose another.`);
  }
  return { name: app?.name ?? name ?? 'Intercom', statuses, warnings };
}

/** States are the workspace's own; their categories are Intercom's. */
async function ticketStatuses(directory: IntercomDirectory): Promise<VendorAccount['statuses']> {
  const labels = new Map<string, string[]>(TICKET_CATEGORIES.map((word) => [word, []]));
  for (const { category, internal_label: label, archived } of await directory.ticketStates()) {
    if (archived === true) continue;
    const known = labels.get(category) ?? [];
    labels.set(category, label && !known.includes(label) ? [...known, label] : known);
  }
  return [...labels].map(([word, names]) => ({
    word,
    label: `Ticket: ${names.length > 0 ? names.join(', ') : word.replaceAll('_', ' ')}`,
    isClosed: word === 'resolved',
  }));
}
