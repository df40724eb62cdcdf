import { SetUpError } from './set-up-error.mjs';

export const startUsage = `npm start [-- options]   sets up what is missing, then runs the server and the console, signed in

  --demo-data      fills the data folder with demonstration tasks, once
  --demo-vendors   runs simulated vendors, with connectors that mirror them
  --help           shows this

Environment:
  DOCKET_DATA_DIR   the data folder (./data)
  DOCKET_PORT       where the server listens (4600, or any free one if that is taken)
The server's other variables are passed on to it: npm run server -- --help lists them.
`;

/** Reads the arguments of `npm start`; an unknown one is an error, for it may be a misspelt one. */
export function parseStartOptions(args) {
  const unknown = args.find((arg) => !['--demo-data', '--demo-vendors', '--help'].includes(arg));
  if (unknown !== undefined) throw new SetUpError(`npm start has no option ${unknown}.`, '`npm start -- --help` lists them.');
  return {
    withDemoData: args.includes('--demo-data'),
    withDemoVendors: args.includes('--demo-vendors'),
    wantsHelp: args.includes('--help'),
  };
}
