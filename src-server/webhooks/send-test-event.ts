import { randomBytes } from 'node:crypto';
import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { HookTestResult } from '../../src-shared/schema/hook.ts';
import type { TaskStatus } from '../../src-shared/schema/task.ts';
import { TRANSITIONS } from '../../src-shared/task/transitions.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { SecretBox } from '../auth/secret-box.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import type { RegisteredHook } from './hook-book.ts';
import { signingSecrets } from './hook-secrets.ts';
import type { RequestSender } from './request-sender.ts';
import { eventData, webhookBody } from './webhook-body.ts';
import { webhookHeaders } from './webhook-headers.ts';

export interface TestEventDependencies {
  clock: Clock;
  secretBox: SecretBox;
  sender: RequestSender;
}

const TEST_TASK = { taskUid: 'test', userId: 'test' } as const;

/**
 * Sends an event about a task that does not exist, past the queue, and says what came back. Throws when the address is
 * forbidden: that is the registration's fault, not the endpoint's.
 */
export async function sendTestEvent(hook: RegisteredHook, { clock, secretBox, sender }: TestEventDependencies): Promise<HookTestResult> {
  const nowMicros = clock.nowMicros();
  const id = `msg_test${randomBytes(12).toString('hex')}`;
  const [type = 'task.started'] = hook.events;
  const at = formatTimestamp(nowMicros);
  const body = webhookBody(type, eventData({ ...TEST_TASK, status: statusAfter(type), at, info: {} }), at);
  const secrets = signingSecrets(secretBox, hook.key, hook.sealedSecrets, nowMicros);
  const headers = webhookHeaders({ id, body, atMicros: nowMicros, secrets }, 1);
  const outcome = await sender.send({ url: hook.url, headers, body });
  if (outcome.isForbidden)
    throw new ApiError('validation_failed', outcome.error ?? 'The address is forbidden.', { details: { path: '/url' } });
  return {
    delivered: outcome.error === null,
    status: outcome.status,
    error: outcome.error,
    duration_ms: outcome.durationMs,
    answer: outcome.answer,
    webhook_id: id,
    body,
  };
}

/** A receiver under test should see the status that this event really comes with. */
function statusAfter(type: TaskEvent): TaskStatus {
  return Object.values(TRANSITIONS).find(({ event }) => event === type)?.to ?? 'TODO';
}
