import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { readFileCommand, runCommand } from './command-line.ts';
import { restoreDatabase } from './restore-database.ts';

runCommand(async () => {
  const { file, dataFolder, hasSecretKeyVariable } = readFileCommand('restore', 'from');
  const { seq, replaced } = await restoreDatabase(file, dataFolder, systemClock);
  const lines = [`${dataFolder} is restored, up to change ${seq}. Consoles will start over and send again what the backup lacks.`];
  if (replaced !== null) lines.push(`The database that was there is kept: ${replaced}`);
  if (!hasSecretKeyVariable && !existsSync(join(dataFolder, 'secret.key'))) {
    lines.push(
      'There is no secret.key here and no DOCKET_SECRET_KEY: bring the one that the backup was made with, or webhooks cannot sign.',
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
});
