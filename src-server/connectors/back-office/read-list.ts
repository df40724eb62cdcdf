import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorResponse } from '../vendor-http.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { BackOfficeConfig } from './back-office-settings.ts';
import { RECORDS_MAXIMUM } from './back-office-settings.ts';
import type { ReadRecords, RecordsReader } from './records-reader.ts';
import type { SignedInHttp } from './sign-in.ts';

export interface ListSource {
  config: BackOfficeConfig;
  baseUrl: string;
  http: SignedInHttp;
  reader: RecordsReader;
  cache: AnswerCache;
}

export interface ListPage extends ReadRecords {
  /** Where the list goes on; null: this was the last page. */
  resume: string | null;
}

const PAGES_MAXIMUM = 10_000;

/** The pages of a list over HTTP, from its beginning or from a `resume`. Throws a VendorError. */
export async function* readList(source: ListSource, resume: JsonValue | null): AsyncGenerator<ListPage> {
  const { config } = source;
  let path = typeof resume === 'string' ? resume : firstPath(config);
  const seen = new Set<string>();
  for (let pages = 0, records = 0; ; pages += 1) {
    if (seen.has(path) || pages >= PAGES_MAXIMUM) {
      throw new VendorError('unexpected', `The pages of the source lead in a circle (${path.slice(0, 200)}): check how they go on.`);
    }
    seen.add(path);
    const page = await readPage(source, path);
    records += page.count;
    if (records > RECORDS_MAXIMUM) throw new VendorError('unexpected', `The source has more than ${RECORDS_MAXIMUM} items.`);
    const next = nextPath(config, path, page, source.baseUrl);
    yield { ...page, resume: next };
    if (next === null) return;
    path = next;
  }
}

function firstPath(config: BackOfficeConfig): string {
  const path = config.path ?? '/';
  return config.paging === 'page' ? withParameter(path, config.pageParameter ?? 'page', String(config.firstPage ?? 1)) : path;
}

async function readPage({ config, baseUrl, http, reader, cache }: ListSource, path: string): Promise<ReadRecords> {
  const known = cache.find(path);
  const response = await http.request({
    method: 'GET',
    path,
    headers: { accept: ACCEPTED[config.format] ?? '*/*', ...known?.validators },
  });
  const page = response.status === 304 && known ? known.page : acceptPage(response, path);
  cache.keep(path, response, page);
  return reader.read({ page, config, url: new URL(path, baseUrl).href });
}

const ACCEPTED: Partial<Record<BackOfficeConfig['format'], string>> = {
  json: 'application/json',
  html: 'text/html',
  csv: 'text/csv, text/plain;q=0.9, */*;q=0.5',
};

function acceptPage({ status, headers, text }: VendorResponse, path: string): { text: string; contentType: string } {
  if (status === 200) return { text, contentType: headers['content-type'] ?? '' };
  const shown = path.slice(0, 200);
  const vendorMessage = /html/i.test(headers['content-type'] ?? '') ? undefined : text.slice(0, 500);
  const details = { status, ...(vendorMessage ? { vendorMessage } : {}) };
  if (status === 401) throw new VendorError('unauthorized', 'The back office refused the sign-in: enter the credentials again.', details);
  if (status === 403)
    throw new VendorError('forbidden', `Our user may not read ${shown}: give it the right to see the whole backlog.`, details);
  if (status === 404 || status === 410) throw new VendorError('not_found', `There is nothing at ${shown}: check the path.`, details);
  if (status >= 300 && status < 400) {
    throw new VendorError('unauthorized', `${shown} redirects elsewhere: the path is another one, or a sign-in is needed.`, details);
  }
  throw new VendorError(status >= 500 ? 'unavailable' : 'unexpected', `The back office answered ${status} for ${shown}.`, details);
}

function nextPath(config: BackOfficeConfig, path: string, page: ReadRecords, baseUrl: string): string | null {
  switch (config.paging ?? 'none') {
    case 'none':
      return null;
    case 'link':
      return page.next === null ? null : sameOriginPath(page.next, path, baseUrl);
    case 'cursor':
      return page.next === null ? null : withParameter(path, config.pageParameter ?? 'cursor', page.next);
    case 'page': {
      if (page.count === 0) return null;
      const name = config.pageParameter ?? 'page';
      const current = Number(new URL(path, 'http://source.invalid').searchParams.get(name));
      return withParameter(path, name, String(current + 1));
    }
  }
}

/** Links lead on only where the connector itself leads: credentials go nowhere else. */
function sameOriginPath(link: string, path: string, baseUrl: string): string {
  const base = new URL(path, baseUrl);
  const target = URL.canParse(link, base) ? new URL(link, base) : null;
  if (target?.origin !== base.origin)
    throw new VendorError('unexpected', 'The link to the next page leads to another server: it is not followed.');
  return `${target.pathname}${target.search}`;
}

function withParameter(path: string, name: string, value: string): string {
  const url = new URL(path, 'http://source.invalid');
  url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
}
