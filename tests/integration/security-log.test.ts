import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { newPerson, PASSWORD, type Person, request } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile({ env: { LOG_LEVEL: 'info', RATE_LIMITS: 'on' } });

type Line = Record<string, unknown> & { msg: string };

/** Every line of the log so far; one that is no JSON fails the test. */
const lines = (): Line[] =>
  server()
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

const hasLine = (fields: object): Promise<void> =>
  expect.poll(lines).toContainEqual(expect.objectContaining(fields));

const logIn = (person: Person, password: string) =>
  request(`${server().url}/api/auth/login`, {
    method: 'POST',
    json: { email: person.user.email, password },
  });

test('who signs in, by which way, from where and when is logged, and who is turned away, and what ends', async () => {
  const ada = await newPerson(server().url);
  const who = { userId: ada.id, address: '127.0.0.1', requestId: expect.any(String) };
  await hasLine({ msg: 'session.started', endpoint: 'POST /api/auth/signup', ...who });
  await logIn(ada, 'not the password');
  await hasLine({ msg: 'log_in.refused', endpoint: 'POST /api/auth/login', ...who });
  await logIn(ada, PASSWORD);
  await hasLine({ msg: 'session.started', endpoint: 'POST /api/auth/login', ...who });
  const json = { currentPassword: PASSWORD, newPassword: 'a louder harbour 8' };
  await ada.call('/api/auth/password', { method: 'PUT', json });
  await hasLine({ msg: 'session.ended', reason: 'password_changed', count: 1, ...who });
  await ada.call('/api/auth/logout', { method: 'POST' });
  await hasLine({ msg: 'session.ended', reason: 'signed_out', ...who });
  for (const { time } of lines()) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('whatever is refused is logged: without leave, from another site, over a limit, no valid input', async () => {
  const { url } = server();
  const [ada, eve] = [await newPerson(url), await newPerson(url)];
  const { _id } = await ada.send(ada, 'a note');
  const refused = { msg: 'request.refused', address: '127.0.0.1' };

  await request(`${url}/api/auth/check`);
  await hasLine({ ...refused, code: 'unauthorized', endpoint: 'GET /api/auth/check' });
  const headers = { cookie: `authjs.session-token=${eve.token}`, origin: 'https://evil.example' };
  await request(`${url}/api/auth/logout`, { method: 'POST', headers });
  await hasLine({ ...refused, code: 'forbidden', userId: eve.id });
  await eve.call(`/api/messages/${_id}/seen`, { method: 'PUT' });
  await hasLine({ ...refused, code: 'not_found', userId: eve.id });
  await eve.call('/api/auth/password', { method: 'PUT', json: { newPassword: 'short' } });
  await hasLine({ ...refused, code: 'bad_request', fields: ['currentPassword', 'newPassword'] });
  for (let count = 0; count <= 10; count++) await logIn(ada, 'not it');
  await hasLine({ ...refused, code: 'rate_limited', endpoint: 'POST /api/auth/login' });

  const socket = await eve.connect();
  onTestFinished(() => void socket.disconnect());
  await socket.emitWithAck('message:seen', { messageId: _id });
  await hasLine({ msg: 'event.refused', code: 'not_found', userId: eve.id });
  const stranger = io(url, { auth: { token: 'none' }, transports: ['websocket'], forceNew: true });
  onTestFinished(() => void stranger.disconnect());
  await hasLine({ msg: 'handshake.refused', code: 'unauthorized', address: '127.0.0.1' });
});

test('no password, token, address or text of a message is in the log, and nobody writes lines of their own into it', async () => {
  const { url } = server();
  const secret = `a secret of ${randomUUID()}`;
  const ada = await newPerson(url, { password: secret, fullName: 'Ada Unlogged' });
  await logIn(ada, `${secret} wrong`);
  await ada.send(ada, `${secret} text`);
  await ada.call('/api/messages/users', { token: `${ada.token}x` });
  const forged = '"}\\n{"msg":"forged.line","x":"';
  await request(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'user-agent': forged, cookie: `authjs.session-token=${ada.token}` },
    json: { email: ada.user.email, password: secret },
  });
  await hasLine({ msg: 'session.started', device: expect.stringContaining('msg') });
  for (const hidden of [secret, ada.token, ada.user.email ?? '', 'Ada Unlogged', 'forged.line"']) {
    expect(server().output()).not.toContain(hidden);
  }
  expect(lines().map(({ msg }) => msg)).not.toContain('forged.line');
});
