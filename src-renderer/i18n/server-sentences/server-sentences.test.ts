import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { de } from '../de.ts';
import { en } from '../en.ts';
import { sayActor, sayAgain } from '../say-again.ts';
import { speak } from '../translate.ts';
import { deServer } from './de.ts';
import { deAnswers } from './de-answers.ts';
import { deDefinitions } from './de-definitions.ts';
import { deFailures } from './de-failures.ts';
import { deShared } from './de-shared.ts';
import { deVendorFailures } from './de-vendor-failures.ts';
import { deVendors } from './de-vendors.ts';
import type { ServerSentences } from './server-sentences.ts';

beforeAll(() => speak('de', de, deServer));
afterAll(() => speak('en', en));

const ROOT = join(import.meta.dirname, '../../..');

/** Where sentences are made that the panels of connectors and webhooks show. */
const MADE_IN = [
  'src-server/connectors/**/*.ts',
  'src-server/routes/connectors.ts',
  'src-server/tasks/check-fields.ts',
  'src-server/webhooks/request-{failure,sender}.ts',
];
/** Made for tests and simulators, which no admin sees. */
const MADE_FOR_TESTS =
  /\.test\.ts$|simulator|simulated|fixture|mirror-(?:harness|world)|memory-vendor|import-until-killed|-books\.ts|hubspot-refusals|zendesk-(?:refusals|search-query)|update-zendesk-ticket/;

/** Texts of more than one word that are none for an admin, or stay as they are, by the reason. */
const NOT_SAID: Readonly<Record<string, RegExp>> = {
  'for a database, a header, a pattern or a query':
    /^(?:SELECT|INSERT|UPDATE|DELETE|BEGIN|START|SET|ORDER|AND|OR|id,|-c|\^| OR|text\/csv|type:ticket|tbody tr)|^…(?: IS NULL| = (?:\?|excluded))|^closing_run|^is (?:set|empty)$/,
  'an address, a token or a request': /^(?:Basic|Bearer|Token|GET|read write)(?: …)?$|^(?:POST|PUT|DELETE|…) …$|^https?:/,
  'names at the vendor, which an admin looks for there':
    /^(?:Read|Write) (?:one )?\w+$|^HubSpot portal …$|^ComplyAdvantage(?: \(legacy API\)| Mesh…)$|^… \(…(?:, …)?\)$|^…: …$|^… at …$/,
  'part of a task, or of what is kept at the vendor':
    /^(?:Ticket|Conversation|Ticket:) …$|^Done in Docket\.$|^column …$|^… link$|^… did not take the change: …$|^(?:… ){1,2}…$/,
  'part of a sentence that is looked for as a whole': /^…, “…”$|^”, “$|^ \((?:\/at|…|the whole): …\)$|^way …$|^… …\.$|^(?:for|a) |: $/,
  'words of a kind’s settings, which say-kind.test.ts looks for': /^Settings > Integrations/,
  'a fault of ours, for whoever mends it':
    /^(?:this kind has no list|no run is being|the turn of a connector|the kind has no budget|a query gives rows|no condition: |the task … could not be closed)/,
};

interface SourceNode {
  type: string;
  start: number;
  end: number;
  [name: string]: unknown;
}

function isNode(value: unknown): value is SourceNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Everything that an expression can be as a text; `…` for what is only known when it runs. */
function textsOf(node: unknown, source: string): string[] {
  if (!isNode(node)) return ['…'];
  switch (node.type) {
    case 'Literal':
      return [typeof node.value === 'string' ? node.value : '…'];
    case 'ConditionalExpression':
      return [...textsOf(node.consequent, source), ...textsOf(node.alternate, source)];
    case 'LogicalExpression':
      return [...textsOf(node.left, source), ...textsOf(node.right, source)];
    case 'TemplateLiteral': {
      const quasis = node.quasis as { value: { cooked: string } }[];
      const expressions = node.expressions as SourceNode[];
      return quasis.reduce<string[]>(
        (texts, quasi, index) => {
          const filled = index === 0 ? [''] : textsOf(expressions[index - 1], source);
          return texts.flatMap((text) => filled.map((part) => text + part + quasi.value.cooked));
        },
        [''],
      );
    }
    case 'MemberExpression':
    case 'ChainExpression':
      return [source.slice(node.start, node.end).endsWith('instancePath') ? '/at' : '…'];
    default:
      return ['…'];
  }
}

