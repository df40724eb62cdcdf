import { expect, test } from 'vitest';
import { openOneTimeLink, parseOneTimeLink, useOneTimeLink } from './one-time-link.ts';

const TOKEN = 'inv_0123456789abcdefABCDEF';
const INVITATION = `https://docket.example.com/api/v1/invitations/${TOKEN}`;
const RESET = `http://127.0.0.1:4600/base/api/v1/password-resets/${TOKEN}/`;

test('a link is taken apart into server, kind and token', () => {
  expect(parseOneTimeLink(` ${INVITATION}\n`)).toEqual({ server: 'https://docket.example.com', kind: 'invitation', token: TOKEN });
  expect(parseOneTimeLink(RESET)).toEqual({ server: 'http://127.0.0.1:4600/base', kind: 'passwordReset', token: TOKEN });
});

test.each(['', 'https://docket.example.com', `ftp://x/api/v1/invitations/${TOKEN}`, `${INVITATION}/../../users`, 'javascript:alert(1)'])(
  '%s is no link',
  (typed) => {
    expect(parseOneTimeLink(typed)).toBeNull();
  },
);

test('an invitation takes a name along, a password link does not', () => {
  expect(useOneTimeLink(INVITATION, { name: 'Cy', password: 'long enough' })).toEqual({
    server: 'https://docket.example.com',
    request: { path: `/api/v1/invitations/${TOKEN}/accept`, body: { name: 'Cy', password: 'long enough' } },
  });
  expect(useOneTimeLink(RESET, { name: 'Cy', password: 'long enough' })?.request).toEqual({
    path: `/api/v1/password-resets/${TOKEN}/finish`,
    body: { password: 'long enough' },
  });
});

test('what the link is for is told by the server', async () => {
  const answer = { email: 'cy@example.com', role: 'manager', expires_at: '2026-11-28T07:00:00.000000+00:00' };
  const opened = await openOneTimeLink(async () => Response.json(answer), INVITATION);
  expect(opened).toEqual({
    ok: true,
    value: {
      kind: 'invitation',
      server: 'https://docket.example.com',
      email: 'cy@example.com',
      name: null,
      role: 'manager',
      expiresAt: answer.expires_at,
    },
  });
});
