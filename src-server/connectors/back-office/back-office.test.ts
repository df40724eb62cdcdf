import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { createSimulatedWaiting } from '../simulated-waiting.ts';
import type { ItemPage, VendorClient } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { type ConnectedVendor, connectToSimulator } from '../vendor-fixture.ts';
import { BACK_OFFICE } from './back-office-kind.ts';
import { type BackOfficeSimulator, createBackOfficeSimulator } from './create-back-office-simulator.ts';

const TIME_SCALE = 20;

let simulator: BackOfficeSimulator;
let connected: ConnectedVendor[];

beforeEach(async () => {
  connected = [];
  simulator = await createBackOfficeSimulator({ timeScale: TIME_SCALE });
});

afterEach(async () => {
  for (const vendor of connected) vendor.close();
  await simulator.stop();
});

function connect(config: JsonObject = {}, credentials?: JsonObject): VendorClient {
  const vendor = connectToSimulator(BACK_OFFICE, simulator, {
    waiting: createSimulatedWaiting(),
    config: { ...simulator.config, ...config },
    ...(credentials ? { credentials } : {}),
  });
  connected.push(vendor);
  return vendor.client;
}

const connectTable = () => connect(simulator.tableConfig, simulator.tableCredentials);

async function readAll(client: VendorClient, resume: ItemPage['resume'] = null) {
  const pages: ItemPage[] = [];
  for await (const page of client.readAllOpen(resume)) pages.push(page);
  return { pages, items: pages.flatMap(({ items }) => items), skipped: pages.flatMap(({ skipped }) => skipped ?? []) };
}

async function errorOf(work: Promise<unknown>): Promise<VendorError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(VendorError);
  return error as VendorError;
}

describe('a sample of the source', () => {
  it('is its first records as they are, in each format, whatever the mapping', async () => {
    simulator.create(Array.from({ length: 9 }, (_, index) => ({ title: `Case ${index + 1}`, fields: { country: 'FR' } })));
    const wrong = { mapping: { id: 'a & (' } };
    const json = await connect(wrong).readSample?.();
    expect(json).toHaveLength(5);
    expect(json?.[0]).toMatchObject({ title: 'Case 1', country: 'FR' });
    const html = await connect({ ...simulator.tableConfig, ...wrong }, simulator.tableCredentials).readSample?.();
    expect(Object.values(html?.[0] ?? {})).toContain('Case 1');
    const csv = await connect({ ...simulator.csvConfig, ...wrong }, simulator.csvCredentials).readSample?.();
    expect(Object.values(csv?.[4] ?? {})).toContain('Case 5');
  });

  it('is nothing where there is nothing', async () => {
    expect(await connect().readSample?.()).toEqual([]);
  });
});