/** All texts in a file that have more than one word. */
function textsIn(source: string): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const each of node) look(each);
      return;
    }
    if (!isNode(node) || node.type === 'ImportDeclaration') return;
    if (['Literal', 'TemplateLiteral', 'ConditionalExpression', 'LogicalExpression'].includes(node.type)) {
      found.push(...textsOf(node, source).filter((text) => text !== '…'));
      if (node.type === 'Literal') return;
    }
    // Its other parts are in its texts.
    const parts =
      node.type === 'TemplateLiteral'
        ? (node.expressions as SourceNode[]).filter(({ type }) => type === 'CallExpression')
        : Object.values(node);
    for (const part of parts) look(part);
  };
  look(parseAst(source, { lang: 'ts' }).body);
  return [...new Set(found)].filter((text) => /[\w…)”][,:]? +[\w…(“]/.test(text.trim()));
}

/** As it is said when it runs: what is filled in may be a sentence itself. */
function filled(text: string): string {
  return text.replaceAll('…', 'The host cannot be reached.');
}

function isUnsaid(text: string): boolean {
  const isOfKind = Object.hasOwn(deVendors, text);
  return !isOfKind && !Object.values(NOT_SAID).some((pattern) => pattern.test(text)) && sayAgain(filled(text)) === null;
}

interface Made {
  file: string;
  text: string;
}

function madeIn(patterns: readonly string[]): Made[] {
  return globSync(patterns, { cwd: ROOT })
    .filter((file) => !MADE_FOR_TESTS.test(file))
    .flatMap((file) => textsIn(readFileSync(join(ROOT, file), 'utf8')).map((text) => ({ file, text })));
}

/** Sentences of a catalogue that none of the texts is. */
function unsaid(catalogue: ServerSentences, texts: readonly Made[]): string[] {
  return Object.keys(catalogue).filter((sentence) => {
    const parts = sentence.split(/\{\{\w+\}\}/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    const pattern = new RegExp(`^${parts.join('.+')}$`);
    return !texts.some(({ text }) => pattern.test(text));
  });
}

const made = madeIn(MADE_IN);

describe('what connectors and deliveries say', () => {
  test('is found in their sources', () => {
    expect(made.length).toBeGreaterThan(250);
    const source = `throw new VendorError('unexpected', isLate ? \`It is \${name}: wait \${many} more.\` : 'It is over.', { cause });`;
    expect(textsIn(source)).toEqual(['It is …: wait … more.', 'It is over.']);
    expect(textsIn(source).filter(isUnsaid)).toEqual(textsIn(source));
  });

  test('is said in German, each sentence', () => {
    expect(made.filter(({ text }) => isUnsaid(text))).toEqual([]);
  });

  test('has no sentence in the catalogue that nobody says', () => {
    // They are put together from parts, or stand within others.
    expect(unsaid({ ...deFailures, ...deVendorFailures }, made)).toEqual([
      '{{what}} ({{where}}: {{why}}). Nothing was changed; Docket needs an update if this stays so.',
      'the whole',
      'cannot be read',
      'a ticket',
      'a conversation',
      'nobody',
      'the end user {{name}}',
    ]);
  });

  test('keeps the vendor’s own words as they are, in quotation marks', () => {
    expect(sayAgain('HubSpot refused the list of owners (418, “I’m a “teapot””). Docket tries again at the next run.')).toBe(
      'HubSpot hat abgelehnt: die Liste der Besitzer (418, „I’m a “teapot”“). Docket versucht es beim nächsten Lauf noch einmal.',
    );
    expect(sayAgain('Zendesk does not accept the token that it granted just now: check that the OAuth client is enabled (401).')).toBe(
      'Zendesk nimmt das eben selbst ausgestellte Token nicht an: prüfen, dass der OAuth-Client eingeschaltet ist (401).',
    );
    expect(sayAgain('The query names a table that does not exist. (relation "x" is not there)')).toBe(
      'Die Abfrage nennt eine Tabelle, die es nicht gibt. (Datenbank: „relation "x" is not there“)',
    );
    expect(sayAgain('A sentence of the future (with a note)')).toBeNull();
  });

  test('says sentences within sentences too', () => {
    expect(sayAgain('api.example.com cannot be reached: The certificate has expired.')).toBe(
      'api.example.com ist nicht erreichbar: Das Zertifikat ist abgelaufen.',
    );
    expect(
      sayAgain(
        'Zendesk answered in another form than it describes when asked for the list of agents (/users/0: must be object). Nothing was changed; Docket needs an update if this stays so.',
      ),
    ).toBe(
      'Zendesk hat anders geantwortet, als es beschreibt; gefragt war: die Liste der Agenten (/users/0: muss ein Objekt sein). Geändert wurde nichts; bleibt es so, braucht Docket eine neue Version.',
    );
    expect(sayAgain('The run is over: it succeeded.')).toBe('Der Lauf ist zu Ende: Fertig.');
  });
});

test('a sentence stands in one catalogue only', () => {
  const catalogues = [deShared, deAnswers, deDefinitions, deFailures, deVendorFailures, deVendors].flatMap((catalogue) =>
    Object.keys(catalogue),
  );
  expect(catalogues.sort()).toEqual(Object.keys(deServer).sort());
});

/** The console sends its work through the sync instead. */
const ASKED_BY_PROGRAMS = /routes\/(?:task-actions|tasks)\.ts$/;

/** Whole sentences only: the rest is what a database or the system is told. */
const answered = madeIn([
  ...['src-main/main/{api-proxy,ask-server,explain-unreachable,ipc-handlers,local-server,one-time-link,server-address,session}.ts'],
  ...['src-main/main/{journal,player}/*.ts', 'src-server/auth/{api-keys,authenticator,first-run,sign-in,sign-in-throttle}.ts'],
  ...['src-server/{backup,people,queues,reviews,schedules}/*.ts', 'src-server/forms/form-commands.ts', 'src-server/forms/submit-form.ts'],
  'src-server/routes/*.ts',
]).filter(({ file, text }) => !ASKED_BY_PROGRAMS.test(file) && /[\w”…)-]\.$/.test(text));

