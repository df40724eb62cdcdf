import { join, resolve } from 'node:path';

export const PROJECT = resolve(import.meta.dirname, '../..');
export const PACKAGING = import.meta.dirname;
/** What goes into a package, put together before a packager sees it. */
export const STAGE = join(PROJECT, '.cache/package');
/** Where finished packages lie. */
export const PACKAGES = join(PROJECT, 'out/packages');
