import type { VendorAccount } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { HubspotApi } from './hubspot-api.ts';
import { type HubspotCondition, type OwnObject, readCondition, readOwnObject } from './hubspot-lines.ts';
import { rightsTo } from './hubspot-rights.ts';
import type { HubspotConfig } from './hubspot-settings.ts';
import { PipelinesAnswer, PropertiesAnswer, PropertyAnswer } from './hubspot-shapes.ts';

/** Where an object keeps what a task needs. */
interface ObjectOutline {
  titleProperty: string;
  statusProperty: string;
  /** Null: pipelines say what is closed. */
  closedValues: readonly string[] | null;
  dueProperty: string | null;
  priorityProperty: string | null;
}

const OUTLINES: Readonly<Record<string, ObjectOutline>> = {
  tasks: {
    titleProperty: 'hs_task_subject',
    statusProperty: 'hs_task_status',
    closedValues: ['COMPLETED'],
    dueProperty: 'hs_timestamp',
    priorityProperty: 'hs_task_priority',
  },
  tickets: {
    titleProperty: 'subject',
    statusProperty: 'hs_pipeline_stage',
    closedValues: null,
    dueProperty: null,
    priorityProperty: 'hs_ticket_priority',
  },
  deals: {
    titleProperty: 'dealname',
    statusProperty: 'dealstage',
    closedValues: null,
    dueProperty: 'closedate',
    priorityProperty: 'hs_priority',
  },
};

const COMMON_PROPERTIES = ['hubspot_owner_id', 'hs_createdate', 'hs_object_id'] as const;

export interface StatusWord {
  word: string;
  label: string;
  isClosed: boolean;
  /** Null where the object has no pipelines. */
  pipeline: string | null;
}

export interface HubspotObject extends ObjectOutline {
  name: string;
  /** All of them, for HubSpot sends only what it is asked for. */
  properties: readonly string[];
  /** Without these no task can be made. */
  keyProperties: readonly string[];
  words: readonly StatusWord[];
  closedWords: ReadonlySet<string>;
}

export async function loadHubspotObject(
  api: HubspotApi,
  name: string,
  config: HubspotConfig,
  warn: (message: string) => void,
): Promise<HubspotObject> {
  const own = config.ownObjects?.map(readOwnObject).find((object) => object.name === name);
  const outline = OUTLINES[name] ?? outlineOf(name, own);
  const words = outline.closedValues === null ? await loadStages(api, name) : await loadOptions(api, name, outline);
  const hasPipelines = outline.closedValues === null;
  const keyProperties = [
    outline.titleProperty,
    outline.statusProperty,
    ...(hasPipelines ? [pipelineProperty(name)] : []),
    ...(outline.dueProperty === null ? [] : [outline.dueProperty]),
    ...(outline.priorityProperty === null ? [] : [outline.priorityProperty]),
    ...conditionsOf(config, name).map(({ property }) => property),
    modifiedProperty(name),
    ...COMMON_PROPERTIES,
  ];
  const properties = await loadPropertyNames(api, name, warn);
  return {
    ...outline,
    name,
    words,
    closedWords: new Set(words.filter(({ isClosed }) => isClosed).map(({ word }) => word)),
    keyProperties: [...new Set(keyProperties)],
    properties: [...new Set([...keyProperties, ...properties])],
  };
}

/** Contacts are older than the rule. */
export function modifiedProperty(object: string): string {
  return object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
}

export function pipelineProperty(object: string): string {
  return object === 'deals' ? 'pipeline' : 'hs_pipeline';
}

export function statusesOf(objects: readonly HubspotObject[]): VendorAccount['statuses'] {
  return objects.flatMap(({ name, words }) =>
    words.map(({ word, label, isClosed }) => ({ word, label: objects.length > 1 ? `${name}: ${label}` : label, isClosed })),
  );
}

/** Those that count for this object. */
export function conditionsOf({ filters = [] }: HubspotConfig, name: string): HubspotCondition[] {
  return filters.map(readCondition).filter(({ object }) => object === null || object === name);
}

function outlineOf(name: string, own: OwnObject | undefined): ObjectOutline {
  const { title = null, status = null, due = null, closed = [] } = own ?? {};
  if (status !== null && closed.length === 0) {
    throw new VendorError(
      'unexpected',
      `Nothing says when one of ${name} is closed: name the closing values of ${status} under “Other objects”, as in closed=done,dropped.`,
    );
  }
  return {
    titleProperty: title ?? 'name',
    statusProperty: status ?? 'hs_pipeline_stage',
    closedValues: status === null ? null : closed,
    dueProperty: due,
    priorityProperty: null,
  };
}

/** How long a record has been in each stage: these change by themselves, and would change every task every night. */
const TICKING = /^hs_(?:v2_)?(?:cumulative_|latest_)?time_in_/;

async function loadPropertyNames(api: HubspotApi, name: string, warn: (message: string) => void): Promise<string[]> {
  const answer = await api.find({
    method: 'GET',
    path: `/crm/v3/properties/${name}`,
    answer: PropertiesAnswer,
    what: `the properties of ${name}`,
    scopes: rightsTo(name).read,
  });
  if (answer === null) {
    warn(`HubSpot does not list the properties of ${name}: only the most important ones are mirrored.`);
    return [];
  }
  return answer.results.filter(({ name: property, hidden }) => hidden !== true && !TICKING.test(property)).map((property) => property.name);
}

/** Read from the account: HubSpot adds options, and accounts rename them. */
async function loadOptions(api: HubspotApi, name: string, { statusProperty, closedValues }: ObjectOutline): Promise<StatusWord[]> {
  const { value } = await api.call({
    method: 'GET',
    path: `/crm/v3/properties/${name}/${statusProperty}`,
    answer: PropertyAnswer,
    what: `the values of ${statusProperty} of ${name}`,
    scopes: rightsTo(name).read,
  });
  const missing = (closedValues ?? []).filter((closed) => !value.options.some((option) => option.value === closed));
  if (missing.length > 0) {
    throw new VendorError(
      'unexpected',
      `The property ${statusProperty} of ${name} has no value ${missing.join(', ')} any more, so that nothing says what is closed. Nothing was changed; look at the property in HubSpot.`,
    );
  }
  return value.options.map((option) => ({
    word: option.value,
    label: option.label,
    isClosed: closedValues?.includes(option.value) ?? false,
    pipeline: null,
  }));
}

async function loadStages(api: HubspotApi, name: string): Promise<StatusWord[]> {
  const { value } = await api.call({
    method: 'GET',
    path: `/crm/v3/pipelines/${name}`,
    answer: PipelinesAnswer,
    what: `the pipelines of ${name}`,
    scopes: rightsTo(name).read,
  });
  const pipelines = value.results.toSorted((a, b) => a.displayOrder - b.displayOrder);
  const words = pipelines.flatMap((pipeline) =>
    pipeline.stages
      .toSorted((a, b) => a.displayOrder - b.displayOrder)
      .map((stage) => ({
        word: stage.id,
        label: pipelines.length > 1 ? `${pipeline.label}: ${stage.label}` : stage.label,
        isClosed: stage.metadata?.ticketState === 'CLOSED' || String(stage.metadata?.isClosed) === 'true',
        pipeline: pipeline.id,
      })),
  );
  if (!words.some(({ isClosed }) => isClosed)) {
    throw new VendorError(
      'unexpected',
      `No stage of the pipelines of ${name} is marked as closed in HubSpot (Settings > Objects > ${name} > Pipelines): mark one, or no item could ever be closed.`,
    );
  }
  return words;
}
