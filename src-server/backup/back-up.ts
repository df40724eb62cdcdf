import { join } from 'node:path';
import { backUpDatabase } from './back-up-database.ts';
import { readFileCommand, runCommand } from './command-line.ts';

runCommand(async () => {
  const { file, dataFolder } = readFileCommand('backup', 'to');
  const { bytes, seq } = backUpDatabase(join(dataFolder, 'docket.db'), file);
  process.stdout.write(
    `${file}: ${(bytes / 1024 / 1024).toFixed(1)} MiB, checked, up to change ${seq}.
Secrets in it are encrypted, and the key is NOT in it: keep ${join(dataFolder, 'secret.key')} (or DOCKET_SECRET_KEY) in another place.
`,
  );
});
