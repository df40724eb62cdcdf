import type { SafeStorage } from 'electron';

/** A token as it is written to disk. */
interface SealedToken {
  storage: 'keyring' | 'file';
  /** `keyring`: base64 of what the system's keyring encrypted. `file`: the token itself, in a file of mode 0600. */
  value: string;
}

export interface TokenVault {
  seal: (token: string) => Promise<SealedToken>;
  /** Null when the keyring no longer opens it: the person signs in again. */
  unseal: (sealed: SealedToken) => Promise<string | null>;
}

/** Uses the keyring where there is a real one. On Linux `basic_text` only hides the token: that is said, not dressed up. */
export function createTokenVault(safeStorage: SafeStorage, platform: NodeJS.Platform): TokenVault {
  return {
    async seal(token) {
      if (!(await hasKeyring(safeStorage, platform))) return { storage: 'file', value: token };
      try {
        const sealed = hasAsync(safeStorage) ? await safeStorage.encryptStringAsync(token) : safeStorage.encryptString(token);
        return { storage: 'keyring', value: sealed.toString('base64') };
      } catch {
        // A keyring that was never unlocked, say: as without one, which the console says.
        return { storage: 'file', value: token };
      }
    },
    async unseal(sealed) {
      if (sealed.storage === 'file') return sealed.value;
      try {
        const bytes = Buffer.from(sealed.value, 'base64');
        return hasAsync(safeStorage) ? (await safeStorage.decryptStringAsync(bytes)).result : safeStorage.decryptString(bytes);
      } catch {
        return null;
      }
    },
  };
}

async function hasKeyring(safeStorage: SafeStorage, platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return false;
  return hasAsync(safeStorage) ? safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable();
}

/** Electron 33 lacks the asynchronous calls that later versions prefer. */
function hasAsync(safeStorage: SafeStorage): boolean {
  return typeof safeStorage.isAsyncEncryptionAvailable === 'function';
}
