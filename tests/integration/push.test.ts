import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectFailure, expectSuccess, newPerson, type Person } from '../support/person';
import {
  type PushService,
  pushServiceForTest,
  readVapid,
  Subscriber,
} from '../support/push-service';
import { startServerForTest, type TestServer } from '../support/server';
import { serverForFile } from '../support/shared-server';

const shared = serverForFile();
const SUBSCRIPTIONS = '/api/push/subscriptions';

async function subscribe(person: Person, subscriber: Subscriber, how: object = {}): Promise<void> {
  const answer = await person.call(SUBSCRIPTIONS, {
    method: 'POST',
    json: { ...subscriber.toJSON(), ...how },
    headers: { origin: 'https://chat.example.org' },
  });
  expectSuccess(answer);
  expect(answer.status).toBe(201);
}

interface Scene {
  service: PushService;
  server: TestServer;
  ada: Person;
  bob: Person;
  phone: Subscriber;
}

/** Ada writes, and Bob's phone is told. */
async function setUp(env: Record<string, string> = {}): Promise<Scene> {
  const service = await pushServiceForTest();
  const server = await startServerForTest({ env: { ...service.env, ...env } });
  const ada = await newPerson(server.url, { fullName: 'Ada Lovelace' });
  const bob = await newPerson(server.url);
  const phone = service.subscriber('phone');
  await subscribe(bob, phone);
  return { service, server, ada, bob, phone };
}

const bodiesFor = ({ service }: Scene, subscriber: Subscriber) =>
  service.notesFor(subscriber).map(({ body }) => body);

/** Tells of a last message, after which nothing of those before it can come any more. */
async function expectOnly(scene: Scene, bodies: string[]): Promise<void> {
  const end = `end ${randomUUID()}`;
  const other = await newPerson(scene.server.url);
  await other.send(scene.bob, end);
  await expect.poll(() => bodiesFor(scene, scene.phone)).toContain(end);
  expect(bodiesFor(scene, scene.phone)).toEqual([...bodies, end]);
}

test('a message is pushed to a device once, so that nobody on the way can read it', async () => {
  const scene = await setUp();
  const { service, ada, bob, phone } = scene;
  const message = await ada.send(bob, 'Are you *there*?');
  await expectOnly(scene, ['Are you there?']);
  const [push] = service.received;
  const [note] = service.notesFor(phone);
  expect(note).toMatchObject({
    title: 'Ada Lovelace',
    body: 'Are you there?',
    navigate: `https://chat.example.org/chat/${ada.id}`,
    timestamp: Date.parse(message.createdAt),
    silent: false,
    data: { ownerId: bob.id, userId: ada.id, seq: 1, url: `/chat/${ada.id}` },
  });
  expect(push?.headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    urgency: 'high',
    topic: expect.stringMatching(/^[A-Za-z0-9_-]{32}$/),
  });
  expect(Number(push?.headers.ttl)).toBeGreaterThan(86_000);
  expect(push?.body.length).toBeLessThan(3_000);
  expect(push?.body.toString('latin1')).not.toContain('there');
});

test('a service learns who sends and whom to ask, by a key that the browser was given', async () => {
  const scene = await setUp({ VAPID_SUBJECT: 'mailto:ops@example.org' });
  const { service, ada, bob } = scene;
  await ada.send(bob, 'hello');
  await expect.poll(() => service.received.length).toBe(1);
  const [push] = service.received;
  if (!push) throw new Error('nothing came');
  const { claims, key } = readVapid(push);
  const options = expectSuccess(await bob.call<{ publicKey: string }>('/api/push/options'));
  expect(key).toBe(options.publicKey);
  expect(claims).toMatchObject({ aud: `https://${service.host}`, sub: 'mailto:ops@example.org' });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(86_400);
});

