export type CsvValue = string | number | boolean | null | undefined;

/** RFC 4180, with a byte order mark: without it spreadsheets take the text for another encoding. The first line has the names. */
export function csvText(lines: readonly (readonly CsvValue[])[]): string {
  return `\u{feff}${lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: CsvValue): string {
  const text = value === null || value === undefined ? '' : String(value);
  // Spreadsheets run what begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
