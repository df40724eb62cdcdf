import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, TEST_ADMIN, type TestAnswer, type TestApp } from '../app-fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await openTestApp();
});

afterEach(async () => {
  expect(app.failures).toEqual([]);
  await app.close();
});

const COMPLAINT = {
  id: 'complaint',
  slug: 'complaint',
  title: 'Complaint',
  public: true,
  schema: {
    type: 'object',
    properties: {
      customer: { type: 'string', title: 'Customer', description: 'As on the invoice', maxLength: 20 },
      amount: { type: 'integer' },
      tags: { type: 'array', items: { enum: ['late', 'broken'] } },
      internal: { type: 'string' },
    },
    required: ['customer'],
  },
  prefill: ['customer', 'tags'],
};

const make = (form: object = {}) => app.call('POST', '/api/v1/forms', { body: { ...COMPLAINT, ...form } });
const tasks = async () => (await app.call('GET', '/api/v1/tasks')).body.items;

/** A browser without scripts, as far as this page needs one: it keeps cookies and sends what stands in the form. */
class Visitor {
  readonly cookies = new Map<string, string>();
  page: TestAnswer | null = null;

  open(path: string): Promise<TestAnswer> {
    return this.go('GET', path, undefined);
  }

  /** Sends the page's form with what was entered; null takes a field out. */
  send(path: string, entered: Record<string, string | null>, headers: Record<string, string> = {}): Promise<TestAnswer> {
    const entries = new Map<string, string | null>([...this.hidden(), ...Object.entries(entered)]);
    const body = new URLSearchParams([...entries].filter((entry): entry is [string, string] => entry[1] !== null)).toString();
    return this.go('POST', path, body, headers);
  }

  hidden(): [string, string][] {
    const form = /<form class="card"[\s\S]*?<\/form>/.exec(this.page?.text ?? '')?.[0] ?? '';
    return [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [name, value]);
  }

