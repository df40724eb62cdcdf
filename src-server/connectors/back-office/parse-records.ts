import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';
import jsonata from 'jsonata';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { VendorError } from '../vendor-error.ts';
import type { BackOfficeConfig } from './back-office-settings.ts';

export interface ParsedPage {
  records: JsonObject[];
  /** A link or a cursor; null at the end. */
  next: string | null;
}

/** A list as the source sent it. Throws a VendorError `unexpected` where it is no list: a page in disguise closes nothing. */
export async function parseRecords(text: string, contentType: string, config: BackOfficeConfig): Promise<ParsedPage> {
  switch (config.format) {
    case 'json':
      return parseJsonRecords(text, contentType, config);
    case 'html':
      return parseHtmlRecords(text, config);
    case 'csv':
      return { records: parseCsvRecords(text, contentType, config), next: null };
    case 'sql':
      throw new Error('a query gives rows, not text');
  }
}

async function parseJsonRecords(text: string, contentType: string, config: BackOfficeConfig): Promise<ParsedPage> {
  let answer: JsonValue;
  try {
    answer = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const isPage = /html/i.test(contentType) || /^\s*</.test(text);
    throw unexpected(
      isPage
        ? 'The source answered with a page instead of JSON: the path is another one, or the sign-in is over.'
        : 'The source’s answer is no JSON, or was cut.',
      cause,
    );
  }
  const found = config.items ? await evaluate(config.items, answer) : answer;
  if (!Array.isArray(found)) {
    throw unexpected(
      config.items ? `There is no list at ${config.items} in the answer.` : 'The answer is no list: say where in it the items are.',
    );
  }
  const next = config.next ? await evaluate(config.next, answer) : null;
  return { records: found.map(recordOf), next: typeof next === 'string' || typeof next === 'number' ? String(next) || null : null };
}

/** A path that names one thing or a list gives a list; JSONata gives one thing where a list has only one. */
async function evaluate(expression: string, value: JsonValue): Promise<JsonValue> {
  const plain = followPath(expression, value);
  if (plain !== undefined) return plain;
  const result = await compileExpression(expression).evaluate(value);
  return result === undefined ? null : JSON.parse(JSON.stringify(result));
}

function followPath(path: string, value: JsonValue): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** Throws a VendorError that says where an expression is wrong. */
export function compileExpression(expression: string): ReturnType<typeof jsonata> {
  try {
    return jsonata(expression, { timeout: 1_000, stack: 200, sequence: 100_000 });
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number };
    throw unexpected(`The expression ${expression} cannot be read${position === undefined ? '' : ` at character ${position}`}: ${message}`);
  }
}

function recordOf(value: JsonValue): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value };
}

function parseHtmlRecords(text: string, config: BackOfficeConfig): ParsedPage {
  const page = load(text);
  const table = page(config.table ?? 'table').first();
  if (table.length === 0) {
    const isLogin = page('input[type=password]').length > 0;
    throw unexpected(
      isLogin
        ? 'The source answered with its log-in page: the sign-in is wrong or over.'
        : `There is no ${config.table ?? 'table'} in the page: the path or the selector is another one.`,
    );
  }
  if (!/<\/html\s*>/i.test(text) && /<html[\s>]/i.test(text)) throw unexpected('The page was cut before its end.');
  const heads = table
    .find('th')
    .toArray()
    .map((head) => textOf(page(head).text()));
  const rows = table.find(config.rows ?? 'tbody tr').toArray();
  const records = rows
    .filter((row) => page(row).find('td').length > 0 || config.columns !== undefined)
    .map((row): JsonObject => {
      if (config.columns && Object.keys(config.columns).length > 0) {
        return Object.fromEntries(Object.entries(config.columns).map(([name, selector]) => [name, readCell(page(row), selector)]));
      }
      return Object.fromEntries(
        page(row)
          .children()
          .toArray()
          .flatMap((cell, index) => {
            const name = heads[index] || `column ${index + 1}`;
            const link = page(cell).find('a[href]').attr('href');
            return [[name, textOf(page(cell).text())], ...(link === undefined ? [] : [[`${name} link`, link]])];
          }),
      );
    });
  const link = config.next ? page(config.next).first().attr('href') : undefined;
  return { records, next: link ?? null };
}

function readCell(row: ReturnType<ReturnType<typeof load>>, selector: string): string | null {
  const [, path = '', attribute] = /^(.*?)(?:@([\w-]+))?$/s.exec(selector) ?? [];
  const cell = path.trim() === '' ? row : row.find(path).first();
  if (cell.length === 0) return null;
  return attribute === undefined ? textOf(cell.text()) : (cell.attr(attribute) ?? null);
}

function textOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function parseCsvRecords(text: string, contentType: string, config: BackOfficeConfig): JsonObject[] {
  if (/html/i.test(contentType)) throw unexpected('The source answered with a page instead of a CSV file: the sign-in is wrong or over.');
  try {
    return parse(text, {
      bom: true,
      columns: (heads: string[]) => heads.map((head, index) => head.trim() || `column ${index + 1}`),
      delimiter: config.delimiter ?? ',',
      skip_empty_lines: true,
      relax_column_count: false,
      trim: true,
    }) as JsonObject[];
  } catch (cause) {
    throw unexpected(`The CSV file cannot be read, or was cut: ${cause instanceof Error ? cause.message : ''}`, cause);
  }
}

function unexpected(message: string, cause?: unknown): VendorError {
  return new VendorError('unexpected', message, { cause });
}
