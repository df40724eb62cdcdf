import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { EXPRESSION_CHARACTERS, RecordMapping } from './back-office-settings.ts';
import { isTimeZone } from './read-moment.ts';

/** What of the settings the mapping needs, as far as they are there. */
export interface SampleConfig {
  /** Those that say something, in the order of the targets. */
  mapping: (readonly [keyof RecordMapping, string])[];
  timeZone: string;
  /** Where the records came from, for addresses that are paths. */
  url: string;
}

const NOWHERE = 'http://source.invalid';
const TARGETS = Object.keys(RecordMapping.properties) as (keyof RecordMapping)[];

/** Settings may lack anything while they are being made. */
export function readSampleConfig({ mapping, timeZone, baseUrl, path }: JsonObject): SampleConfig {
  const expressions = typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping) ? mapping : {};
  const entries = TARGETS.flatMap((name) => {
    const expression = expressions[name];
    const isWritten = typeof expression === 'string' && expression.trim() !== '' && expression.length <= EXPRESSION_CHARACTERS;
    return isWritten ? [[name, expression] as const] : [];
  });
  const base = typeof baseUrl === 'string' && /^https?:/.test(baseUrl) && URL.canParse(baseUrl) ? baseUrl : NOWHERE;
  const place = typeof path === 'string' && URL.canParse(path, base) ? path : '/';
  return {
    mapping: entries,
    timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : 'UTC',
    url: new URL(place, base).href,
  };
}
