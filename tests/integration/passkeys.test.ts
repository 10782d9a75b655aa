import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';
import type { AuthOptionsDto, OwnUserDto } from '@/lib/shared/dto';
import { Authenticator, type CredentialOptions, type Fault } from '../support/authenticator';
import { withDatabase } from '../support/database';
import {
  type Answer,
  expectFailure,
  expectSuccess,
  newPerson,
  PASSWORD,
  Person,
  request,
} from '../support/person';
import { postRaw } from '../support/raw-http';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
/** Passkeys need a name; 127.0.0.1 is none. */
const origin = (on = server()) => `http://localhost:${on.port}`;
const BASE = '/api/auth/passkeys';
type Options = { options: CredentialOptions };
type SignedIn = { user: OwnUserDto; token: string };

const post = <T>(path: string, json: unknown = {}, url = origin()) =>
  request<T>(url + BASE + path, { method: 'POST', json });
/** Somebody of this server as they reach it by its name. */
const byName = (person: Person, url = origin()) =>
  new Person(url, { user: person.user, token: person.token });

async function options(person: Person, proof: object = { password: PASSWORD }) {
  const answer = await person.call<Options>(`${BASE}/options`, { method: 'POST', json: proof });
  return expectSuccess(answer).options;
}

const add = (person: Person, credential: unknown) =>
  person.call<{ passkey: PasskeyDto }>(BASE, { method: 'POST', json: { credential } });

async function withPasskey(authenticator = new Authenticator(origin())) {
  const person = byName(await newPerson(server().url));
  const credential = authenticator.create(await options(person));
  const { passkey } = expectSuccess(await add(person, credential));
  return { person, authenticator, passkey, credential };
}

async function signIn(authenticator: Authenticator, fault: Fault & { id?: string } = {}) {
  const begun = expectSuccess(await post<Options>('/login/options')).options;
  return post<SignedIn>('/login', { credential: authenticator.get(begun, fault) });
}

async function signUp(fields: object = {}, url = origin(), authenticator = new Authenticator(url)) {
  const person = { fullName: `Passkey ${randomUUID()}`, ...fields };
  const begun = expectSuccess(await post<Options>('/signup/options', person, url)).options;
  const credential = authenticator.create(begun);
  const answer = await post<SignedIn & { invitedBy: string | null }>(
    '/signup',
    { ...person, credential },
    url,
  );
  return { answer, authenticator, begun, credential };
}

async function signedUp() {
  const { answer, authenticator } = await signUp();
  const { user, token } = expectSuccess(answer);
  return { person: new Person(origin(), { user, token }), authenticator };
}

const remove = (person: Person, passkeyId: string, proof: object) =>
  person.call(`${BASE}/${passkeyId}`, { method: 'DELETE', json: proof });
const list = async (person: Person) =>
  expectSuccess(await person.call<{ passkeys: PasskeyDto[] }>(BASE)).passkeys;
const refused = (answer: Answer<unknown>) => {
  const { status, reason } = expectFailure(answer);
  return { status, reason };
};
const REFUSED = { status: 401, reason: 'passkey_refused' };

