import { SetUpError } from './set-up-error.mjs';

export const runUsage = 'node resources/setup/run.mjs [--display] [--packages-only] <command> [argument …]';

const FLAGS = new Map([
  ['--display', 'needsDisplay'],
  ['--packages-only', 'packagesOnly'],
]);

/** Reads the runner's own flags, which end at the first word that is none: from there on it is the command. */
export function parseRunOptions(args) {
  const options = { needsDisplay: false, packagesOnly: false };
  const commandAt = args.findIndex((arg) => !arg.startsWith('--'));
  const flags = commandAt < 0 ? args : args.slice(0, commandAt);
  for (const flag of flags) {
    const name = FLAGS.get(flag);
    if (name === undefined) throw new SetUpError(`${flag} is no option of the runner.`, runUsage);
    options[name] = true;
  }
  if (commandAt < 0) throw new SetUpError('There is no command to run.', runUsage);
  return { ...options, command: args[commandAt], args: args.slice(commandAt + 1) };
}
