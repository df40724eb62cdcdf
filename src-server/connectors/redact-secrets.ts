import type { JsonObject, JsonValue } from '../../src-shared/schema/task.ts';

/** Shorter texts are no secrets, and would be found everywhere. */
const SECRET_CHARACTERS_MINIMUM = 6;

/** Every text in credentials, however deep. */
export function secretsOf(credentials: JsonObject): string[] {
  const found: string[] = [];
  const visit = (value: JsonValue): void => {
    if (typeof value === 'string') found.push(value);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(visit);
  };
  visit(credentials);
  return found;
}

/** Vendors repeat what they were sent in their complaints: nothing of it may be shown. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret.length < SECRET_CHARACTERS_MINIMUM) continue;
    for (const form of new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])) {
      redacted = redacted.replaceAll(form, '•••');
    }
  }
  return redacted;
}
