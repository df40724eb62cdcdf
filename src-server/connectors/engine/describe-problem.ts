import type { RunProblem } from '../../../src-shared/schema/connector.ts';
import { redactSecrets } from '../redact-secrets.ts';
import { VendorError } from '../vendor-error.ts';

/** What went wrong, for an admin: a sentence, and the vendor's own words; without secrets, whoever repeated them. */
export function describeProblem(error: unknown, secrets: readonly string[], externalId: string | null = null): RunProblem {
  if (error instanceof VendorError) {
    return {
      external_id: externalId,
      message: clean(error.message, secrets),
      reason: error.reason,
      status: error.status,
      vendor_message: error.vendorMessage === null ? null : clean(error.vendorMessage, secrets),
    };
  }
  const text = error instanceof Error ? error.message : String(error);
  return {
    external_id: externalId,
    message: clean(
      `What came from the vendor is not what it used to be, or Docket has a fault: ${text}. Test the connector; the server's log says more.`,
      secrets,
    ),
    reason: null,
    status: null,
    vendor_message: null,
  };
}

function clean(text: string, secrets: readonly string[]): string {
  return redactSecrets(text, secrets).replaceAll('\u0000', '\ufffd').slice(0, 1_000);
}
