// For `node --import`: the process reads some of its files as if they had been edited.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readEdits, type SourceEdit } from './source-edit.ts';

const SERVER = new URL('../../../src-server/', pathToFileURL(import.meta.filename)).href;
const edits = readEdits();

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const wanted = edits.filter(({ file }) => url === new URL(file, SERVER).href);
    if (wanted.length === 0) return loaded;
    return { ...loaded, source: wanted.reduce(apply, String(loaded.source)) };
  },
});

function apply(source: string, { file, from, to }: SourceEdit): string {
  // A fault that was not planted would look like one that was not found.
  if (source.split(from).length !== 2) throw new Error(`${file} has this not once: ${from}`);
  return source.replace(from, () => to);
}
