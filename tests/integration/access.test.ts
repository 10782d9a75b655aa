import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import jwt from 'jsonwebtoken';
import { beforeAll, describe, expect, test } from 'vitest';
import { api, type Endpoint } from '@/lib/shared/api';
import { expectFailure, newPerson, type Person, request } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let ada: Person;
let bob: Person;
let messageId: string;

beforeAll(async () => {
  [ada, bob] = await Promise.all([newPerson(server().url), newPerson(server().url)]);
  messageId = (await ada.send(bob, 'hello'))._id;
});

/** Every protected endpoint, from the very table the routes are made of, with a valid address. */
const protectedEndpoints = Object.values<Endpoint>(api).filter(({ auth }) => auth === 'required');
const address = ({ path: template }: Endpoint) =>
  template
    .replace(':userId', bob.id)
    .replace(':messageId', messageId)
    .replace(':invitationId', messageId)
    .replace(':reportId', messageId)
    .replace(':passkeyId', messageId)
    .replace(':key', 'nobody')
    .replace(':sid', randomUUID());
const call = (endpoint: Endpoint, headers: Record<string, string>) =>
  request(server().url + address(endpoint), {
    method: endpoint.method,
    headers,
    ...(endpoint.body && { json: { text: 'x', currentPassword: 'x', newPassword: 'x' } }),
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const secret = () => readFileSync(path.join(server().dataDir, 'jwt-secret'), 'utf8');
const claims = () => {
  const { userId, sid } = jwt.decode(ada.token) as { userId: string; sid: string };
  return { userId, sid };
};

describe.each(
  protectedEndpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const),
)('%s', (_, endpoint) => {
  test('refuses nobody, forged, expired and foreign tokens with 401', async () => {
    const bad: Record<string, string>[] = [
      {},
      bearer('garbage'),
      bearer(''),
      { authorization: `Basic ${ada.token}` },
      bearer(jwt.sign(claims(), 'another secret that is long enough to be one')),
      bearer(jwt.sign(claims(), '', { algorithm: 'none' })),
      bearer(jwt.sign(claims(), secret(), { expiresIn: -10 })),
      bearer(jwt.sign(claims(), secret(), { algorithm: 'HS512', expiresIn: 60 })),
      bearer(jwt.sign({ ...claims(), sid: randomUUID() }, secret(), { expiresIn: 60 })),
      bearer(jwt.sign({ ...claims(), userId: bob.id }, secret(), { expiresIn: 60 })),
      bearer(jwt.sign({ userId: ada.id }, secret(), { expiresIn: 60 })),
      { cookie: 'authjs.session-token=garbage' },
      // The header of a middleware bypass must open nothing.
      { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    ];
    for (const headers of bad) {
      const failure = expectFailure(await call(endpoint, headers));
      expect([headers, failure.status, failure.code]).toEqual([headers, 401, 'unauthorized']);
    }
  });

  test('refuses the cookie from another site', async () => {
    const cookie = `authjs.session-token=${ada.token}`;
    const crossSite: Record<string, string>[] = [
      { cookie, 'sec-fetch-site': 'cross-site' },
      { cookie, 'sec-fetch-site': 'same-site' },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
      { cookie, origin: server().url, 'sec-fetch-site': 'cross-site' },
      { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of crossSite) {
      const { status } = await call(endpoint, headers);
      if (endpoint.method === 'GET') expect(status).not.toBe(401);
      else expect([headers, status]).toEqual([headers, 403]);
    }
  });
});

test('a token of a session that ended opens nothing', async () => {
  const person = await newPerson(server().url);
  await person.call('/api/auth/logout', { method: 'POST' });
  for (const endpoint of protectedEndpoints) {
    expect((await call(endpoint, bearer(person.token))).status).toBe(401);
  }
  await expect(person.connect()).rejects.toThrow('unauthorized');
});

test('the cookie from our own pages works like the token', async () => {
  const answer = await request(`${server().url}/api/messages/send/${bob.id}`, {
    method: 'POST',
    headers: {
      cookie: `theme=dark; authjs.session-token=${ada.token}`,
      origin: server().url,
      'sec-fetch-site': 'same-origin',
    },
    json: { text: 'by cookie' },
  });
  expect(answer.status).toBe(201);
});

test('a stranger sees nothing of a conversation', async () => {
  const eve = await newPerson(server().url);
  expect((await eve.history(bob)).messages).toEqual([]);
  const seen = await eve.call(`/api/messages/${messageId}/seen`, { method: 'PUT' });
  expect(seen.status).toBe(404);
  const { users } = await eve.people();
  expect(users.every((user) => user.lastMessage === null)).toBe(true);
  expect(JSON.stringify(users)).not.toMatch(/email|password/i);
});

test('pages send people who are not signed in to the sign-in page', async () => {
  for (const page of [
    '/chat',
    `/chat/${bob.id}`,
    '/settings',
    '/settings/account',
    '/admin/people',
  ]) {
    const signedOut: Record<string, string>[] = [
      {},
      {
        cookie: `authjs.session-token=${jwt.sign({ ...claims(), sid: randomUUID() }, secret(), { expiresIn: 60 })}`,
      },
    ];
    for (const headers of signedOut) {
      const response = await fetch(server().url + page, { redirect: 'manual', headers });
      expect([307, 303]).toContain(response.status);
      expect(response.headers.get('location')).toMatch(/\/login(\?next=[^/]*)?$/);
    }
  }
});

test('the former address of the profile leads to its settings', async () => {
  const headers = { cookie: `authjs.session-token=${ada.token}` };
  const response = await fetch(`${server().url}/profile`, { redirect: 'manual', headers });
  expect([response.status, response.headers.get('location')]).toEqual([307, '/settings/profile']);
});

test('every page carries a content security policy with a fresh nonce, and no foreign origin is let in', async () => {
  const [first, second] = await Promise.all(
    [0, 1].map(() =>
      fetch(`${server().url}/login`, { headers: { origin: 'https://evil.example' } }),
    ),
  );
  const policy = first?.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-\w+' 'strict-dynamic';/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toBe(second?.headers.get('content-security-policy'));
  expect(first?.headers.get('access-control-allow-origin')).toBeNull();
  expect(first?.headers.get('x-powered-by')).toBeNull();
  expect(first?.headers.get('x-content-type-options')).toBe('nosniff');
});