describe('a JSON list', () => {
  it('is read page by page, all of it mapped, all of it in fields', async () => {
    simulator.create(Array.from({ length: 250 }, (_, index) => ({ title: `Case ${index + 1}`, fields: { country: 'FR', empty: null } })));
    const [ann = ''] = simulator.people.map(({ externalId }) => externalId);
    simulator.assign(['2'], ann);
    const { pages, items } = await readAll(connect());
    expect(pages.map((page) => page.items.length)).toEqual([100, 100, 50]);
    expect(items[1]).toMatchObject({
      externalId: '2',
      state: 'open',
      title: 'Case 2',
      url: `${simulator.baseUrl}/case/2`,
      assigneeExternalId: ann,
      dueAt: expect.stringMatching(/\+00:00$/),
      fields: { country: 'FR', owner: ann, title: 'Case 2' },
    });
    expect(items[1]?.fields).not.toHaveProperty('empty');
  });

  it('goes on where it was interrupted', async () => {
    simulator.create(Array.from({ length: 250 }, () => ({ title: 'Case' })));
    const { pages } = await readAll(connect());
    const rest = await readAll(connect(), pages[0]?.resume);
    expect(rest.items.map(({ externalId }) => externalId)).toEqual(Array.from({ length: 150 }, (_, index) => String(index + 101)));
  });

  it('is read by page numbers until a page is empty', async () => {
    simulator.create(Array.from({ length: 200 }, () => ({ title: 'Case' })));
    const { pages, items } = await readAll(connect({ paging: 'page' }));
    expect([pages.length, items.length]).toEqual([3, 200]);
  });

  it('is not made again by a source that says that nothing changed', async () => {
    simulator.create([{ title: 'One' }, { title: 'Two' }]);
    const first = await readAll(connect());
    expect((await readAll(connect())).items).toEqual(first.items);
    expect(simulator.counts()).toEqual({ made: 1, unchanged: 1 });
    simulator.close(['1']);
    expect((await readAll(connect())).items.map(({ externalId }) => externalId)).toEqual(['2']);
  });

  it('is whole in spite of refusals, errors and cut answers', async () => {
    simulator.create(Array.from({ length: 450 }, () => ({ title: 'Case' })));
    simulator.setFaults({ seed: 7, rateLimited: 0.1, serverError: 0.15, cut: 0.1 });
    for (let round = 0; round < 3; round += 1) {
      const outcome = await readAll(connect()).catch((error: unknown) => error);
      if (outcome instanceof VendorError) expect(outcome.reason).toMatch(/unavailable|rate_limited/);
      else expect(outcome).toMatchObject({ items: { length: 450 } });
    }
  }, 30_000);

  it('takes expressions, and skips what they fail on with the reason', async () => {
    simulator.create([
      { title: 'One', fields: { when: '2026-03-29 02:30', words: ['a', 'b'] } },
      { title: 'Two', fields: { when: 'tomorrow' } },
      { title: 'Three', fields: { state: 'Archived' } },
    ]);
    const mapping = { id: '"case-" & id', title: 'title & " (" & $join(words, "+") & ")"', due: 'when', status: 'state' };
    const { items, skipped } = await readAll(connect({ mapping, timeZone: 'Europe/Paris', closedWords: ['archived'] }));
    expect(items).toMatchObject([
      { externalId: 'case-1', title: 'One (a+b)', dueAt: '2026-03-29T01:30:00.000000+00:00', state: 'open' },
      { externalId: 'case-3', title: 'Three ()', state: 'closed', statusWord: 'Archived' },
    ]);
    expect(skipped).toEqual([{ externalId: 'case-2', reason: '"tomorrow" is no date (due).' }]);
  });

  it('reports the same id twice, and counts the first', async () => {
    simulator.create([
      { title: 'One', fields: { key: 'k' } },
      { title: 'Two', fields: { key: 'k' } },
    ]);
    const { items, skipped } = await readAll(connect({ mapping: { id: 'key', title: 'title' } }));
    expect(items).toMatchObject([{ externalId: 'k', title: 'One' }]);
    expect(skipped).toMatchObject([{ externalId: 'k', reason: expect.stringContaining('same id') }]);
  });

  it('is not complete where an item has no id', async () => {
    simulator.create([{ title: 'One', fields: { key: 'k' } }, { title: 'Two' }]);
    const error = await errorOf(readAll(connect({ mapping: { id: 'key' } })));
    expect(error).toMatchObject({ reason: 'unexpected', message: expect.stringContaining('nothing is closed') });
  });
});

describe('an HTML table behind a log-in form', () => {
  it('is read with the names of its heads, and with links', async () => {
    simulator.create([{ title: 'Ben & <Sons>', assigneeExternalId: 'bob' }]);
    const { items } = await readAll(connectTable());
    expect(items).toMatchObject([
      { externalId: '1', title: 'Ben & <Sons>', assigneeExternalId: 'bob', url: `${simulator.baseUrl}/case/1`, fields: { No: '1' } },
    ]);
  });

  it('is read by selectors of its cells', async () => {
    simulator.create([{ title: 'One' }]);
    const columns = { number: 'td:nth-child(1)', link: 'a@href' };
    const { items } = await readAll(
      connect({ ...simulator.tableConfig, columns, mapping: { id: 'number', url: 'link' } }, simulator.tableCredentials),
    );
    expect(items).toMatchObject([{ externalId: '1', url: `${simulator.baseUrl}/case/1`, fields: { number: '1', link: '/case/1' } }]);
  });

  it('logs in again when its session is over', async () => {
    simulator.create([{ title: 'One' }]);
    const client = connectTable();
    await readAll(client);
    simulator.endSessions();
    expect((await readAll(client)).items).toHaveLength(1);
  });

  it('says that the password is wrong, and never the password', async () => {
    const credentials = { ...simulator.tableCredentials, password: 'not this one 99' };
    const error = await errorOf(readAll(connect(simulator.tableConfig, credentials)));
    expect(error).toMatchObject({ reason: 'unauthorized', message: 'The back office refused the user name or the password.' });
    expect(JSON.stringify([error.message, error.vendorMessage])).not.toContain('not this one 99');
  });

  it('is no empty backlog where the table is gone', async () => {
    const error = await errorOf(readAll(connect({ ...simulator.tableConfig, table: '#other' }, simulator.tableCredentials)));
    expect(error).toMatchObject({ reason: 'unexpected', message: expect.stringContaining('There is no #other in the page') });
  });
});

