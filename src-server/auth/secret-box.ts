import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1.';

/** Keeps secrets unreadable in the database file and its copies. */
export interface SecretBox {
  /** `context` says what the secret is for, e.g. `hook:<key>`: a sealed text that was moved elsewhere does not open there. */
  seal(plain: string, context: string): string;
  /** Throws when the text was not sealed with this key for this context. */
  open(sealed: string, context: string): string;
}

/** AES-256-GCM under the server's secret key, which has 32 bytes. */
export function createSecretBox(key: Buffer): SecretBox {
  if (key.length !== 32) throw new Error(`the secret key must have 32 bytes, not ${key.length}`);
  return {
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return FORMAT + sealed.toString('base64url');
    },
    open(sealed, context) {
      const bytes = sealed.startsWith(FORMAT) ? Buffer.from(sealed.slice(FORMAT.length), 'base64url') : Buffer.alloc(0);
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('this is no sealed secret');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch (error) {
        throw new Error('a stored secret does not open: the secret key is not the one that it was sealed with', { cause: error });
      }
    },
  };
}
