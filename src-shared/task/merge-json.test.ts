import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../schema/task.ts';
import { equalJson, mergeJson } from './merge-json.ts';

const json = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;

describe('mergeJson', () => {
  it('removes a key that is null, keeps what is not named, and does not touch its arguments', () => {
    const base = { a: 1, b: { c: 2 } };
    expect(mergeJson(base, { a: null, d: 'x' })).toEqual({ b: { c: 2 }, d: 'x' });
    expect(base).toEqual({ a: 1, b: { c: 2 } });
  });

  it('gives back the same object when nothing changes', () => {
    const base = { a: [1, { b: 2 }] };
    expect(mergeJson(base, { a: [1, { b: 2 }], gone: null })).toBe(base);
  });

  it('keeps a key that would change the prototype as a key', () => {
    const merged = mergeJson({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Object.keys(merged)).toEqual(['__proto__']);
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
  });

  it('is settled after one merge', () => {
    fc.assert(
      fc.property(json, json, (base, patch) => {
        const once = mergeJson(base, patch);
        expect(mergeJson(once, patch)).toBe(once);
        expect(equalJson(once, JSON.parse(JSON.stringify(once)))).toBe(true);
      }),
    );
  });
});
