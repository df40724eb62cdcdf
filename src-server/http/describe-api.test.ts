import { expect, it } from 'vitest';
import { describeApi } from './describe-api.ts';

interface Answer {
  required: string[];
  properties: Record<string, { description?: string }>;
}

type Operation = { responses: Record<string, { content: Record<string, { schema: Answer }> }> };

const { paths } = describeApi({ version: '1', publicUrl: null }) as { paths: Record<string, Record<string, Operation>> };

function answerOf(path: string): Answer {
  const schema = paths[path]?.post?.responses[200]?.content['application/json']?.schema;
  if (!schema) throw new Error(`Nothing is described at ${path}.`);
  return schema;
}

it.each([
  ['/api/v1/keys', 'key'],
  ['/api/v1/keys/{id}/rotate', 'key'],
  ['/api/v1/hooks', 'secret'],
  ['/api/v1/hooks/{id}/rotate', 'secret'],
  ['/api/v1/connectors/{id}/event-secret', 'secret'],
  ['/api/v1/invitations', 'url'],
  ['/api/v1/users/{id}/password-reset', 'url'],
])('says of %s that a repeated answer comes without its %s', (path, secret) => {
  const { required, properties } = answerOf(path);
  expect(required).not.toContain(secret);
  expect(properties[secret]?.description).toMatch(/Idempotency-Key/);
});

it('requires everything else', () => {
  const { required, properties } = answerOf('/api/v1/hooks');
  expect(required).toEqual(Object.keys(properties).filter((name) => name !== 'secret'));
});

it('says that pages of forms answer JSON where it is asked for, and refuse with a page', () => {
  const submit = paths['/f/{slug}']?.post?.responses;
  expect(Object.keys(submit?.[200]?.content ?? {})).toEqual(['text/html', 'application/json']);
  expect(submit?.[200]?.content['application/json']?.schema.required).toEqual(['reference']);
  for (const [path, method] of [
    ['/f/{slug}', 'get'],
    ['/f/{slug}', 'post'],
    ['/f/{slug}/sign-in', 'post'],
    ['/f/{slug}/sign-out', 'post'],
  ] as const) {
    expect(Object.keys(paths[path]?.[method]?.responses.default?.content ?? {})).toEqual(['application/json', 'text/html']);
  }
  expect(Object.keys(paths['/docs']?.get?.responses.default?.content ?? {})).toEqual(['application/json']);
});
