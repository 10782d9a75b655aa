import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import {
  type Answer,
  expectFailure,
  newPerson,
  PASSWORD,
  type Person,
  request,
} from '../support/person';
import { serverForFile } from '../support/shared-server';

/** Behind a proxy, so that a test says where its calls come from. */
const server = serverForFile({ env: { RATE_LIMITS: 'on', TRUST_PROXY: '1' } });

const UNKNOWN_ID = '0'.repeat(24);

interface SignedIn {
  token: string;
}

function logIn(
  person: Person,
  options: { password?: string; from?: string; cookie?: string } = {},
): Promise<Answer<SignedIn>> {
  const { password = PASSWORD, from = '203.0.113.1', cookie } = options;
  return request<SignedIn>(`${server().url}/api/auth/login`, {
    method: 'POST',
    json: { email: person.user.email, password },
    headers: { 'x-forwarded-for': from, ...(cookie !== undefined && { cookie }) },
  });
}

/** Calls so often, some at a time, and returns what came back. */
async function repeat<T>(
  count: number,
  call: (index: number) => Promise<T>,
  atOnce = 20,
): Promise<T[]> {
  const results: T[] = [];
  const queue = Array.from({ length: count }, (_, index) => index);
  const work = async () => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      results[index] = await call(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

function expectSlowedDown(answer: Answer<unknown> | undefined): void {
  if (!answer) throw new Error('there was no call');
  expect(expectFailure(answer)).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

test('a limit that a socket used first is answered 429 by HTTP, and the other way round', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const socket = await ada.connect();
  onTestFinished(() => void socket.disconnect());

  // Receipts: the socket comes first, then HTTP goes over the limit.
  await socket.emitWithAck('message:seen', { messageId: UNKNOWN_ID });
  const seen = await repeat(601, () =>
    ada.call(`/api/messages/${UNKNOWN_ID}/seen`, { method: 'PUT' }),
  );
  const slowed = seen.filter(({ status }) => status !== 404);
  expect(slowed.length).toBeGreaterThan(0);
  for (const answer of slowed) expectSlowedDown(answer);

  // Sends: HTTP comes first, then the socket does.
  await ada.send(bob, 'by HTTP');
  const sends = await repeat(601, (index) =>
    socket.emitWithAck('message:send', {
      to: bob.id,
      text: `message ${index}`,
      clientId: randomUUID(),
    }),
  );
  const refused = sends.filter(({ success }) => !success);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expect(answer).toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: expect.any(Number),
    });
  }
});

test('an owner gets in from a known place and with a known device while strangers guess', async () => {
  const [owner, other] = [await newPerson(server().url), await newPerson(server().url)];
  const signedIn = await logIn(owner, { from: '203.0.113.1' });
  const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const foreign = (await logIn(other)).headers.get('set-cookie')?.split(';', 1)[0] ?? '';

  const guesses = await repeat(105, (index) =>
    logIn(owner, { password: `guess ${index}`, from: `198.51.100.${index}` }),
  );
  expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThan(0);

  expectSlowedDown(await logIn(owner, { from: '192.0.2.7' }));
  expect((await logIn(owner, { from: '203.0.113.1' })).status).toBe(200);
  expect((await logIn(owner, { from: '192.0.2.8', cookie })).status).toBe(200);
  // Another account's device is none of this one's, nor is one that is made up.
  expectSlowedDown(await logIn(owner, { from: '192.0.2.9', cookie: foreign }));
  expectSlowedDown(await logIn(owner, { from: '192.0.2.9', cookie: `${cookie}x` }));
  // A known device guesses no more than anybody.
  const slips = await repeat(11, () => logIn(owner, { password: 'not it', cookie }));
  expect(slips.filter(({ status }) => status === 429)).toHaveLength(1);
});

