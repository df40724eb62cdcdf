import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** The file that a command's name stands for on PATH, or undefined. */
export function findCommand(name, environment = process.env) {
  return (environment.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

function isExecutable(file) {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // There, but not for us to run: to us it is missing.
    return false;
  }
}