test('pushes of one conversation replace each other, those of two do not', async () => {
  const scene = await setUp();
  const { service, server, ada, bob } = scene;
  const cleo = await newPerson(server.url);
  await ada.send(bob, 'one');
  await expect.poll(() => service.received.length).toBe(1);
  await ada.send(bob, 'two');
  await expect.poll(() => service.received.length).toBe(2);
  await cleo.send(bob, 'three');
  await expect.poll(() => service.received.length).toBe(3);
  const [first, second, third] = service.received.map(({ headers }) => headers.topic);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('a device that wants no previews is told who wrote, in its own words', async () => {
  const scene = await setUp();
  const { ada, bob, phone } = scene;
  const words = { message: 'Neue Nachricht', photo: 'Foto', deleted: 'Gelöscht.' };
  await subscribe(bob, phone, { hasPreview: false, words });
  await ada.send(bob, 'the secret');
  await expect.poll(() => bodiesFor(scene, phone)).toEqual(['Neue Nachricht']);
  // What is left out stays as it was.
  await subscribe(bob, phone);
  await ada.send(bob, 'another');
  await expect.poll(() => bodiesFor(scene, phone)).toEqual(['Neue Nachricht', 'Neue Nachricht']);
});

test('nothing is pushed of notes, to a muted conversation, or of what was seen before it was sent', async () => {
  const scene = await setUp();
  const { service, ada, bob } = scene;
  await bob.send(bob, 'a note');
  expectSuccess(
    await bob.call(`/api/conversations/${ada.id}`, {
      method: 'PUT',
      json: { mutedUntil: 'always' },
    }),
  );
  await ada.send(bob, 'muted');
  await expectOnly(scene, []);

  expectSuccess(
    await bob.call(`/api/conversations/${ada.id}`, { method: 'PUT', json: { mutedUntil: null } }),
  );
  const before = service.received.length;
  // Put off once: by the second try it is seen.
  service.answer((_name, count) =>
    count === before + 1 ? { status: 503, headers: { 'retry-after': '2' } } : undefined,
  );
  await ada.send(bob, 'seen meanwhile');
  await bob.history(ada, '');
  const cleo = await newPerson(scene.server.url);
  await cleo.send(bob, 'later');
  await expect.poll(() => bodiesFor(scene, scene.phone).at(-1)).toBe('later');
  await ada.send(bob, 'new again');
  await expect.poll(() => bodiesFor(scene, scene.phone).at(-1)).toBe('new again');
  expect(bodiesFor(scene, scene.phone)).not.toContain('seen meanwhile');
});

test('who is asked first, or has blocked, is not told of the other', async () => {
  const scene = await setUp();
  const { ada, bob } = scene;
  expectSuccess(await bob.call(`/api/blocks/${ada.id}`, { method: 'PUT' }));
  await ada.send(bob, 'blocked').catch(() => {});
  await expectOnly(scene, []);
  expectSuccess(await bob.call('/api/auth/privacy', { method: 'PUT', json: { requests: true } }));
  const stranger = await newPerson(scene.server.url);
  await stranger.send(bob, 'you do not know me');
  expectSuccess(await bob.call(`/api/blocks/${ada.id}`, { method: 'DELETE' }));
  expectSuccess(await bob.call('/api/auth/privacy', { method: 'PUT', json: { requests: false } }));
  await ada.send(bob, 'again');
  await expect.poll(() => bodiesFor(scene, scene.phone)).toContain('again');
  expect(bodiesFor(scene, scene.phone)).not.toContain('you do not know me');
});

test('a message that is deleted is taken back from the devices that were told of it', async () => {
  const scene = await setUp();
  const { service, ada, bob, phone } = scene;
  const message = await ada.send(bob, 'a slip');
  await expect.poll(() => bodiesFor(scene, phone)).toEqual(['a slip']);
  expectSuccess(await ada.call(`/api/messages/${message._id}`, { method: 'DELETE' }));
  await expect.poll(() => service.notesFor(phone).length).toBe(2);
  const [told, withdrawn] = service.notesFor(phone);
  expect(withdrawn).toMatchObject({
    body: 'This message was deleted.',
    silent: true,
    tag: told?.tag,
    data: { seq: 1, isWithdrawn: true },
  });
  expect(JSON.stringify(withdrawn)).not.toContain('slip');
});

test('a session that ends, and a device that unsubscribes, are told no more', async () => {
  const scene = await setUp();
  const { service, server, ada, bob, phone } = scene;
  const laptop = service.subscriber('laptop');
  const login = await fetch(`${server.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: bob.user.email, password: 'a quiet harbour 7' }),
  });
  const { token } = (await login.json()) as { token: string };
  const json = laptop.toJSON();
  expectSuccess(await bob.call(SUBSCRIPTIONS, { method: 'POST', token, json }));
  await ada.send(bob, 'to both');
  await expect.poll(() => bodiesFor(scene, laptop)).toEqual(['to both']);
  await expect.poll(() => bodiesFor(scene, phone)).toEqual(['to both']);

  expectSuccess(await bob.call('/api/auth/logout', { method: 'POST', token }));
  await ada.send(bob, 'to the phone');
  await expect.poll(() => bodiesFor(scene, phone)).toContain('to the phone');

  const { endpoint } = phone;
  expectSuccess(await bob.call(SUBSCRIPTIONS, { method: 'DELETE', json: { endpoint } }));
  const cleo = await newPerson(server.url);
  const own = service.subscriber('cleo');
  await subscribe(cleo, own);
  await ada.send(bob, 'to nobody');
  await ada.send(cleo, 'end');
  await expect.poll(() => bodiesFor(scene, own)).toEqual(['end']);
  expect(bodiesFor(scene, laptop)).toEqual(['to both']);
  expect(bodiesFor(scene, phone)).toEqual(['to both', 'to the phone']);
});

test('a browser that somebody else signs in to tells of their messages alone', async () => {
  const scene = await setUp();
  const { server, ada, bob, phone } = scene;
  const cleo = await newPerson(server.url);
  await subscribe(cleo, phone);
  await ada.send(bob, 'for Bob');
  await ada.send(cleo, 'for Cleo');
  await expect.poll(() => bodiesFor(scene, phone)).toEqual(['for Cleo']);
});

test('what the service knows no more is forgotten; what it puts off comes after the time it says', async () => {
  const scene = await setUp();
  const { service, ada, bob, phone } = scene;
  service.answer((_name, count) =>
    count === 1 ? { status: 429, headers: { 'retry-after': '2' } } : undefined,
  );
  const sentAt = Date.now();
  await ada.send(bob, 'patience');
  await expect.poll(() => bodiesFor(scene, phone)).toEqual(['patience']);
  expect((service.received[0]?.at ?? 0) - sentAt).toBeGreaterThanOrEqual(2_000);

  const asked: number[] = [];
  service.answer((name, count) => {
    if (name !== 'phone') return undefined;
    asked.push(count);
    return { status: 410 };
  });
  const cleo = await newPerson(scene.server.url);
  const own = service.subscriber('cleo');
  await subscribe(cleo, own);
  await ada.send(bob, 'gone');
  await expect.poll(() => asked.length).toBe(1);
  await ada.send(bob, 'still gone');
  await ada.send(cleo, 'end');
  await expect.poll(() => bodiesFor(scene, own)).toEqual(['end']);
  expect(asked.length).toBe(1);
});

test('a service that answers in another protocol is asked again, and holds up nobody', async () => {
  const scene = await setUp();
  const { service, ada, bob, phone } = scene;
  const headers = { connection: 'Upgrade', upgrade: 'websocket' };
  service.answer((_name, count) => (count === 1 ? { status: 101, headers } : undefined));
  await ada.send(bob, 'hello');
  await expect.poll(() => bodiesFor(scene, phone)).toEqual(['hello']);
});

test('no push goes to an address inside the network, whatever its name', async () => {
  const service = await pushServiceForTest();
  const { PUSH_PRIVATE_HOSTS: _none, ...env } = service.env;
  const server = await startServerForTest({ env });
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const port = service.host.split(':')[1];
  const phone = service.subscriber('phone');
  for (const host of [
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[fd00::1]',
    '169.254.169.254',
    '0.0.0.0',
  ]) {
    const endpoint = `https://${host}:${port}/push/phone`;
    const answer = await bob.call(SUBSCRIPTIONS, {
      method: 'POST',
      json: { ...phone.toJSON(), endpoint },
    });
    expect([endpoint, expectFailure(answer).status]).toEqual([endpoint, 400]);
  }
  // A name says nothing of where it leads until it is called.
  await subscribe(bob, phone);
  await ada.send(bob, 'hello');
  await expect
    .poll(async () => (await fetch(`${server.url}/api/metrics`)).text())
    .toContain('parley_pushes_total{result="refused"} 1');
  expect(service.connections()).toBe(0);
});

test.each([
  ['no keys', { keys: undefined }, 'keys'],
  [
    'a key that is no point of the curve',
    { keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } },
    'keys.p256dh',
  ],
  [
    'a secret that is too short',
    { keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(21) } },
    'keys.auth',
  ],
  ['plain http', { endpoint: 'http://push.example.org/1' }, 'endpoint'],
  ['no address', { endpoint: 'push' }, 'endpoint'],
])('a subscription with %s is refused, and the field is named', async (_what, change, field) => {
  const bob = await newPerson(shared().url);
  const json = {
    ...new Subscriber('https://push.example.org/1').toJSON(),
    endpoint: 'https://push.example.org/1',
    ...change,
  };
  const failure = expectFailure(await bob.call(SUBSCRIPTIONS, { method: 'POST', json }));
  expect(failure.status).toBe(400);
  expect(Object.keys(failure.fields ?? {})).toEqual([field]);
});

test('a stop ends what is under way and waits for no push that is put off', async () => {
  const scene = await setUp();
  const { service, server, ada, bob } = scene;
  service.answer(() => ({ status: 503, headers: { 'retry-after': '600' } }));
  await ada.send(bob, 'one');
  await expect.poll(() => service.connections()).toBe(1);
  expect(await server.stop()).toBe(0);
});
