import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import { openTestApp, type TestApp } from '../app-fixture.ts';

/** Their commands sign in at somebody else's. */
const ASKS_VENDORS = ['connectors.testNew', 'connectors.previewNew', 'connectors.sampleNew'];

describe('/docs', () => {
  let server: TestApp;
  let page: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    server = await openTestApp({ settings: { publicUrl: 'https://docket.example.com' } });
    ({ text: page, headers } = await server.call('GET', '/docs', { token: null }));
  });
  afterAll(() => server.close());

  const between = (open: string, close: string) => page.split(open)[1]?.split(close)[0] ?? '';
  const plain = (text: string) =>
    text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const ids = () => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

  it('runs and loads nothing but what stands in it', () => {
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = new Map(headers['content-security-policy']?.split('; ').map((rule) => [rule.split(' ')[0], rule]));
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy.get('default-src')).toBe("default-src 'none'");
    expect(policy.get('script-src')).toBe(`script-src ${hash(between('<script>', '</script>'))}`);
    expect(policy.get('style-src')).toBe(`style-src ${hash(between('<style>', '</style>'))}`);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/ (src|style|on\w+)="|@import|url\(|<(link|img|iframe|object)/);
    const links = [...page.matchAll(/ href="([^"]*)"/g)].map(([, link]) => link);
    expect(links.filter((link) => !link?.startsWith('#') && link !== '/openapi.json')).toEqual([]);
  });

  it('has an anchor for every endpoint and shape, and no link that leads nowhere', () => {
    const known = ids();
    expect(new Set(known).size).toBe(known.length);
    expect(known).toEqual(expect.arrayContaining(Object.keys(ENDPOINTS)));
    const wanted = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
    expect(wanted.filter((id) => !known.includes(id ?? ''))).toEqual([]);
  });

  it('says who may call, what is sent and what is answered', () => {
    const article = between('<article id="tasks.assign"', '</article>');
    expect(article).toContain('API keys with the scope tasks:write.');
    expect(article).toContain(
      '<code>assignee_email</code> <span class="type">string</span><span class="limits">, 1 to 254 characters</span>',
    );
    expect(article).toContain('<a href="#schema-CurrentTask">CurrentTask</a>');
    expect(page).toContain('export DOCKET_SERVER=https://docket.example.com');
  });

  const curls = () =>
    [...page.matchAll(/<article id="([\w.]+)"[\s\S]*?<pre tabindex="0"><code>([\s\S]*?)<\/code>/g)].map(([, name = '', text = '']) => ({
      name: name as keyof typeof ENDPOINTS,
      text: plain(text),
    }));

  it('has a command for every endpoint that a shell can read', () => {
    const commands = curls();
    expect(commands.map(({ name }) => name).toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
    execFileSync('bash', ['-n'], { input: commands.map(({ text }) => text).join('\n\n') });
  });

  it('shows bodies that the server takes', async () => {
    const { token } = await server.person('zoe', 'admin');
    const refused: string[] = [];
    for (const { name, text } of curls()) {
      const body = /-d '([\s\S]*)'$/.exec(text)?.[1];
      if (body === undefined || ASKS_VENDORS.includes(name)) continue;
      const { method, path } = ENDPOINTS[name];
      const url = path.replaceAll(/:\w+/g, (part) => (part === ':slug' ? 'claim' : 'nothing'));
      const answer = await server.call(method, url, {
        body: body.replaceAll("'\\''", "'"),
        ...(text.includes('DOCKET_TOKEN') ? { token } : {}),
      });
      if ([400, 415, 422].includes(answer.status)) refused.push(`${name} ${body}: ${answer.text}`);
    }
    expect(refused).toEqual([]);
  });

  it('can be read in light and in dark', () => {
    const css = readFileSync(new URL('../docs/docs-page.css', import.meta.url), 'utf8');
    const [light = '', dark = ''] = css.split('prefers-color-scheme: dark');
    for (const scheme of [light, dark]) {
      const colours = new Map([...scheme.matchAll(/--(\w+): (#[0-9a-f]{3,6});/g)].map(([, name = '', value = '']) => [name, value]));
      for (const ground of ['canvas', 'surface']) {
        for (const ink of ['ink', 'muted', 'accent', 'get', 'write', 'delete']) {
          const ratio = contrast(colours.get(ink) ?? '', colours.get(ground) ?? '');
          expect({ ink, ground, isReadable: ratio >= 4.5 }).toEqual({ ink, ground, isReadable: true });
        }
      }
    }
  });
});

/** WCAG 2.2: the ratio of the relative luminances. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const hex = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