describe('a CSV file', () => {
  it('is read with its own separator and quotes', async () => {
    simulator.create([{ title: 'Semicolon; "quoted"\nline' }]);
    const { items } = await readAll(connect(simulator.csvConfig, simulator.csvCredentials));
    expect(items).toMatchObject([{ externalId: '1', title: 'Semicolon; "quoted"\nline' }]);
  });

  it('says that the credentials are wrong', async () => {
    const error = await errorOf(readAll(connect(simulator.csvConfig, { ...simulator.csvCredentials, username: 'nobody' })));
    expect(error).toMatchObject({ reason: 'unauthorized' });
  });
});

describe('what an admin can act on', () => {
  it.each([
    ['a wrong token', {}, { type: 'bearer', token: 'wrong' }, 'unauthorized', /enter the credentials again/],
    ['another path', { path: '/api/tasks/none' }, undefined, 'not_found', /check the path/],
    ['a page instead of JSON', { path: '/login' }, undefined, 'unexpected', /page instead of JSON/],
    ['another list', { items: 'data.cases' }, undefined, 'unexpected', /no list at data\.cases/],
    ['no list', { items: '' }, undefined, 'unexpected', /say where in it the items are/],
    ['a broken expression', { mapping: { id: 'id', title: 'a[' } }, undefined, 'unexpected', /cannot be read/],
    ['a link that is the same page', { next: '"/api/tasks"' }, undefined, 'unexpected', /circle/],
    ['a link to another server', { next: '"https://elsewhere.example/tasks"' }, undefined, 'unexpected', /another server/],
  ])('%s', async (_name, config, credentials, reason, message) => {
    simulator.create([{ title: 'One' }]);
    const error = await errorOf(readAll(connect(config, credentials)));
    expect(error).toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  it('a server that is down', async () => {
    const client = connect({ baseUrl: 'http://127.0.0.1:9' });
    expect(await errorOf(readAll(client))).toMatchObject({ reason: 'unavailable' });
  }, 30_000);

  it.each([
    [{ baseUrl: 'office' }, 'whole'],
    [{ baseUrl: 'https://me:secret@office.example' }, 'user name'],
    [{ baseUrl: 'ftp://office.example' }, 'https://'],
    [{ timeZone: 'Mars/Olympus' }, 'time zone'],
    [{ format: 'sql' }, 'postgres://'],
    [{ format: 'sql', baseUrl: 'postgres://db.example/office' }, 'Enter the query'],
    [{ paging: 'link', next: '' }, 'next page'],
  ])('settings that cannot work: %j', (config, sentence) => {
    expect(BACK_OFFICE.findConfigProblem?.({ ...simulator.config, ...config }, simulator.credentials)).toContain(sentence);
  });

  it('nothing where the settings can work', () => {
    expect(BACK_OFFICE.findConfigProblem?.(simulator.config, simulator.credentials)).toBeNull();
  });
});

it('a check says what the source is called and which words it uses', async () => {
  simulator.create([
    { title: 'One', fields: { state: 'New' } },
    { title: 'Two', fields: { due: 'soon' } },
  ]);
  const account = await connect({ mapping: { id: 'id', status: 'state', due: 'fields.none' } }).check();
  expect(account).toEqual({
    name: new URL(simulator.baseUrl).host,
    statuses: [
      { word: 'New', label: 'New', isClosed: false },
      { word: 'open', label: 'Open', isClosed: false },
    ],
    warnings: [],
  });
});