  async go(method: string, path: string, body: string | undefined, headers: Record<string, string> = {}): Promise<TestAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.call(method, path, {
      token: null,
      ...(body === undefined ? {} : { body }),
      headers: {
        accept: 'text/html,application/xhtml+xml',
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
    });
    for (const text of cookiesOf(answer)) {
      const [pair = ''] = text.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (text.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    if (answer.status !== 303) this.page = answer;
    return answer;
  }
}

function cookiesOf(answer: TestAnswer): string[] {
  return [(answer.headers as Record<string, string | string[]>)['set-cookie'] ?? []].flat();
}

const JSON_ANSWER = { accept: 'application/json' };

describe('the page of a form', () => {
  it('shows its fields, each with its label, help and a place for its error', async () => {
    await make();
    const { status, text, headers } = await new Visitor().open('/f/complaint');
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
    expect(text).toContain('<label class="label" for="f1">Customer</label><p class="help" id="f1-help">As on the invoice</p>');
    expect(text).toContain('<input type="text" id="f1" name="values[customer]" required aria-describedby="f1-help f1-error" value="">');
    expect(text).toContain('<p class="error" id="f1-error" hidden></p>');
    expect(text).toContain('Amount <span class="optional">(optional)</span>');
    expect((await new Visitor().open('/f/complaint/')).status).toBe(200);
  });

  it('speaks the language that the browser asks for or the visitor chose, without a script too', async () => {
    await make({
      schema: { ...COMPLAINT.schema, properties: { ...COMPLAINT.schema.properties, amount: { type: 'number', minimum: 2.5 } } },
    });
    const visitor = new Visitor();
    const english = await visitor.open('/f/complaint');
    expect(english.text).toContain('<html lang="en">');
    const { text, headers } = await visitor.go('GET', '/f/complaint', undefined, { 'accept-language': 'de-DE,de;q=0.9,en;q=0.5' });
    expect([headers.vary, text.includes('<html lang="de">')]).toEqual(['accept, accept-language', true]);
    expect(text).toContain('Amount <span class="optional">(freiwillig)</span>');
    expect(text).toContain('<a href="/f/complaint?lang=en" lang="en" hreflang="en">English</a>');
    const chosen = await visitor.go('GET', '/f/complaint?lang=en', undefined, { 'accept-language': 'de' });
    expect(chosen.text).toContain('<html lang="en">');

    await visitor.open('/f/complaint?lang=de');
    const refused = await visitor.send('/f/complaint', { 'values[amount]': '1,25' });
    expect(refused.text).toContain('<html lang="de">');
    expect(refused.text).toContain('Customer fehlt.');
    expect(refused.text).toContain('muss mindestens 2,5 sein.');
    expect(refused.text).toContain('value="1,25"');
    const sent = await visitor.send('/f/complaint', { 'values[customer]': 'Ada', 'values[amount]': '1.234,5' });
    expect(sent.text).toContain('Ihr Zeichen:');
    expect((await tasks())[0].fields).toMatchObject({ customer: 'Ada', amount: 1234.5 });
    const gone = await visitor.go('GET', '/f/nothing', undefined, { 'accept-language': 'de' });
    expect(gone.text).toContain('<h1>Hier ist nichts</h1>');
    expect(gone.text).toContain('Unter dieser Adresse gibt es kein Formular');
  });

  it('has a policy that lets nothing run but its own script, and nobody frame it', async () => {
    await make();
    const { headers, text } = await new Visitor().open('/f/complaint');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[^']+'/);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect([headers['x-frame-options'], headers['x-content-type-options'], headers['referrer-policy']]).toEqual([
      'DENY',
      'nosniff',
      'same-origin',
    ]);
    expect(text).not.toMatch(/ on\w+="| style="|javascript:/);
  });

  it('may be framed by whom the form names', async () => {
    await make({ frame_ancestors: ['https://office.example.com', 'https://*.example.org:8443', 'self'] });
    const { headers } = await new Visitor().open('/f/complaint');
    expect(headers['content-security-policy']).toContain("frame-ancestors https://office.example.com https://*.example.org:8443 'self'");
    expect(headers['x-frame-options']).toBeUndefined();
  });

  it('shows whatever was written as text, wherever it stands', async () => {
    const evil = `</title></script><script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
    await make({
      title: evil,
      description: evil,
      schema: {
        type: 'object',
        properties: {
          [`a${evil}`.replaceAll('.', '').slice(0, 60)]: { title: evil, description: evil, enum: [evil, 'b'] },
          customer: { type: 'string' },
        },
      },
      prefill: ['customer'],
      ui: { submit_label: evil.slice(0, 60), done_text: evil, fields: { customer: { placeholder: evil, help: evil } } },
    });
    const visitor = new Visitor();
    const pages = [await visitor.open(`/f/complaint?customer=${encodeURIComponent(evil)}`)];
    pages.push(await visitor.send('/f/complaint', { 'values[customer]': `${evil}${'x'.repeat(11_000)}`, query: evil }));
    pages.push(await visitor.send('/f/complaint', { 'values[customer]': evil }));
    expect(pages.map(({ status }) => status)).toEqual([200, 422, 200]);
    for (const { text } of pages) {
      const own = text.replace(/<script>[\s\S]*?<\/script>\n<\/body>/, '');
      expect(own).not.toContain('<img');
      expect(own).not.toContain('<script>alert');
      expect(own.match(/<\/script>/g) ?? []).toHaveLength(text.includes('id="definition"') ? 1 : 0);
    }
  });

  it('is not there for a form that is closed, or none', async () => {
    await make({ enabled: false });
    for (const path of ['/f/complaint', '/f/nothing', '/f/Not%20A%20Slug']) {
      const { status, text } = await new Visitor().open(path);
      expect([path, status]).toEqual([path, 404]);
      expect(text).toContain('<h1>There is nothing here</h1>');
    }
    const visitor = new Visitor();
    expect((await visitor.send('/f/complaint', {}, JSON_ANSWER)).body.error.code).toBe('not_found');
  });
});

describe('a link', () => {
  it('fills in what the form lets links fill in, never anything else, and nothing that the form sets', async () => {
    await make({ target: { fields: { team: 'kyc' } } });
    const { text } = await new Visitor().open(
      '/f/complaint?customer=123%22%3E&tags=late&internal=secret&amount=5&team=mine&values[internal]=x',
    );
    expect(text).toContain('name="values[customer]" required aria-describedby="f1-help f1-error" value="123&quot;&gt;"');
    expect(text).toMatch(/name="values\[tags\]\[\]" value="late" checked/);
    expect(text).not.toMatch(/name="values\[tags\]\[\]" value="broken" checked/);
    expect(text).toMatch(/name="values\[internal\]"[^>]* value="">/);
    expect(text).toMatch(/name="values\[amount\]"[^>]* value="">/);
    expect(text).not.toContain('kyc');
    expect(text).not.toContain('values[team]');
  });
});

describe('what a page sends', () => {
  it('becomes a task, without a script too', async () => {
    await make({ target: { fields: { source: 'web' } }, ui: { done_text: 'We will call you.' } });
    const visitor = new Visitor();
    await visitor.open('/f/complaint?customer=ACME');
    const sent = await visitor.send('/f/complaint', { 'values[customer]': 'ACME', 'values[amount]': '12', 'values[tags][]': 'late' });
    expect(sent.status).toBe(200);
    expect(sent.text).toContain('We will call you.');
    const [task] = await tasks();
    expect(sent.text).toContain(`<strong class="reference">${task.uid}</strong>`);
    expect(sent.text).toContain('<a href="/f/complaint?customer=ACME">Send another one</a>');
    expect(task.fields).toEqual({ customer: 'ACME', amount: 12, tags: ['late'], source: 'web' });
    const history = await app.call('GET', `/api/v1/tasks/${task.uid}/history`);
    expect(JSON.stringify(history.body)).toContain('form “Complaint”');
  });

  it('answers a script with the reference alone', async () => {
    await make();
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    const sent = await visitor.send('/f/complaint', { 'values[customer]': 'ACME' }, JSON_ANSWER);
    expect([sent.status, sent.body]).toEqual([200, { reference: (await tasks())[0].uid }]);
  });

  it('may be JSON with the values as they are', async () => {
    await make();
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    const { id, token } = Object.fromEntries(visitor.hidden());
    const body = JSON.stringify({ id, token, values: { customer: 'ACME', amount: 12 } });
    const sent = await visitor.go('POST', '/f/complaint', body, { ...JSON_ANSWER, 'content-type': 'application/json' });
    expect(sent.body).toEqual({ reference: expect.any(String) });
    expect((await tasks())[0].fields).toEqual({ customer: 'ACME', amount: 12 });
  });

  it('twice makes one task, and with other values asks first', async () => {
    await make();
    const visitor = new Visitor();
    const opened = await visitor.open('/f/complaint');
    const first = await visitor.send('/f/complaint', { 'values[customer]': 'ACME' }, JSON_ANSWER);
    visitor.page = opened;
    const again = await visitor.send('/f/complaint', { 'values[customer]': 'ACME' }, JSON_ANSWER);
    expect(again.body).toEqual(first.body);
    visitor.page = opened;
    const other = await visitor.send('/f/complaint', { 'values[customer]': 'Other' });
    expect(other.status).toBe(422);
    expect(other.text).toContain('You have sent this form already.');
    expect(await tasks()).toHaveLength(1);
    expect((await visitor.send('/f/complaint', { 'values[customer]': 'Other' })).status).toBe(200);
    expect(await tasks()).toHaveLength(2);
  });

  it('is shown again with what was entered and what is wrong, linked to its field', async () => {
    await make();
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    const sent = await visitor.send('/f/complaint', { 'values[customer]': '', 'values[amount]': 'a "few"' });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('<title>Error: Complaint</title>');
    expect(sent.text).toContain('<li><a href="#f1">Customer is missing.</a></li><li><a href="#f2">Amount must be a whole number.</a></li>');
    expect(sent.text).toContain('<p class="error" id="f1-error">Customer is missing.</p>');
    expect(sent.text).toMatch(/id="f2"[^>]* aria-describedby="f2-error" aria-invalid="true" value="a &quot;few&quot;">/);
    expect(await tasks()).toEqual([]);
    expect((await visitor.send('/f/complaint', { 'values[customer]': 'ACME' })).status).toBe(200);
  });

  it('cannot set what the form sets, nor fields that it does not have', async () => {
    await make({ target: { fields: { team: 'kyc' } } });
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    // A page's fields are those of the form: others are not even looked at.
    await visitor.send('/f/complaint', { 'values[customer]': 'ACME', 'values[team]': 'mine', 'values[other]': 'x' });
    expect((await tasks())[0].fields).toEqual({ customer: 'ACME', team: 'kyc' });
    await visitor.open('/f/complaint');
    const { id, token } = Object.fromEntries(visitor.hidden());
    const body = JSON.stringify({ id, token, values: { customer: 'ACME', team: 'mine' } });
    const sent = await visitor.go('POST', '/f/complaint', body, { ...JSON_ANSWER, 'content-type': 'application/json' });
    expect([sent.status, sent.body.error.message]).toEqual([422, 'body.values.team is set by the form itself.']);
  });

  it('needs the token of this form, and one that is not too old', async () => {
    await make();
    await make({ id: 'other', slug: 'other' });
    const visitor = new Visitor();
    await visitor.open('/f/other');
    const foreign = Object.fromEntries(visitor.hidden()).token ?? '';
    await visitor.open('/f/complaint');
    const statuses: number[] = [];
    for (const token of [null, '', 'x', `v1.${'A'.repeat(60)}`, foreign]) {
      statuses.push((await visitor.send('/f/complaint', { 'values[customer]': 'ACME', token }, JSON_ANSWER)).status);
    }
    expect(statuses).toEqual([403, 403, 403, 403, 403]);
    await visitor.open('/f/complaint');
    app.clock.advanceSeconds(25 * 3_600);
    const late = await visitor.send('/f/complaint', { 'values[customer]': 'ACME' });
    expect(late.status).toBe(403);
    expect(late.text).toContain('The page was open for too long');
    expect(late.text).toContain('value="ACME"');
    expect(await tasks()).toEqual([]);
    expect((await visitor.send('/f/complaint', { 'values[customer]': 'ACME' })).status).toBe(200);
  });

  it('is refused from another site', async () => {
    await make();
    const visitor = new Visitor();
    const opened = await visitor.open('/f/complaint');
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ];
    for (const headers of others) {
      visitor.page = opened;
      expect((await visitor.send('/f/complaint', { 'values[customer]': 'ACME' }, headers)).status).toBe(403);
    }
    visitor.page = opened;
    expect((await visitor.send('/f/complaint', { 'values[customer]': 'ACME' }, { origin: 'http://localhost:80' })).status).toBe(200);
  });

  it('is refused where a field that nobody sees was filled in', async () => {
    await make();
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    expect((await visitor.send('/f/complaint', { 'values[customer]': 'ACME', leave_empty: 'https://spam.example' })).status).toBe(422);
    expect(await tasks()).toEqual([]);
  });

  it('is limited per address and form, sooner for those who take no time', async () => {
    await make();
    await make({ id: 'other', slug: 'other' });
    const visitor = new Visitor();
    const opened = await visitor.open('/f/complaint');
    const sendAt = (path = '/f/complaint', headers: Record<string, string> = {}) => {
      visitor.page = opened;
      return visitor.send(path, { 'values[customer]': '', id: null }, { ...JSON_ANSWER, ...headers });
    };
    const statuses: number[] = [];
    for (let count = 0; count < 16; count += 1) statuses.push((await sendAt()).status);
    expect(statuses.slice(0, 15).every((status) => status === 422)).toBe(true);
    const limited = await sendAt();
    expect([limited.status, Number(limited.headers['retry-after'])]).toEqual([429, expect.toBeOneOf([59, 60])]);
    expect((await visitor.send('/f/other', {}, JSON_ANSWER)).status).toBe(403);
    app.clock.advanceSeconds(61);
    for (let count = 0; count < 30; count += 1) expect((await sendAt()).status).toBe(422);
    const page = await visitor.send('/f/complaint', { 'values[customer]': 'kept' });
    expect(page.status).toBe(429);
  });
});

describe('a form for people who sign in', () => {
  const credentials = { email: TEST_ADMIN.email, password: TEST_ADMIN.password };

  it('asks who they are, keeps the link, names them in the history, and lets them go', async () => {
    await make({ public: false });
    const visitor = new Visitor();
    const asked = await visitor.open('/f/complaint?customer=ACME');
    expect(asked.status).toBe(401);
    expect(asked.text).not.toContain('values[customer]');
    expect(asked.text).toContain('<label class="label" for="password">Password</label>');
    const signedIn = await visitor.send('/f/complaint/sign-in', credentials);
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/f/complaint?customer=ACME']);
    const opened = await visitor.open('/f/complaint?customer=ACME');
    expect(opened.text).toContain('value="ACME"');
    const sent = await visitor.send('/f/complaint', { 'values[customer]': 'ACME' }, JSON_ANSWER);
    const history = await app.call('GET', `/api/v1/tasks/${sent.body.reference}/history`);
    expect(JSON.stringify(history.body)).toMatch(/"kind":"user"[^}]*, form “Complaint”/);
    await visitor.open('/f/complaint');
    const kept = new Map(visitor.cookies);
    expect((await visitor.send('/f/complaint/sign-out', {})).status).toBe(303);
    expect(visitor.cookies.has('docket_page')).toBe(false);
    for (const [name, value] of kept) visitor.cookies.set(name, value);
    expect((await visitor.open('/f/complaint')).status).toBe(401);
  });

  it('sets cookies for pages of forms only, out of reach for scripts and other sites', async () => {
    await make({ public: false });
    const visitor = new Visitor();
    const asked = await visitor.open('/f/complaint');
    const signedIn = await visitor.send('/f/complaint/sign-in', credentials);
    const [visit = ''] = cookiesOf(asked);
    const [session = ''] = cookiesOf(signedIn);
    expect(visit).toMatch(/^docket_visit=[\w-]{22}; Path=\/f\/; HttpOnly; SameSite=Lax$/);
    expect(session).toMatch(/^docket_page=[\w.-]+; Path=\/f\/; HttpOnly; SameSite=Lax; Max-Age=43200$/);
  });

  it('sets cookies for https alone where the server is seen by it', async () => {
    await app.close();
    app = await openTestApp({ settings: { publicUrl: 'https://docket.example.com' } });
    await make({ public: false });
    const visitor = new Visitor();
    const cookies = [
      ...cookiesOf(await visitor.open('/f/complaint')),
      ...cookiesOf(await visitor.send('/f/complaint/sign-in', credentials)),
    ];
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure(;|$)/);
  });

  it('gives out a cookie that opens nothing of the API', async () => {
    await make({ public: false });
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    await visitor.send('/f/complaint/sign-in', credentials);
    const cookie = visitor.cookies.get('docket_page') ?? '';
    expect((await app.call('GET', '/api/v1/me', { token: null, headers: { cookie: `docket_page=${cookie}` } })).status).toBe(401);
    expect((await app.call('GET', '/api/v1/me', { token: cookie })).status).toBe(401);
  });

  it('takes a token that was made for this person, and nobody who is signed out', async () => {
    await make({ public: false });
    await make({ id: 'open', slug: 'open' });
    const visitor = new Visitor();
    await visitor.open('/f/open');
    const anybody = Object.fromEntries(visitor.hidden()).token ?? '';
    await visitor.open('/f/complaint');
    await visitor.send('/f/complaint/sign-in', credentials);
    await visitor.open('/f/complaint');
    expect((await visitor.send('/f/complaint', { 'values[customer]': 'ACME', token: anybody }, JSON_ANSWER)).status).toBe(403);
    const own = new Map(visitor.cookies);
    visitor.cookies.clear();
    const signedOut = await visitor.send('/f/complaint', { 'values[customer]': 'ACME' }, JSON_ANSWER);
    expect([signedOut.status, signedOut.body.error.code]).toEqual([401, 'session_expired']);
    visitor.cookies.set('docket_page', `${own.get('docket_page')?.slice(0, -4)}AAAA`);
    expect((await visitor.open('/f/complaint')).status).toBe(401);
    expect(await tasks()).toEqual([]);
  });

  it('ends with the session: after half a day, or when an admin ends it', async () => {
    await make({ public: false });
    const { id } = await app.person('ann');
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    const ann = { email: 'ann@example.com', password: 'password of ann' };
    await visitor.send('/f/complaint/sign-in', ann);
    expect((await visitor.open('/f/complaint')).status).toBe(200);
    app.clock.advanceSeconds(13 * 3_600);
    await visitor.open('/f/complaint');
    await visitor.send('/f/complaint/sign-in', ann);
    expect((await visitor.open('/f/complaint')).status).toBe(200);
    await app.call('PATCH', `/api/v1/users/${id}`, { body: { disabled: true } });
    expect((await visitor.open('/f/complaint')).status).toBe(401);
  });

  it('refuses a sign-in that another site arranged, and wrong passwords, which count at every door', async () => {
    await make({ public: false });
    const visitor = new Visitor();
    const opened = await visitor.open('/f/complaint');
    const stranger = new Visitor();
    stranger.page = opened;
    const arranged = await stranger.send('/f/complaint/sign-in', credentials);
    expect([arranged.status, stranger.cookies.has('docket_page')]).toEqual([403, false]);
    const statuses: number[] = [];
    for (let count = 0; count < 11; count += 1) {
      statuses.push((await visitor.send('/f/complaint/sign-in', { ...credentials, password: 'wrong' })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect(visitor.page?.text).toContain(`value="${credentials.email}"`);
    expect(visitor.page?.text).not.toContain('wrong"');
    expect((await app.call('POST', '/api/v1/auth/login', { token: null, body: credentials })).status).toBe(429);
  });

  it('sends nobody to another site', async () => {
    await make({ public: false });
    const visitor = new Visitor();
    await visitor.open('/f/complaint');
    const signedIn = await visitor.send('/f/complaint/sign-in', { ...credentials, query: '//evil.example/\r\nx: y' });
    expect(signedIn.headers.location).toMatch(/^\/f\/complaint\?[%\w.+=-]*$/);
  });
});
