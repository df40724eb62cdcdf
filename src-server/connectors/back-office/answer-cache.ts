import type { VendorResponse } from '../vendor-http.ts';

interface KnownAnswer {
  /** The headers that ask whether it is still so. */
  validators: Record<string, string>;
  page: { text: string; contentType: string };
}

export interface AnswerCache {
  find(path: string): KnownAnswer | null;
  keep(path: string, response: VendorResponse, page: KnownAnswer['page']): void;
}

/** UTF-16 units in all: what is larger is fetched whole each time. */
const UNITS_MAXIMUM = 8 * 1024 * 1024;
const SOURCES_MAXIMUM = 50;
const caches = new Map<string, Map<string, KnownAnswer>>();

/**
 * The last answers of a source that gave an `ETag` or a `Last-Modified`, for as long as this process lives: where
 * nothing changed the source need not make its list again. `key` must hold all that the answers depend on.
 */
export function openAnswerCache(key: string): AnswerCache {
  const answers = caches.get(key) ?? new Map<string, KnownAnswer>();
  caches.delete(key);
  caches.set(key, answers);
  for (const [oldest] of caches) {
    if (caches.size <= SOURCES_MAXIMUM) break;
    caches.delete(oldest);
  }
  return {
    find: (path) => answers.get(path) ?? null,
    keep(path, { status, headers }, page) {
      if (status !== 200) return;
      answers.delete(path);
      const { etag, 'last-modified': modified } = headers;
      let units = page.text.length;
      for (const known of answers.values()) units += known.page.text.length;
      if ((etag === undefined && modified === undefined) || units > UNITS_MAXIMUM) return;
      const validators = {
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
        ...(modified === undefined ? {} : { 'if-modified-since': modified }),
      };
      answers.set(path, { validators, page });
    },
  };
}
