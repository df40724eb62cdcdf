import { readFileSync, writeFileSync } from 'node:fs';
import { describeApi } from '../../src-server/http/describe-api.ts';

const FILE = new URL('./openapi.json', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** The committed description of the API: a difference in it is a change of the contract. With `--check` it only compares. */
const text = `${JSON.stringify(describeApi({ version, publicUrl: null }), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (text !== committedText()) {
  console.error(
    'resources/openapi/openapi.json is not what src-shared/http says. If the change is meant: node resources/openapi/write-openapi.ts',
  );
  process.exitCode = 1;
}

function committedText(): string | null {
  try {
    return readFileSync(FILE, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