test('one network counts as one place, however its addresses are written', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const sixes = await repeat(11, (index) =>
    logIn(ada, { password: 'not it', from: `2001:db8:1:2:${index + 1}::${index}` }),
  );
  expect(sixes.filter(({ status }) => status === 429)).toHaveLength(1);
  expect((await logIn(ada, { from: '2001:db8:1:3::1' })).status).toBe(200);

  const forms = ['192.0.2.77', '192.0.2.77:4711', '::ffff:192.0.2.77', '[::ffff:192.0.2.77]:80'];
  const fours = await repeat(12, (index) =>
    logIn(bob, { password: 'not it', from: forms[index % forms.length] ?? '' }),
  );
  expect(fours.filter(({ status }) => status === 429)).toHaveLength(2);
});

test('people who sign in from one place do not keep one another out', async () => {
  const ada = await newPerson(server().url);
  const answers = await repeat(105, () => logIn(ada, { from: '203.0.113.200' }), 5);
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
});

test('next-auth says so too when somebody guesses, with the time to wait', async () => {
  const ada = await newPerson(server().url);
  const csrf = await fetch(`${server().url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const attempt = (password: string) =>
    fetch(`${server().url}/api/auth/callback/credentials`, {
      method: 'POST',
      headers: { cookie, origin: server().url, 'x-forwarded-for': '203.0.113.30' },
      body: new URLSearchParams({ csrfToken, email: ada.user.email ?? '', password }),
      redirect: 'manual',
    });
  for (let count = 0; count < 10; count++) expect((await attempt('not it')).status).toBe(302);
  const refused = await attempt('not it');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ success: false, code: 'rate_limited' });
});

test('reading and searching have limits of their own, far above what people do', async () => {
  const [reader, searcher, other] = [
    await newPerson(server().url),
    await newPerson(server().url),
    await newPerson(server().url),
  ];
  const reads = await repeat(1_201, () => reader.call('/api/auth/check'));
  expect(reads.filter(({ status }) => status === 200)).toHaveLength(1_200);
  expectSlowedDown(reads.find(({ status }) => status !== 200));
  const searches = await repeat(241, () => searcher.call('/api/messages/users?q=a'));
  expect(searches.filter(({ status }) => status === 200)).toHaveLength(240);
  expectSlowedDown(searches.find(({ status }) => status !== 200));
  expect((await other.people('q=person')).users.length).toBeGreaterThan(0);
});

const connect = (token: string) =>
  new Promise<(Error & { data?: { retryAfterSeconds?: number } }) | null>((resolve) => {
    const socket = io(server().url, {
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    onTestFinished(() => void socket.disconnect());
    socket.once('connect', () => resolve(null));
    socket.once('connect_error', resolve);
  });

test('a socket that floods is cut off, comes back a few times, and is then told to wait', async () => {
  const [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  const flood = async () => {
    const socket = await ada.connect();
    const gone = new Promise((resolve) => socket.once('disconnect', resolve));
    for (let count = 0; count < 5_000; count++) {
      socket.emit('typing', { to: bob.id, typing: true }, () => {});
    }
    await gone;
  };
  await flood();
  expect((await bob.call('/api/auth/check')).status).toBe(200);
  let refusal: Awaited<ReturnType<typeof connect>> = null;
  for (let round = 0; round < 8 && !refusal; round++) {
    refusal = await connect(ada.token);
    if (!refusal) await flood().catch(() => {});
  }
  expect(refusal?.message).toBe('rate_limited');
  expect(refusal?.data?.retryAfterSeconds).toBeGreaterThan(0);
  expect(await connect(bob.token)).toBeNull();
});

test('one person has at most a hundred sockets on a node', async () => {
  const ada = await newPerson(server().url);
  const refusals = await repeat(100, () => connect(ada.token));
  expect(refusals.filter((refusal) => refusal !== null)).toEqual([]);
  expect((await connect(ada.token))?.message).toBe('rate_limited');
});

test('long polling is served, but not as a script for other sites', async () => {
  const poll = `${server().url}/socket.io/?EIO=4&transport=polling`;
  expect((await fetch(poll)).status).toBe(200);
  expect((await fetch(`${poll}&j=0`)).status).toBe(403);
});
