import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { locateJsonError } from './locate-json-error.ts';
import { readBody } from './read-body.ts';

function read(contentType: string | undefined, text: string | Buffer): unknown {
  return readBody(contentType, Buffer.from(text)).value;
}

function refusal(contentType: string | undefined, text: string | Buffer): ApiError {
  try {
    read(contentType, text);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a body', () => {
  it.each([
    undefined,
    '',
    'text/plain',
    'text/plain; charset=utf-8',
    'application/json',
    'application/json;charset=UTF-8',
    'APPLICATION/JSON',
    'application/merge-patch+json',
  ])('of the type %s is read as JSON', (type) => expect(read(type, '{"title":"é"}')).toEqual({ title: 'é' }));

  it('is read without its byte order mark', () => expect(read('application/json', '\ufeff{"a":1}')).toEqual({ a: 1 }));

  it('is read in the charset that it names', () => {
    expect(read('application/json; charset=iso-8859-1', Buffer.from('{"a":"\xe9"}', 'latin1'))).toEqual({ a: 'é' });
    expect(read('application/json; charset="utf-16le"', Buffer.from('{"a":"é"}', 'utf16le'))).toEqual({ a: 'é' });
  });

  it.each(['', '  \r\n\t ', '\ufeff', '\ufeff  '])('%j is no body', (text) => expect(read('application/json', text)).toBeUndefined());

  it('keeps keys that mean something to JavaScript as keys', () => {
    const body = read('application/json', '{"__proto__":{"admin":true},"constructor":1}') as object;
    expect(Object.keys(body)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });

  it('keeps the digits of numbers that would be rounded', () => {
    const text =
      '{"id":1234567890123456789,"low":-9007199254740993,"exact":9007199254740991,"rate":0.12345678901234567,"big":1e300,"in":[12345678901234567890]}';
    expect(read('application/json', text)).toEqual({
      id: '1234567890123456789',
      low: '-9007199254740993',
      exact: 9007199254740991,
      rate: 0.12345678901234566,
      big: 1e300,
      in: ['12345678901234567890'],
    });
    const body = read('application/json', '{"__proto__":12345678901234567890}') as object;
    expect(Object.entries(body)).toEqual([['__proto__', '12345678901234567890']]);
    expect(read('application/json', `[1234567890123456789,${'['.repeat(100_000)}${']'.repeat(100_000)}]`)).toHaveLength(2);
  });

  it.each(['text/html', 'multipart/form-data; boundary=x', 'application/xml'])('of the type %s is refused', (type) =>
    expect(refusal(type, '{}')).toMatchObject({ code: 'unsupported_media_type' }),
  );

  it('in an unknown charset, or not in the one that it names, is refused', () => {
    expect(refusal('application/json; charset=klingon', '{}')).toMatchObject({ code: 'unsupported_media_type' });
    expect(refusal('application/json', Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({ code: 'invalid_json' });
  });

  it('that is no JSON is refused with the place', () => {
    const { code, message } = refusal('application/json', '{\n  "title": "x",\n  "n": 5,\n}');
    expect(code).toBe('invalid_json');
    expect(message).toContain('line 4, column 1');
    expect(message).toContain('"n": 5, ▸}');
  });
});

describe('a form', () => {
  const form = (text: string) => read('application/x-www-form-urlencoded', text);

  it('with brackets gives the same object as JSON', () => {
    expect(form('title=a%20b&fields%5Burl%5D=http%3A%2F%2Fx&fields[a][b]=1&list[]=x&list[]=y&status=TODO')).toEqual({
      title: 'a b',
      fields: { url: 'http://x', a: { b: '1' } },
      list: ['x', 'y'],
      status: 'TODO',
    });
  });

  it('takes a name whose brackets do not close as it stands', () => expect(form('a[b=1&]c[=2')).toEqual({ 'a[b': '1', ']c[': '2' }));

  it('keeps __proto__ as a key', () => {
    const body = form('fields[__proto__][admin]=1&__proto__=2') as { fields: object };
    expect(Object.keys(body)).toEqual(['fields', '__proto__']);
    expect(Object.keys(body.fields)).toEqual(['__proto__']);
    expect(({} as { admin?: string }).admin).toBeUndefined();
  });

  it('whose names contradict is refused', () => {
    expect(refusal('application/x-www-form-urlencoded', 'a=1&a[b]=2')).toMatchObject({ code: 'bad_request' });
    expect(refusal('application/x-www-form-urlencoded', 'a[b]=2&a=1')).toMatchObject({ code: 'bad_request' });
    expect(refusal('application/x-www-form-urlencoded', `a${'[b]'.repeat(50)}=1`)).toMatchObject({ code: 'bad_request' });
  });

  it('that is JSON, as curl -d sends it, is read as JSON', () => expect(form('{"a":[1]}')).toEqual({ a: [1] }));
});

describe('the place of a JSON error', () => {
  it.each([
    ['', 1, 1],
    ['{"a":1', 1, 7],
    ['{"a" 1}', 1, 6],
    ['{"a":}', 1, 6],
    ['{a:1}', 1, 2],
    ["{'a':1}", 1, 2],
    ['[1,\n2,\n]', 3, 1],
    ['{"a":"x\ny"}', 1, 8],
    ['{"a":"\\x"}', 1, 7],
    ['{"a":01}', 1, 7],
    ['[1 2]', 1, 4],
    ['{} {}', 1, 4],
    ['{"é":"é" x}', 1, 10],
    ['nul', 1, 1],
    ['{"title": "Claim ABC"\n "url": "x"}', 2, 2],
  ])('%j is line %i, column %i', (text, line, column) => expect(locateJsonError(text)).toMatchObject({ line, column }));

  it('is found however deep the text is nested', () => {
    expect(locateJsonError('['.repeat(200_000)).column).toBe(200_001);
  });

  it('is never inside of what is JSON, and is the end of what was cut off', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, cut) => {
        expect(locateJsonError(json)).toMatchObject({ line: 1, column: [...json].length + 1 });
        const part = json.slice(0, cut % json.length);
        const isWhole = isJson(part);
        if (isWhole) return;
        const { column } = locateJsonError(part);
        expect(column).toBeLessThanOrEqual([...part].length + 1);
      }),
    );
  });

  it('is where JSON.parse says that it is', () => {
    const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('}', ']', ',', ':', '"', 'x', '1', ' ', '\n'));
    fc.assert(
      fc.property(broken, ([json, at, character]) => {
        const index = at % (json.length + 1);
        const text = json.slice(0, index) + character + json.slice(index);
        const position = parsePosition(text);
        if (position === null) return;
        const { line, column } = locateJsonError(text);
        const before = text.slice(0, position);
        const lines = before.split('\n');
        expect({ line, column }).toEqual({ line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 });
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where V8 says that it stopped, where it does say so and the two have to agree; null otherwise. */
function parsePosition(text: string): number | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (!/^(Expected|Unexpected non-whitespace)/.test(message)) return null;
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? null : Number(position);
  }
}
