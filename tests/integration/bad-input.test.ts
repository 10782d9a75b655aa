import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { api, type Endpoint } from '@/lib/shared/api';
import { expectFailure, newPerson, type Person, request } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile({});
let ada: Person;
let bob: Person;

beforeAll(async () => {
  [ada, bob] = await Promise.all([newPerson(server().url), newPerson(server().url)]);
});

const RUNS = { numRuns: 60 };
const hostile = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom({ $gt: '' }, { $ne: null }, '__proto__', { toString: 1 }, 'x'.repeat(9000)),
);
const field = fc.constantFrom(
  'text',
  'image',
  'clientId',
  'email',
  'password',
  'fullName',
  'bio',
  'profilePic',
  'currentPassword',
  'newPassword',
  'to',
  'messageId',
  'userIds',
  'typing',
);
const hostileObject = fc.dictionary(field, hostile);

test('no body makes a route fail by itself', async () => {
  const endpoints = Object.values<Endpoint>(api).filter(
    ({ body, path }) => body && path !== '/api/auth/logout',
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...endpoints), hostileObject, async (endpoint, json) => {
      const answer = await ada.call(endpoint.path.replace(':userId', bob.id), {
        method: endpoint.method,
        json,
      });
      expect(answer.status).toBeLessThan(500);
      expect(typeof answer.body.success).toBe('boolean');
    }),
    RUNS,
  );
});

test('no address and no query makes a route fail by itself', async () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('..', '%00', '000000000000000000000000'));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('messages/', 'uploads/', 'auth/sessions/', 'messages/send/', ''),
      part,
      fc.dictionary(
        fc.constantFrom('before', 'after', 'around', 'limit', 'cursor', 'q', 'peek'),
        part,
      ),
      async (prefix, id, query) => {
        const search = new URLSearchParams(query);
        const address = `/api/${prefix}${encodeURIComponent(id)}?${search}`;
        // Two dots at the top lead out of the API, as the caller's own client resolves them.
        fc.pre(new URL(address, server().url).pathname.startsWith('/api/'));
        const answer = await ada.call(address);
        expect(answer.status).toBeLessThan(500);
      },
    ),
    RUNS,
  );
});

test('malformed JSON, a list, a text and a huge body are refused with the right code', async () => {
  const post = (body: string, headers = { 'content-type': 'application/json' }) =>
    request(`${server().url}/api/auth/login`, { method: 'POST', body, headers });
  for (const body of ['{', '[]', '"text"', 'null', '\u0000']) {
    expect(expectFailure(await post(body))).toMatchObject({ status: 400, code: 'bad_request' });
  }
  const large = expectFailure(await post(JSON.stringify({ email: 'x'.repeat(70_000) })));
  expect(large).toMatchObject({ status: 413, code: 'too_large' });
});

test('no event makes the server fail, with or without an acknowledgement', async () => {
  const socket = await ada.connect();
  const events = [
    'message:send',
    'message:seen',
    'message:delivered',
    'typing',
    'events:since',
    'presence:watch',
  ];
  const emit = socket as unknown as {
    emit(event: string, ...args: unknown[]): void;
    timeout(ms: number): { emitWithAck(event: string, ...args: unknown[]): Promise<unknown> };
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...events),
      fc.oneof(hostileObject, hostile),
      fc.array(hostile, { maxLength: 2 }),
      async (event, payload, more) => {
        emit.emit(event, payload, ...more);
        for (const args of [[payload], [payload, ...more]]) {
          const answer = await emit.timeout(5000).emitWithAck(event, ...args);
          expect(answer).toMatchObject({ success: expect.any(Boolean) });
          expect(answer).not.toMatchObject({ code: 'internal' });
        }
      },
    ),
    RUNS,
  );
  emit.emit('no such event', {});
  expect(await emit.timeout(5000).emitWithAck('no such event', {})).toMatchObject({
    success: false,
    code: 'not_found',
  });
  emit.emit('message:send');
  expect(await emit.timeout(5000).emitWithAck('message:send')).toMatchObject({
    success: false,
    code: 'bad_request',
  });
  expect(socket.connected).toBe(true);
  expect(server().process.exitCode).toBeNull();
  socket.disconnect();
});

test('garbage in place of a WebSocket or a packet ends that connection alone', async () => {
  const socket = await bob.connect();
  const net = await import('node:net');
  for (const bytes of [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'GET /elsewhere HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    '\u0000\u0001\u0002',
  ]) {
    await new Promise<void>((resolve, reject) => {
      const connection = net.connect(server().port, '127.0.0.1');
      connection.once('close', () => resolve());
      connection.once('error', reject);
      connection.resume();
      connection.write(bytes);
    });
  }
  expect(socket.connected).toBe(true);
  socket.disconnect();
});

test('a method that an address does not have answers in the same form', async () => {
  const paths = ['health/live', 'health/ready', 'metrics', 'openapi.json', 'uploads/a.webp'];
  for (const path of [...paths, 'auth/signup', 'auth/check', 'messages/users']) {
    for (const method of ['PATCH', 'DELETE']) {
      const failure = expectFailure(await ada.call(`/api/${path}`, { method }));
      expect([path, failure.status, failure.code]).toEqual([path, 404, 'not_found']);
    }
  }
});

test('a method nobody uses and a host that is none are refused in the same form', async () => {
  const http = await import('node:http');
  const ask = (options: object) =>
    new Promise<[number | undefined, string]>((resolve, reject) => {
      const asked = http.request(server().url, options, async (response) => {
        let text = '';
        for await (const chunk of response) text += String(chunk);
        resolve([response.statusCode, JSON.parse(text).code]);
      });
      asked.once('error', reject).end();
    });
  expect(await ask({ method: 'TRACE', path: '/api/auth/check' })).toEqual([404, 'not_found']);
  const headers = { host: 'no host' };
  expect(await ask({ path: '/api/auth/csrf', headers })).toEqual([400, 'bad_request']);
});

test('an unknown address of the API answers in the same form, by any method', async () => {
  for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
    for (const path of ['/api/nothing', '/api/auth/nothing', '/api/messages']) {
      const failure = expectFailure(await ada.call(path, { method }));
      expect([method, path, failure.status, failure.code]).toEqual([
        method,
        path,
        404,
        'not_found',
      ]);
    }
  }
});
