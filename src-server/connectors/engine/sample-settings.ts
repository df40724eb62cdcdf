import { SAMPLE_RECORDS } from '../../../src-shared/connector/sample-limits.ts';
import type { ConnectorSample, MappedSample, SampleToMap, SampleValue } from '../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorClient, VendorKind } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { clipSample } from './clip-sample.ts';
import { findKind } from './connector-commands.ts';
import type { EngineDependencies } from './connector-turn.ts';
import { describeProblem } from './describe-problem.ts';
import { valueAt } from './map-item.ts';
import { TRIAL_MS, type Trial, trySettings } from './try-settings.ts';

/** The first records of a source, whatever is made of them. */
export async function sampleSettings(dependencies: EngineDependencies, trial: Trial): Promise<ConnectorSample> {
  const { value, problem, warnings } = await trySettings(dependencies, trial, TRIAL_MS, async ({ client, secrets }) =>
    clipSample((await readRecords(client)).slice(0, SAMPLE_RECORDS), secrets()),
  );
  return { ok: value !== null, problem, warnings, records: value ?? [] };
}

async function readRecords(client: VendorClient): Promise<JsonObject[]> {
  if (client.readSample) return client.readSample();
  for await (const { items } of client.readAllOpen(null)) {
    if (items.length > 0) return items.map(({ fields }) => fields);
  }
  return [];
}

/** What a mapping makes of records, where it is not whole yet or wrong in places too. Throws an ApiError for an unknown kind. */
export async function mapSample(
  kinds: readonly VendorKind[],
  { kind: name, config, mapping, records }: SampleToMap,
): Promise<MappedSample> {
  const kind = findKind(kinds, name);
  try {
    const mapped = (await kind.mapSample?.(config, records)) ?? records.map(() => []);
    const own = Object.entries(mapping?.fields ?? {});
    const values = records.map((record, at) => [...(mapped[at] ?? []), ...own.map(([field, path]) => ownValue(record, field, path))]);
    return { problem: null, records: values };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { problem: describeProblem(error, []), records: [] };
  }
}

function ownValue(record: JsonObject, field: string, path: string): SampleValue {
  const value = valueAt(record, path) ?? null;
  const text = value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
  return { target: `fields.${field}`, value: text, problem: text === null ? `There is nothing at ${path}.` : null };
}