test('a passkey is offered at a name over https or at localhost, and at no other address', async () => {
  const optionsAt = async (url: string, headers = {}) =>
    expectSuccess(await request<AuthOptionsDto>(`${url}/api/auth/options`, { headers })).passkeys;
  expect(await optionsAt(origin())).toBe(true);
  expect(await optionsAt(server().url)).toBe(false);
  expect(refused(await post('/login/options', {}, server().url))).toEqual({
    status: 403,
    reason: 'passkeys_no_name',
  });
  const ada = await newPerson(server().url);
  const asked = await ada.call(`${BASE}/options`, { method: 'POST', json: { password: PASSWORD } });
  expect(refused(asked)).toEqual({ status: 403, reason: 'passkeys_no_name' });

  // Without PUBLIC_URL the host that was asked for counts; browsers name the site of a request where they
  // trust the address.
  const body = Buffer.alloc(0);
  for (const [host, site, isOffered] of [
    ['chat.example.org', 'same-origin', true],
    ['chat.example.org', null, false],
    ['chat.localhost:3000', null, true],
    ['[::1]:3000', 'same-origin', false],
    ['192.0.2.7', 'same-origin', false],
  ] as const) {
    const headers = { host, ...(site && { 'sec-fetch-site': site }) };
    const url = `${server().url}/api/auth/options`;
    const { text } = await postRaw(url, { method: 'GET', body, headers });
    expect([host, site, JSON.parse(text).passkeys]).toEqual([host, site, isOffered]);
  }

  for (const [PUBLIC_URL, isOffered] of [
    ['https://chat.example.org', true],
    ['http://chat.example.org', false],
    ['https://192.0.2.7', false],
  ] as const) {
    const other = await startServerForTest({ env: { PUBLIC_URL } });
    expect([PUBLIC_URL, await optionsAt(other.url)]).toEqual([PUBLIC_URL, isOffered]);
    if (!isOffered) continue;
    const begun = expectSuccess(await post<Options>('/login/options', {}, other.url)).options;
    expect(begun).toMatchObject({ rpId: 'chat.example.org', userVerification: 'required' });
  }
});

test('a passkey is added after the password, named, used to sign in without a name, and removed', async () => {
  const person = byName(await newPerson(server().url));
  const wrong = await person.call(`${BASE}/options`, { method: 'POST', json: { password: 'no' } });
  expect(expectFailure(wrong)).toMatchObject({
    status: 400,
    problems: { password: { reason: 'wrong' } },
  });
  const none = await person.call(`${BASE}/options`, { method: 'POST', json: {} });
  expect(expectFailure(none).problems).toEqual({ password: { reason: 'required' } });

  const begun = await options(person);
  expect(begun).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: person.user.email, displayName: person.user.fullName },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  // Tells nothing of the account.
  expect(Buffer.from(begun.user?.id ?? '', 'base64url')).toHaveLength(32);
  const authenticator = new Authenticator(origin());
  const credential = authenticator.create(begun);
  const { passkey } = expectSuccess(await add(person, credential));
  expect(passkey).toMatchObject({ name: '', lastUsedAt: null, backedUp: false });
  expect((await options(person)).excludeCredentials).toMatchObject([{ id: credential.id }]);

  const { user, token } = expectSuccess(await signIn(authenticator));
  expect(user).toEqual(person.user);
  const again = new Person(origin(), { user, token });
  expect((await again.call('/api/auth/check')).status).toBe(200);
  const name = 'Ada’s key 🔑';
  const renamed = await again.call<{ passkey: PasskeyDto }>(`${BASE}/${passkey._id}`, {
    method: 'PATCH',
    json: { name: ` ${name} ` },
  });
  expect(expectSuccess(renamed).passkey).toMatchObject({ name });
  const [row] = await list(again);
  expect(row).toMatchObject({ name, lastUsedAt: expect.any(String) });

  expectSuccess(await remove(again, passkey._id, { password: PASSWORD }));
  expect(await list(again)).toEqual([]);
  expect(refused(await signIn(authenticator))).toEqual(REFUSED);
});

test('what another origin, domain, challenge, person or device answers signs nobody in', async () => {
  const { authenticator, credential } = await withPasskey();
  const other = await withPasskey();
  const begun = expectSuccess(await post<Options>('/login/options')).options;
  const otherHandle = other.authenticator.get(begun).response.userHandle ?? null;
  const faults: (Fault & { id?: string })[] = [
    { origin: 'https://evil.example' },
    { origin: origin().replace('localhost', 'localhost.evil.example') },
    { rpId: 'evil.example' },
    { challenge: Buffer.alloc(32).toString('base64url') },
    { type: 'webauthn.create' },
    { isVerified: false },
    { isPresent: false },
    { isSignatureBroken: true },
    { userHandle: null },
    { userHandle: otherHandle },
  ];
  for (const fault of faults) {
    expect([fault, refused(await signIn(authenticator, fault))]).toEqual([fault, REFUSED]);
  }
  expect((await signIn(authenticator)).status).toBe(200);
  // Under the name of somebody else's passkey.
  const options = expectSuccess(await post<Options>('/login/options')).options;
  const stolen = { ...other.authenticator.get(options), id: credential.id, rawId: credential.id };
  expect(refused(await post('/login', { credential: stolen }))).toEqual(REFUSED);
  const { user } = expectSuccess(await signIn(other.authenticator));
  expect(user._id).toBe(other.person.id);
});

