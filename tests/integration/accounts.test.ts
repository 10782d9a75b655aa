import { expect, test } from 'vitest';
import type { OwnUserDto, PersonDto, SessionDto } from '@/lib/shared/dto';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  PASSWORD,
  Person,
  request,
} from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

interface SignedIn {
  user: OwnUserDto;
  token: string;
}

const signUp = (json: object) =>
  request<SignedIn>(`${server().url}/api/auth/signup`, { method: 'POST', json });
const logIn = (json: object) =>
  request<SignedIn>(`${server().url}/api/auth/login`, { method: 'POST', json });

test('signing up answers 201 with the account and a token, and never the password hash', async () => {
  const answer = await signUp({
    fullName: '  Grace Hopper ',
    email: ' Grace@Example.org ',
    password: PASSWORD,
    bio: 'compilers',
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { user, token } = expectSuccess(answer);
  expect(user).toEqual({
    _id: expect.stringMatching(/^[0-9a-f]{24}$/),
    fullName: 'Grace Hopper',
    email: 'grace@example.org',
    bio: 'compilers',
    profilePic: '',
    timeZone: null,
    createdAt: expect.stringMatching(/Z$/),
  });
  const check = await request<{ user: OwnUserDto }>(`${server().url}/api/auth/check`, { token });
  expect(expectSuccess(check).user).toEqual(user);
});

test('an address that has an account is a conflict, in any spelling', async () => {
  const person = await newPerson(server().url);
  const failure = expectFailure(
    await signUp({ fullName: 'X', email: person.user.email.toUpperCase(), password: PASSWORD }),
  );
  expect(failure).toMatchObject({ status: 409, code: 'conflict' });
});

test('two sign-ups with one address at the same instant make one account', async () => {
  const json = { fullName: 'Twin', email: 'twin@example.org', password: PASSWORD };
  const statuses = (await Promise.all([signUp(json), signUp(json), signUp(json)])).map(
    (answer) => answer.status,
  );
  expect(statuses.sort()).toEqual([201, 409, 409]);
});

test.each([
  ['a missing name', { fullName: undefined }, 'fullName'],
  ['a name of blanks', { fullName: '   ' }, 'fullName'],
  ['a name of 81 characters', { fullName: 'x'.repeat(81) }, 'fullName'],
  ['a name with a control character', { fullName: 'a\u0000b' }, 'fullName'],
  ['a name that reverses text', { fullName: 'a\u202eb' }, 'fullName'],
  ['an address that is none', { email: 'nobody' }, 'email'],
  ['an operator for an address', { email: { $gt: '' } }, 'email'],
  ['a password of 7 characters', { password: 'abcdefg' }, 'password'],
  ['a name of fillers that show nothing', { fullName: '\u3164\u2800' }, 'fullName'],
  ['a name of marks alone', { fullName: '\u0301\u0308' }, 'fullName'],
  ['a name of punctuation alone', { fullName: '...' }, 'fullName'],
  ['a password of 129 characters', { password: 'x'.repeat(129) }, 'password'],
  ['a common password', { password: 'PassWord123' }, 'password'],
  ['a password of a published leak', { password: 'Corvette' }, 'password'],
  ['a password made of their own name', { password: 'Valid-26!' }, 'password'],
  ['a password made of their own address', { password: 'valid@example.org' }, 'password'],
  ['a password made of the product’s name', { password: 'parley.26' }, 'password'],
  ['a password that is a number', { password: 123456789 }, 'password'],
  ['a bio of 281 characters', { bio: 'x'.repeat(281) }, 'bio'],
])('signing up with %s is refused and names the field', async (_, change, field) => {
  const json = { fullName: 'Valid', email: 'valid@example.org', password: PASSWORD, ...change };
  const failure = expectFailure(await signUp(json));
  expect(failure).toMatchObject({ status: 400, code: 'bad_request' });
  expect(Object.keys(failure.fields ?? {})).toContain(field);
});

test('a password of 8 characters and of any kind is taken, and may hold a name among other words', async () => {
  const { url } = server();
  for (const password of [
    '7f4kq2xz',
    'nothing but small letters',
    '        8',
    'Ада и её 3 кота',
  ]) {
    expect((await newPerson(url, { fullName: 'Ada Lovelace', password })).token).not.toBe('');
  }
  const ada = await newPerson(url, { fullName: 'Ada Lovelace' });
  const change = (newPassword: string) =>
    ada.call('/api/auth/password', {
      method: 'PUT',
      json: { currentPassword: PASSWORD, newPassword },
    });
  const failure = expectFailure(await change('lovelace18'));
  expect(failure).toMatchObject({ problems: { newPassword: { reason: 'personal' } } });
  expect((await change('lovelace in 14 gardens')).status).toBe(200);
});

test('the limits themselves are allowed', async () => {
  const person = await newPerson(server().url, {
    fullName: '👩‍👩‍👧'.repeat(16),
    bio: 'ü'.repeat(280),
    password: 'é'.repeat(128),
  });
  expect(person.user.bio).toHaveLength(280);
});

test('every byte of a password counts, in any script', async () => {
  const password = 'كلمة مرور طويلة جدا '.repeat(6);
  expect(Buffer.byteLength(password)).toBeGreaterThan(200);
  const person = await newPerson(server().url, { password });
  const { email } = person.user;
  expect((await logIn({ email, password })).status).toBe(200);
  expect((await logIn({ email, password: `${password.slice(0, -1)}!` })).status).toBe(401);
  expect((await logIn({ email, password: password.slice(0, -1) })).status).toBe(401);
  const change = await person.call('/api/auth/password', {
    method: 'PUT',
    json: { currentPassword: `${password}!`, newPassword: PASSWORD },
  });
  expect(expectFailure(change)).toMatchObject({ status: 400, code: 'bad_request' });
});

test.each([
  ['an international domain', 'Anna@Bücher.example', 'anna@xn--bcher-kva.example'],
  ['a host of one word', 'anna@nas', 'ANNA@NAS'],
  ['letters of another script', 'анна@example.org', 'АННА@example.org'],
])('an address with %s is taken, and found in its other spelling', async (_, email, spelling) => {
  expect((await signUp({ fullName: 'Anna', email, password: PASSWORD })).status).toBe(201);
  expect((await logIn({ email: spelling, password: PASSWORD })).status).toBe(200);
  const other = await newPerson(server().url);
  const { users } = await other.people(`q=${encodeURIComponent(spelling)}`);
  expect(users.map((user) => user.fullName)).toEqual(['Anna']);
});

test('a log-in with the old password that waits through a change of password leaves no session', async () => {
  const person = await newPerson(server().url);
  const attempt = () => logIn({ email: person.user.email, password: PASSWORD });
  // The second wave reads the old hash and is checked after the new password's hash is made.
  const first = Array.from({ length: 20 }, attempt);
  const change = person.call('/api/auth/password', {
    method: 'PUT',
    json: { currentPassword: PASSWORD, newPassword: 'a louder harbour 8' },
  });
  await Promise.race(first);
  const second = Array.from({ length: 20 }, attempt);
  expect((await change).status).toBe(200);
  const answers = await Promise.all([...first, ...second]);
  const tokens = answers.flatMap(({ body }) => (body.success ? [body.token] : []));
  const checks = tokens.map((token) => request(`${server().url}/api/auth/check`, { token }));
  expect((await Promise.all(checks)).filter(({ status }) => status !== 401)).toEqual([]);
  expect((await person.call('/api/auth/check')).status).toBe(200);
});

test('a wrong password and an unknown address answer exactly alike', async () => {
  const person = await newPerson(server().url);
  const wrong = await logIn({ email: person.user.email, password: 'not the password' });
  const unknown = await logIn({ email: 'unknown@example.org', password: 'not the password' });
  expect(wrong.status).toBe(401);
  expect(unknown.status).toBe(401);
  expect(unknown.body).toEqual(wrong.body);
});

test('logging in makes a session of its own; logging out ends only that one', async () => {
  const person = await newPerson(server().url);
  const second = new Person(
    server().url,
    expectSuccess(await logIn({ email: person.user.email.toUpperCase(), password: PASSWORD })),
  );
  const out = await second.call('/api/auth/logout', { method: 'POST' });
  expect(out.status).toBe(200);
  expect((await second.call('/api/auth/check')).status).toBe(401);
  expect((await person.call('/api/auth/check')).status).toBe(200);
});

test('logging out empties the cache of a browser that trusts the address, and says nothing to others', async () => {
  for (const [site, cleared] of [
    ['same-origin', '"cache"'],
    [undefined, null],
  ] as const) {
    const { token } = await newPerson(server().url);
    const headers = { authorization: `Bearer ${token}`, ...(site && { 'sec-fetch-site': site }) };
    const out = await fetch(`${server().url}/api/auth/logout`, { method: 'POST', headers });
    expect([out.status, out.headers.get('clear-site-data')]).toEqual([200, cleared]);
  }
});

test('sessions are listed with their device, and ending one closes its sockets', async () => {
  const person = await newPerson(server().url);
  const other = new Person(
    server().url,
    expectSuccess(
      await request<SignedIn>(`${server().url}/api/auth/login`, {
        method: 'POST',
        json: { email: person.user.email, password: PASSWORD },
        headers: {
          'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        },
      }),
    ),
  );
  const socket = await other.connect();
  const { sessions } = expectSuccess(
    await person.call<{ sessions: SessionDto[] }>('/api/auth/sessions'),
  );
  expect(sessions).toHaveLength(2);
  expect(sessions.filter((session) => session.current)).toHaveLength(1);
  const theirs = sessions.find((session) => !session.current);
  expect(theirs?.device).toBe('Firefox on Linux');

  const ended = nextEvent(socket, 'session:ended');
  const closed = new Promise((resolve) => socket.once('disconnect', resolve));
  const answer = await person.call(`/api/auth/sessions/${theirs?.sid.toUpperCase()}`, {
    method: 'DELETE',
  });
  expect(answer.status).toBe(200);
  expect(await ended).toEqual({ reason: 'revoked' });
  await closed;
  expect((await other.call('/api/auth/check')).status).toBe(401);
  await expect(other.connect()).rejects.toThrow('unauthorized');
});

test("nobody ends another person's session", async () => {
  const [ada, eve] = await Promise.all([newPerson(server().url), newPerson(server().url)]);
  const { sessions } = expectSuccess(
    await ada.call<{ sessions: SessionDto[] }>('/api/auth/sessions'),
  );
  const sid = sessions[0]?.sid;
  expect((await eve.call(`/api/auth/sessions/${sid}`, { method: 'DELETE' })).status).toBe(404);
  expect((await ada.call('/api/auth/check')).status).toBe(200);
});

test('changing the password ends every other session and needs the current one', async () => {
  const person = await newPerson(server().url);
  const other = new Person(
    server().url,
    expectSuccess(await logIn({ email: person.user.email, password: PASSWORD })),
  );
  const change = (currentPassword: string) =>
    person.call('/api/auth/password', {
      method: 'PUT',
      json: { currentPassword, newPassword: 'a louder harbour 8' },
    });
  const refused = expectFailure(await change('wrong'));
  expect(refused).toMatchObject({ status: 400, fields: { currentPassword: expect.any(String) } });
  expect((await other.call('/api/auth/check')).status).toBe(200);

  expect((await change(PASSWORD)).status).toBe(200);
  expect((await other.call('/api/auth/check')).status).toBe(401);
  expect((await person.call('/api/auth/check')).status).toBe(200);
  expect((await logIn({ email: person.user.email, password: PASSWORD })).status).toBe(401);
  const again = await logIn({ email: person.user.email, password: 'a louder harbour 8' });
  expect(again.status).toBe(200);
});

test('guessing passwords is slowed down, with the time to wait, for that account alone', async () => {
  const limited = await startServerForTest({ env: { RATE_LIMITS: 'on' } });
  const [victim, other] = [await newPerson(limited.url), await newPerson(limited.url)];
  const attempt = (person: Person, password: string) =>
    request<SignedIn>(`${limited.url}/api/auth/login`, {
      method: 'POST',
      json: { email: person.user.email, password },
    });
  const attempts = await Promise.all(
    Array.from({ length: 15 }, (_, index) => attempt(victim, `guess number ${index}`)),
  );
  const refused = attempts.filter((answer) => answer.status === 429);
  expect(refused).toHaveLength(5);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await attempt(other, PASSWORD)).status).toBe(200);
});

test('a time zone is shown to others while its owner wants it, and is known to machines', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const share = (timeZone: unknown) =>
    ada.call<{ user: OwnUserDto }>('/api/auth/update-profile', {
      method: 'PUT',
      json: { timeZone },
    });
  const seenByBob = async () =>
    expectSuccess(await bob.call<{ user: PersonDto }>(`/api/users/${ada.id}`)).user.timeZone;
  expect(await seenByBob()).toBeNull();
  const socket = await bob.connect();
  await socket.emitWithAck('presence:watch', { userIds: [ada.id] });
  const told = nextEvent(socket, 'user:updated');
  expect(expectSuccess(await share('Asia/Tokyo')).user.timeZone).toBe('Asia/Tokyo');
  expect(await told).toMatchObject({ _id: ada.id, timeZone: 'Asia/Tokyo' });
  expect(await seenByBob()).toBe('Asia/Tokyo');
  for (const wrong of ['Atlantis/Capital', '+05:30', '', 'x'.repeat(65), 540]) {
    const failure = expectFailure(await share(wrong));
    expect(failure).toMatchObject({ status: 400, code: 'bad_request' });
    expect(Object.keys(failure.fields ?? {})).toEqual(['timeZone']);
  }
  // What else is changed leaves it alone.
  await ada.call('/api/auth/update-profile', { method: 'PUT', json: { bio: 'here' } });
  expect(await seenByBob()).toBe('Asia/Tokyo');
  expect(expectSuccess(await share(null)).user.timeZone).toBeNull();
  expect(await seenByBob()).toBeNull();
  socket.disconnect();
});
