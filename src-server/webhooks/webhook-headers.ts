import { type SignedMessage, signMessage } from './sign-message.ts';

/** Every header of a delivery that does not come from HTTP itself. */
export function webhookHeaders(message: SignedMessage, taskVersion: number, traceparent: string | null = null): Record<string, string> {
  return {
    ...signMessage(message),
    'content-type': 'application/json',
    'user-agent': 'Docket',
    'docket-task-version': String(taskVersion),
    ...(traceparent === null ? {} : { traceparent }),
  };
}