test('an answer is good once, within five minutes, and for what it was asked for', async () => {
  const { person, authenticator } = await withPasskey(
    new Authenticator(origin(), { isCounting: false }),
  );
  const begun = expectSuccess(await post<Options>('/login/options')).options;
  const credential = authenticator.get(begun);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => post('/login', { credential })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);

  const late = expectSuccess(await post<Options>('/login/options')).options;
  await withDatabase(server(), async (connection) => {
    await connection
      .collection('passkeychallenges')
      .updateMany({}, { $set: { expiresAt: new Date(Date.now() - 1) } });
  });
  expect(refused(await post('/login', { credential: authenticator.get(late) }))).toEqual(REFUSED);

  // Asked for to confirm who is signed in: signs nobody in, and the other way round.
  const confirm = async () =>
    expectSuccess(await person.call<Options>(`${BASE}/confirm`, { method: 'POST' })).options;
  const confirmed = authenticator.get(await confirm());
  expect(refused(await post('/login', { credential: confirmed }))).toEqual(REFUSED);
  const signing = expectSuccess(await post<Options>('/login/options')).options;
  const codes = (passkey: unknown) =>
    person.call('/api/auth/recovery-codes', { method: 'POST', json: { passkey } });
  expect(refused(await codes(authenticator.get(signing)))).toEqual({
    status: 400,
    reason: 'passkey_refused',
  });
  expect((await codes(authenticator.get(await confirm()))).status).toBe(201);
});

test('a counter that goes back, or stands still, is a copy and is refused; one that never counts is not', async () => {
  const { authenticator } = await withPasskey();
  for (let use = 0; use < 3; use++) expectSuccess(await signIn(authenticator));
  for (const counter of [3, 1, 0]) {
    expect(refused(await signIn(authenticator, { counter }))).toEqual(REFUSED);
  }
  expect((await signIn(authenticator, { counter: 100 })).status).toBe(200);
  const still = await withPasskey(new Authenticator(origin(), { isCounting: false }));
  for (let use = 0; use < 3; use++) expectSuccess(await signIn(still.authenticator));
});

test('a passkey that another origin or person asked for, or that verified nobody, is not added', async () => {
  const ada = byName(await newPerson(server().url));
  const bob = byName(await newPerson(server().url));
  const authenticator = new Authenticator(origin());
  const NOT_MADE = { status: 400, reason: 'passkey_not_made' };
  for (const fault of [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { challenge: Buffer.alloc(32).toString('base64url') },
    { isVerified: false },
    { type: 'webauthn.get' },
  ]) {
    const credential = authenticator.create(await options(ada), fault);
    expect([fault, refused(await add(ada, credential))]).toEqual([fault, NOT_MADE]);
  }
  const begun = await options(ada);
  expect(refused(await add(bob, authenticator.create(begun)))).toEqual(NOT_MADE);
  const credential = authenticator.create(begun);
  expect((await add(ada, credential)).status).toBe(201);
  expect(refused(await add(ada, credential))).toEqual(NOT_MADE);
  // Somebody else's, brought as one's own.
  const copy = authenticator.create(await options(bob), { id: credential.id });
  expect(refused(await add(bob, copy))).toEqual({ status: 409, reason: 'passkey_exists' });
  expect(await list(bob)).toEqual([]);
});

