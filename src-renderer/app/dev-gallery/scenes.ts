import type { SyncMode } from '../../data/console-data.ts';

export interface Scene {
  signedIn: boolean;
  role: 'operator' | 'manager';
  taskCount: number;
  mode: SyncMode;
  pending: boolean;
  rejected: boolean;
  tokenStorage: 'keyring' | 'file';
  /** What every act answers instead of being saved. */
  actFailure?: string;
  openFailure?: string;
  signInFailure?: { code: string; message: string };
  breaks?: boolean;
}

const full: Scene = {
  signedIn: true,
  role: 'operator',
  taskCount: 2_000,
  mode: 'live',
  pending: false,
  rejected: false,
  tokenStorage: 'keyring',
};

const SCENES: Readonly<Record<string, Scene>> = {
  full,
  huge: { ...full, taskCount: 100_000 },
  manager: { ...full, role: 'manager' },
  empty: { ...full, taskCount: 0 },
  offline: { ...full, mode: 'offline', pending: true },
  rejected: { ...full, rejected: true },
  'catching-up': { ...full, mode: 'catching-up' },
  loading: { ...full, mode: 'catching-up', taskCount: 0 },
  expired: { ...full, mode: 'expired', pending: true },
  incompatible: { ...full, mode: 'incompatible' },
  'token-file': { ...full, tokenStorage: 'file' },
  'disk-full': { ...full, actFailure: 'The disk is full (ENOSPC).' },
  broken: { ...full, breaks: true },
  'open-failed': { ...full, openFailure: 'The database is of a newer version.' },
  'sign-in': { ...full, signedIn: false },
  'sign-in-unreachable': { ...full, signedIn: false, signInFailure: { code: 'server_unreachable', message: 'Connection refused.' } },
  'sign-in-wrong': { ...full, signedIn: false, signInFailure: { code: 'invalid_credentials', message: 'x' } },
};

export function sceneNamed(name: string): Scene {
  return SCENES[name] ?? full;
}
