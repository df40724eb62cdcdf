import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseEnvironment } from '../environment.ts';

export interface FileCommand {
  /** The file that the command was given. */
  file: string;
  dataFolder: string;
  hasSecretKeyVariable: boolean;
}

/** Reads `--<option> FILE` and the environment. Throws, saying how to call it, when that is not what came. */
export function readFileCommand(command: string, option: 'to' | 'from'): FileCommand {
  const usage = `npm run ${command} -- --${option} FILE`;
  const file = readOption(option, usage);
  const { dataDir, databaseUrl, secretKey } = parseEnvironment(process.env);
  if (databaseUrl !== null) {
    throw new Error('DOCKET_DATABASE_URL names a PostgreSQL: use pg_dump and pg_restore, see resources/docs/operations.md.');
  }
  return { file: resolve(file), dataFolder: resolve(dataDir), hasSecretKeyVariable: secretKey !== null };
}

function readOption(option: string, usage: string): string {
  try {
    const { values } = parseArgs({ options: { [option]: { type: 'string' } } });
    const value = values[option];
    if (typeof value === 'string' && value !== '') return value;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}`);
  }
  throw new Error(`Usage: ${usage}`);
}

/** Runs a command to its end: what it throws becomes one line and the status 1. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