/** For programs, and for whoever starts the server or opens a page of it. */
const NOT_IN_CONSOLE =
  /^body\.(?:id names|reopen|until|fields|target\.fields)|^query\.|DOCKET_|TOKEN|secret\.key|tasks:read|^… is there already|cannot be written|^There is no file|^The cursor|^Copy the address|key is no person|key has no|^Sessions of others|^… is restored|^These credentials|^The e-mail address or|^There is no form at|^The id in the path|^This server speaks|^body\.id must be|form again|it here again|^The page |^You are signed out|^… not been sent|^A field that must stay|^You have sent|^This was sent|takes a token|^… ….$|^Something that|^It could not be read/;

test('what the server and the main process answer to people is said in German, each sentence', () => {
  expect(answered.length).toBeGreaterThan(80);
  expect(answered.filter(({ text }) => !NOT_IN_CONSOLE.test(text) && sayAgain(filled(text)) === null)).toEqual([]);
  expect(unsaid(deAnswers, answered)).toEqual([
    'One change has not been sent yet. Connect to {{server}} first, then sign out.',
    '{{count}} changes have not been sent yet. Connect to {{server}} first, then sign out.',
    'One change has not been sent to {{server}} yet, made by {{name}}: until then only {{email}} can sign in.',
    '{{count}} changes have not been sent to {{server}} yet, made by {{name}}: until then only {{email}} can sign in.',
  ]);
});

test('what is wrong with a form’s definition, and with a condition, is said in German', () => {
  const wrong = madeIn([
    ...['src-shared/form/{form-fields,read-form,read-form-schema,schema-keywords}.ts', 'src-shared/form/pattern/*.ts'],
    'src-shared/queue/condition-grammar.ts',
  ]).filter(({ text }) => /^(?:must|is|has|can|holds|leads|looks|names|points|refers|repeats|stands|switches) /.test(text));
  expect(wrong.length).toBeGreaterThan(60);
  expect(wrong.filter(({ text }) => sayAgain(filled(text)) === null)).toEqual([]);
  expect(unsaid(deDefinitions, wrong)).toEqual([]);
});

test('parts of the server that do something have a name in German, people and keys their own', () => {
  const named = globSync('src-server/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts', '**/*.bench.ts'] }).flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/kind: '(system|nobody)',(?: id: null,)? name: '([^']+)'/g)].map(
      ([, kind = '', name = '']) => ({ kind, name }),
    ),
  );
  // Whoever typed a command knows it by this name.
  const known = named.filter(({ name }) => !name.startsWith('npm run '));
  expect(known.length).toBeGreaterThan(6);
  expect(known.filter(({ name }) => sayAgain(name) === null)).toEqual([]);
  expect(known.filter(({ kind, name }) => name !== 'Webhooks' && sayActor({ kind, name }) === name)).toEqual([]);
  expect(sayActor({ kind: 'user', name: 'Routing' })).toBe('Routing');
});