test('nobody names, removes or proves anything with somebody else\u2019s passkey', async () => {
  const { passkey, authenticator } = await withPasskey();
  const eve = await withPasskey();
  const rename = { method: 'PATCH', json: { name: 'mine' } };
  expect((await eve.person.call(`${BASE}/${passkey._id}`, rename)).status).toBe(404);
  expect((await remove(eve.person, passkey._id, { password: PASSWORD })).status).toBe(404);
  const asked = expectSuccess(
    await eve.person.call<Options>(`${BASE}/confirm`, { method: 'POST' }),
  );
  expect(() => authenticator.get(asked.options)).toThrow('no passkey');
  const foreign = authenticator.get({ ...asked.options, allowCredentials: [] });
  const answer = await eve.person.call('/api/auth/account', {
    method: 'DELETE',
    json: { passkey: foreign },
  });
  expect(refused(answer)).toEqual({ status: 400, reason: 'passkey_refused' });
});

test('an account made with a passkey alone has no e-mail address and no password, and several are possible', async () => {
  const ada = await signedUp();
  const bob = await signedUp();
  expect(ada.person.user).toMatchObject({ email: '', providerOnly: true });
  expect((await ada.person.send(bob.person, 'hello')).text).toBe('hello');
  const { user } = expectSuccess(await signIn(ada.authenticator));
  expect(user._id).toBe(ada.person.id);
  for (const email of ['', ' ', 'undefined', 'null']) {
    const json = { email, password: PASSWORD };
    const { status } = await request(`${origin()}/api/auth/login`, { method: 'POST', json });
    expect([400, 401]).toContain(status);
  }
  const found = await bob.person.people(`q=${encodeURIComponent(ada.person.user.fullName)}`);
  expect(found.users.map(({ _id }) => _id)).toContain(ada.person.id);

  // The only way in stays.
  const [only] = await list(ada.person);
  expect(refused(await remove(ada.person, only?._id ?? '', {}))).toEqual({
    status: 409,
    reason: 'last_way_in',
  });
  const second = new Authenticator(origin());
  expectSuccess(await add(ada.person, second.create(await options(ada.person, {}))));
  const both = await list(ada.person);
  const attempts = await Promise.all(both.map(({ _id }) => remove(ada.person, _id, {})));
  expect(attempts.filter(({ status }) => status === 200).length).toBeLessThan(2);
  expect((await list(ada.person)).length).toBeGreaterThan(0);
});

test('a session that is older asks for the passkey, before what matters', async () => {
  const { person, authenticator } = await signedUp();
  await withDatabase(server(), async (connection) => {
    const createdAt = new Date(Date.now() - 11 * 60_000);
    await connection.collection('sessions').updateMany({}, { $set: { createdAt } });
  });
  const leave = (json: object) => person.call('/api/auth/account', { method: 'DELETE', json });
  expect(refused(await leave({}))).toEqual({ status: 403, reason: 'sign_in_again' });
  const confirm = async () =>
    expectSuccess(await person.call<Options>(`${BASE}/confirm`, { method: 'POST' })).options;
  const change = (json: object) => person.call('/api/auth/email', { method: 'PUT', json });
  const email = `later-${randomUUID()}@example.org`;
  expect((await change({ email })).status).toBe(403);
  expectSuccess(await change({ email, passkey: authenticator.get(await confirm()) }));
  const unverified = authenticator.get(await confirm(), { isVerified: false });
  expect((await leave({ passkey: unverified })).status).toBe(400);
  expectSuccess(await leave({ passkey: authenticator.get(await confirm()) }));
  expect(refused(await signIn(authenticator))).toEqual(REFUSED);
});

