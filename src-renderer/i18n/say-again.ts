import type { Refusal } from '../../src-shared/task/refusal.ts';
import type { ServerSentences } from './server-sentences/server-sentences.ts';
import { fill, fillIn, isMessageKey, type PlainKey, spokenLanguage, spokenServerSentences, t } from './translate.ts';

interface Template {
  pattern: RegExp;
  /** In the language that is spoken. */
  sentence: string;
}

/** What the server and the code that it shares say in English, in the language that is spoken; null: it is not known. */
export function sayAgain(message: string): string | null {
  if (spokenLanguage() === 'en') return message;
  for (const { pattern, sentence } of templates()) {
    const found = pattern.exec(message);
    if (!found) continue;
    const { known, ...groups } = found.groups ?? {};
    const saidKnown = known === undefined ? null : sayAgain(known);
    if (known !== undefined && saidKnown === null) continue;
    const parts = Object.entries(groups).map(([name, text]) => [name, sayPart(name, text)] as const);
    return fill(sentence, { ...Object.fromEntries(parts), ...(saidKnown === null ? {} : { known: saidKnown }) });
  }
  return null;
}

/** Why something was refused: in our words where there are some for the sentence, else for the reason. */
export function sayRefusal({ reason, message }: Pick<Refusal, 'reason' | 'message'>): string {
  const said = sayAgain(message);
  if (said !== null) return said;
  return reason === 'held' ? t('error.held') : t(`reason.${reason}`);
}

/** Why an act was not recorded. */
export function sayOutcome({ message, refusal }: { message: string; refusal?: Refusal }): string {
  return sayAgain(message) ?? (refusal ? sayRefusal(refusal) : message);
}

/** What the server says, a whole sentence or its end, as `must be at least 3`; in its own words where nobody knows it. */
export function sayKnown(message: string): string {
  return sayAgain(message) ?? message;
}

/** Who did something: people and keys by their names, parts of the server in the language that is spoken. */
export function sayActor({ kind, name }: { kind: string; name: string }): string {
  return kind === 'system' || kind === 'nobody' ? sayKnown(name) : name;
}

/** Codes that stand for many things: what the server said besides is needed. */
const VAGUE: ReadonlySet<string> = new Set([
  ...['bad_request', 'conflict', 'already_exists', 'validation_failed', 'version_mismatch', 'forbidden', 'not_found', 'unavailable'],
]);

export interface SaidFailure {
  code: string;
  message: string;
  issues?: readonly { path: string; message: string }[];
}

/** Why a request failed: by its sentence, by what is wrong with its parts, by its code; else in the server's words. */
export function sayFailure({ code, message, issues = [] }: SaidFailure): string {
  const said = sayAgain(message);
  // A sentence that names a part by its path is said by what forms call it.
  const isByPath = issues.some(({ path }) => message.startsWith(`${path} `) && labelOf(path) !== null);
  if (said !== null && !isByPath) return said;
  const parts = issues.map((issue) => ({ label: labelOf(issue.path), path: partOf(issue.path), said: sayAgain(issue.message) }));
  if (parts.length > 0 && parts.every((part) => part.said !== null)) {
    const texts = parts.map(({ label, path, said: text }) =>
      label === null ? `${path} ${text}` : t('error.part', { label, text: text ?? '' }),
    );
    return `${t('error.validation_failed')} ${texts.join('; ')}.`;
  }
  const key = `error.${code}`;
  if (!isMessageKey(key)) return message;
  const text = fillIn(key, {});
  return VAGUE.has(code) ? t('error.with', { text, message }) : text;
}

/** What forms call the parts of a request. */
const LABELS: Readonly<Record<string, PlainKey>> = {
  ...{ id: 'hooks.id', url: 'hooks.url', events: 'hooks.events', scope: 'hooks.scope' },
  ...{ max_in_flight: 'hooks.maxInFlight', max_per_second: 'hooks.maxPerSecond' },
  ...{ name: 'people.name', email: 'people.email', skills: 'people.skills' },
  ...{ source: 'keys.source', scopes: 'keys.scopes', time_zone: 'schedules.zone', priority: 'queues.field.priority' },
};

function partOf(path: string): string {
  return path.replace(/^body\./, '');
}

function labelOf(path: string): string | null {
  const [name = ''] = partOf(path).split('.');
  const key = LABELS[name];
  return key === undefined ? null : t(key);
}

function sayPart(name: string, text: string): string {
  switch (name) {
    case 'status':
    case 'act': {
      const key = `${name}.${text}`;
      return isMessageKey(key) ? fillIn(key, {}) : text;
    }
    case 'run': {
      const key = `runs.status.${text}`;
      return isMessageKey(key) ? fillIn(key, {}) : text;
    }
    // A sentence within a sentence, or a part of one.
    case 'what':
    case 'why':
    case 'where':
      return sayKnown(text);
    // A status, and what the vendor said itself: that stays as it is, between our quotation marks.
    case 'said':
      return text.replace(/“(.*)”$/s, (_whole, words: string) => t('quoted', { words }));
    case 'issues':
      return text
        .split('; ')
        .map((issue) => issue.replace(/^(\S+) (.+)$/, (_whole, path: string, message: string) => `${path} ${sayKnown(message)}`))
        .join('; ');
    default:
      return text;
  }
}

let compiled: { of: ServerSentences; templates: readonly Template[] } | null = null;

/** Those with the most words first: a sentence may fit a shorter one as well. `known` has to be said again itself; `path` starts with /. */
function templates(): readonly Template[] {
  const spoken = spokenServerSentences();
  if (compiled?.of === spoken) return compiled.templates;
  const made = Object.entries(spoken)
    .sort(([a], [b]) => literalLength(b) - literalLength(a))
    .map(([said, sentence]) => ({ pattern: patternOf(said), sentence }));
  compiled = { of: spoken, templates: made };
  return made;
}

function literalLength(sentence: string): number {
  return sentence.replaceAll(/\{\{\w+\}\}/g, '').length;
}

function patternOf(sentence: string): RegExp {
  const parts = sentence.split(/\{\{(\w+)\}\}/);
  const source = parts
    .map((part, index) =>
      index % 2 === 0 ? part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&') : `(?<${part}>${part === 'path' ? '/\\S*' : '.+'})`,
    )
    .join('');
  return new RegExp(`^${source}$`, 's');
}
