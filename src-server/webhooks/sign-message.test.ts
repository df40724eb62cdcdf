import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { newWebhookSecret } from './sign-message.ts';
import { webhookHeaders } from './webhook-headers.ts';

const body = '{"type":"task.started","data":{"task":{"id":"ü"},"info":{}},"sentAt":"2023-10-27T14:10:19.234762+00:00"}';

describe('a signed message', () => {
  it('is verified by the library of the standard, with the old and the new secret', () => {
    const [fresh, old, foreign] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
    const headers = webhookHeaders({ id: 'msg_1', body, atMicros: Date.now() * 1000, secrets: [fresh, old] }, 4);
    expect(new Webhook(fresh).verify(body, headers)).toEqual(JSON.parse(body));
    expect(new Webhook(old).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(foreign).verify(body, headers)).toThrow();
    expect(() => new Webhook(fresh).verify(`${body} `, headers)).toThrow();
  });

  it('carries these headers and no others', () => {
    const headers = webhookHeaders({ id: 'msg_1', body, atMicros: 1_700_000_000_999_999, secrets: [newWebhookSecret()] }, 4);
    expect(headers).toEqual({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1700000000',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      'content-type': 'application/json',
      'user-agent': 'Docket',
      'docket-task-version': '4',
    });
  });

  it('is signed with whsec_ and 32 bytes', () => {
    const secret = newWebhookSecret();
    expect(secret).toMatch(/^whsec_/);
    expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
    expect(newWebhookSecret()).not.toBe(secret);
  });
});