test('without the device, a recovery code brings an address and a password', async () => {
  const { person, authenticator } = await signedUp();
  const make = { method: 'POST', json: {} };
  const { codes } = expectSuccess(
    await person.call<{ codes: string[] }>('/api/auth/recovery-codes', make),
  );
  const reset = (json: object) => request(`${origin()}/api/auth/reset`, { method: 'POST', json });
  const token = codes[0];
  expect(expectFailure(await reset({ token, password: PASSWORD })).problems).toEqual({
    email: { reason: 'required' },
  });
  const other = await newPerson(server().url);
  const taken = await reset({ token, password: PASSWORD, email: other.user.email });
  expect(taken.status).toBe(409);
  const email = `back-${randomUUID()}@example.org`;
  expectSuccess(await reset({ token, password: PASSWORD, email }));
  const json = { email, password: PASSWORD };
  const logIn = await request<SignedIn>(`${origin()}/api/auth/login`, { method: 'POST', json });
  expect(expectSuccess(logIn).user._id).toBe(person.id);
  expect((await signIn(authenticator)).status).toBe(200);
  // As proof a code is used up as well.
  const [, second] = codes;
  const again = new Person(origin(), expectSuccess(logIn));
  const [passkey] = await list(again);
  for (const status of [400, 200]) {
    const recoveryCode = status === 200 ? second : 'aaaa-aaaa-aaaa-aaaa';
    const answer = await remove(again, passkey?._id ?? '', { recoveryCode });
    expect(answer.status).toBe(status);
  }
});

test('signing up with a passkey follows SIGNUP and invitations, and one that fails leaves nothing', async () => {
  const invite = await startServerForTest({ env: { SIGNUP: 'invite' } });
  const url = origin(invite);
  const first = await signUp({}, url);
  const admin = new Person(url, expectSuccess(first.answer));
  expect(refused(await post('/signup/options', { fullName: 'Eve' }, url))).toEqual({
    status: 403,
    reason: 'invitation_needed',
  });
  const made = await admin.call<{ token: string }>('/api/invitations', {
    method: 'POST',
    json: {},
  });
  const { token: invitation } = expectSuccess(made);
  const guest = expectSuccess((await signUp({ invitation }, url)).answer);
  expect(guest.invitedBy).toBe(admin.id);
  expect(refused(await post('/signup/options', { fullName: 'Eve', invitation }, url)).status).toBe(
    403,
  );

  const { credential } = await signUp();
  const begun = expectSuccess(await post<Options>('/signup/options', { fullName: 'Eve' })).options;
  const copy = new Authenticator(origin()).create(begun, { id: credential.id });
  expect((await post('/signup', { fullName: 'Eve', credential: copy })).status).toBe(409);
  const asked = expectSuccess(await post<Options>('/signup/options', { fullName: 'Eve' })).options;
  const foreign = new Authenticator('https://evil.example').create(asked);
  expect((await post('/signup', { fullName: 'Eve', credential: foreign })).status).toBe(400);
  expect(expectFailure(await post('/signup/options', { fullName: '' })).problems).toHaveProperty(
    'fullName',
  );
  await withDatabase(server(), async (connection) => {
    expect(await connection.collection('users').countDocuments({ fullName: 'Eve' })).toBe(0);
    const orphans = await connection
      .collection('passkeys')
      .aggregate([
        { $lookup: { from: 'users', localField: 'userId', foreignField: '_id', as: 'owner' } },
        { $match: { owner: [] } },
      ])
      .toArray();
    expect(
      orphans.filter(({ createdAt }) => createdAt > new Date(Date.now() - 600_000)),
    ).toHaveLength(0);
  });
});

test('malformed answers are refused in the API\u2019s form', async () => {
  const { person } = await withPasskey();
  const shapes = [
    {},
    { credential: null },
    { credential: { id: 'a', rawId: 'a', type: 'public-key', response: {} } },
    { credential: { id: '=', rawId: '=', type: 'public-key', response: { clientDataJSON: '!' } } },
  ];
  for (const json of shapes) {
    expect((await post('/login', json)).status).toBe(400);
    expect((await post('/signup', { fullName: 'Eve', ...json })).status).toBe(400);
    expect((await person.call(BASE, { method: 'POST', json })).status).toBe(400);
  }
  const bytes = 'AAAA';
  const response = { clientDataJSON: bytes, authenticatorData: bytes, signature: bytes };
  const credential = { id: bytes, rawId: bytes, type: 'public-key', response };
  expect(refused(await post('/login', { credential }))).toEqual(REFUSED);
  const made = { ...credential, response: { clientDataJSON: bytes, attestationObject: bytes } };
  expect((await person.call(BASE, { method: 'POST', json: { credential: made } })).status).toBe(
    400,
  );
});
