import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Snippet } from './read-snippets.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** A reader sees an error's text; a test must see that it is one. */
const FAILING_CURL = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }\nset -e\n';

export type SnippetEnvironment = Readonly<Record<string, string>>;

/** Starts a snippet as a reader would: in a shell, in Python, in Node, in the project's folder or in `folder`. */
export function startSnippet(
  { language, code }: Pick<Snippet, 'language' | 'code'>,
  environment: SnippetEnvironment,
  folder = ROOT,
): ChildProcess {
  const [command, options] = commandFor(language, code);
  return spawn(command, options, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function commandFor(language: string, code: string): [string, string[]] {
  if (language === 'sh') return ['sh', ['-c', FAILING_CURL + code]];
  if (language === 'python') return ['python3', ['-c', code]];
  return [process.execPath, ['--input-type=module', '--eval', code]];
}

/** What the snippet prints; throws with its complaint when it fails. */
export async function runSnippet(snippet: Snippet, environment: SnippetEnvironment, folder?: string): Promise<string> {
  const child = startSnippet(snippet, environment, folder);
  const out: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk));
  const code = await new Promise<number | null>((done, reject) => child.once('error', reject).once('close', done));
  const printed = Buffer.concat(out).toString();
  if (code !== 0) throw new Error(`line ${snippet.line} ended with ${code}\n${printed}\n${Buffer.concat(complaints)}`);
  return printed;
}
