import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BotDto, CreatedBotAnswer } from '@/lib/shared/bots/bot-schemas';
import type { OwnUserDto, UserDto } from '@/lib/shared/dto';
import { BOTS_MAX_COUNT } from '@/lib/shared/limits';
import { withDatabase } from '../support/database';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  PASSWORD,
  Person,
  request,
} from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

async function makeBot(owner: Person, fullName = 'Weather'): Promise<CreatedBotAnswer> {
  const json = { fullName, bio: 'Tells the weather' };
  return expectSuccess(await owner.call<CreatedBotAnswer>('/api/bots', { method: 'POST', json }));
}

/** The bot as whoever holds its key. */
async function speakAs(key: string): Promise<Person> {
  const answer = await request<{ user: OwnUserDto }>(`${server().url}/api/auth/check`, {
    token: key,
  });
  return new Person(server().url, { user: expectSuccess(answer).user, token: key });
}

const listBots = async (owner: Person): Promise<BotDto[]> =>
  expectSuccess(await owner.call<{ bots: BotDto[] }>('/api/bots')).bots;

test('a bot writes and hears by its key, by both transports, and is marked as one', async () => {
  const owner = await newPerson(server().url);
  const friend = await newPerson(server().url);
  const made = await makeBot(owner);
  expect(made.key).toMatch(/^parley_bot_[0-9a-f]{24}_[\w-]{43}$/);
  expect(made.bot).toMatchObject({ hasKey: true, hasWebhook: true, lastUsedAt: null });
  const bot = await speakAs(made.key);
  expect(bot.user).toMatchObject({ _id: made.bot._id, fullName: 'Weather', bot: true, email: '' });

  const socket = await bot.connect();
  const heard = nextEvent(socket, 'message:created');
  await friend.send(bot, 'how is it?');
  expect((await heard).text).toBe('how is it?');
  const ack = await socket.emitWithAck('message:send', {
    to: friend.id,
    text: 'sunny',
    clientId: randomUUID(),
  });
  expect(ack.success).toBe(true);
  await bot.send(owner, 'I am here');
  const shown = (await friend.people()).users.find(({ _id }) => _id === bot.id);
  expect(shown).toMatchObject({ bot: true, lastSeq: 2 });
  expect((await owner.people()).users.find(({ _id }) => _id === friend.id)?.bot).toBeUndefined();
  expect((await listBots(owner))[0]?.lastUsedAt).not.toBeNull();
  socket.disconnect();

  await withDatabase(server(), async (connection) => {
    for (const name of ['users', 'sessions']) {
      const stored = JSON.stringify(await connection.collection(name).find().toArray());
      expect(stored).not.toContain(made.key);
      expect(stored).not.toContain(made.webhook);
    }
  });
  const archive = await fetch(`${server().url}/api/auth/export`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  expect(archive.status).toBe(200);
  await archive.arrayBuffer();
});

test('a bot does nothing that is for people alone, and its key is no cookie', async () => {
  const owner = await newPerson(server().url);
  const { key } = await makeBot(owner);
  const bot = await speakAs(key);
  const refused: [string, string, object?][] = [
    ['POST', '/api/bots', { fullName: 'Bot of a bot' }],
    ['GET', '/api/bots'],
    ['PUT', '/api/auth/email', { email: `${randomUUID()}@example.org` }],
    ['PUT', '/api/auth/password', { currentPassword: PASSWORD, newPassword: 'a loud harbour 8' }],
    ['POST', '/api/auth/recovery-codes', {}],
    ['GET', '/api/auth/sessions'],
    ['DELETE', '/api/auth/account', {}],
    ['GET', '/api/auth/export'],
    ['POST', '/api/auth/passkeys/options', {}],
    ['POST', '/api/invitations', {}],
    ['POST', '/api/reports', { userId: owner.id, reason: 'unkind' }],
  ];
  for (const [method, path, json] of refused) {
    const answer = await bot.call(path, { method, ...(json && { json }) });
    const { status, reason } = expectFailure(answer);
    expect([path, status, reason]).toEqual([path, 403, 'bot_refused']);
  }
  // Not there for anybody but administrators, which no bot is, whatever its role.
  await withDatabase(server(), (connection) =>
    connection
      .collection('users')
      .updateOne({ fullName: 'Weather' }, { $set: { role: 'administrator' } }),
  );
  expect((await bot.call('/api/admin/people')).status).toBe(404);
  const profile = { method: 'PUT', json: { bio: 'Knows the tide, too' } };
  expectSuccess(await bot.call('/api/auth/update-profile', profile));

  const login = await request(`${server().url}/api/auth/login`, {
    method: 'POST',
    json: { email: bot.id, password: key },
  });
  expect(login.status).toBe(401);
  const cookie = (token: string) => ({ cookie: `authjs.session-token=${token}` });
  const byCookie = (token: string) =>
    request(`${server().url}/api/messages/users`, { headers: cookie(token) });
  expect((await byCookie(owner.token)).status).toBe(200);
  expect((await byCookie(key)).status).toBe(401);
});

test('a new key ends the old one and its sockets; a deleted bot is gone; nobody else may do either', async () => {
  const owner = await newPerson(server().url);
  const stranger = await newPerson(server().url);
  const { bot, key } = await makeBot(owner);
  const old = await speakAs(key);
  await old.send(owner, 'still here');
  const socket = await old.connect();
  const ended = nextEvent(socket, 'session:ended');
  for (const [method, path] of [
    ['POST', `/api/bots/${bot._id}/key`],
    ['POST', `/api/bots/${bot._id}/webhook`],
    ['DELETE', `/api/bots/${bot._id}/webhook`],
    ['DELETE', `/api/bots/${bot._id}`],
  ] as const) {
    expect((await stranger.call(path, { method })).status).toBe(404);
  }
  expect((await old.call('/api/auth/check')).status).toBe(200);
  const renewed = expectSuccess(
    await owner.call<{ key: string }>(`/api/bots/${bot._id}/key`, { method: 'POST' }),
  );
  await ended;
  expect((await old.call('/api/auth/check')).status).toBe(401);
  const again = await speakAs(renewed.key);
  expectSuccess(await owner.call(`/api/bots/${bot._id}`, { method: 'DELETE' }));
  expect((await again.call('/api/auth/check')).status).toBe(401);
  expect(await listBots(owner)).toEqual([]);
  const { user } = expectSuccess(await owner.call<{ user: UserDto }>(`/api/users/${bot._id}`));
  expect(user).toMatchObject({ fullName: 'Deleted account', deleted: true });
  expect((await owner.history(again)).messages.map(({ text }) => text)).toEqual(['still here']);
});

test('a person has ten bots at most, which end with the account and fall silent once it is disabled', async () => {
  const owner = await newPerson(server().url);
  const made = await Promise.all(
    Array.from({ length: BOTS_MAX_COUNT }, (_, at) => makeBot(owner, `Bot ${at + 1}`)),
  );
  const eleventh = await owner.call('/api/bots', { method: 'POST', json: { fullName: 'No 11' } });
  expect(expectFailure(eleventh)).toMatchObject({ status: 409, reason: 'too_many_bots' });

  const root = await newPerson(server().url);
  await withDatabase(server(), (connection) =>
    connection
      .collection('users')
      .updateOne({ email: root.user.email }, { $set: { role: 'administrator' } }),
  );
  const change = (disabled: boolean) =>
    root.call(`/api/admin/people/${owner.id}`, { method: 'PATCH', json: { disabled } });
  const [first, second] = made;
  expectSuccess(await change(true));
  const check = (key: string | undefined) =>
    request(`${server().url}/api/auth/check`, { token: key ?? '' });
  expect((await check(first?.key)).status).toBe(401);
  expectSuccess(await change(false));
  // What was known to somebody meanwhile stays ended; the owner makes it anew.
  expect((await check(first?.key)).status).toBe(401);
  const back = expectSuccess(
    await request<{ user: OwnUserDto; token: string }>(`${server().url}/api/auth/login`, {
      method: 'POST',
      json: { email: owner.user.email, password: PASSWORD },
    }),
  );
  const ownerBack = new Person(server().url, back);
  expect((await listBots(ownerBack)).every((bot) => !bot.hasKey && !bot.hasWebhook)).toBe(true);
  const renewed = expectSuccess(
    await ownerBack.call<{ key: string }>(`/api/bots/${second?.bot._id}/key`, { method: 'POST' }),
  );
  expect((await check(renewed.key)).status).toBe(200);
  await ownerBack.call('/api/auth/account', { method: 'DELETE', json: { password: PASSWORD } });
  expect((await check(renewed.key)).status).toBe(401);
  const gone = await root.call<{ user: UserDto }>(`/api/users/${second?.bot._id}`);
  expect(expectSuccess(gone).user.deleted).toBe(true);
});

test('a webhook has its bot write to its owner, until it is ended', async () => {
  const owner = await newPerson(server().url);
  const { bot, webhook } = await makeBot(owner, 'Builds');
  const call = (secret: string, json: object) =>
    request(`${server().url}/api/webhooks/${secret}`, { method: 'POST', json });
  const socket = await owner.connect();
  const told = nextEvent(socket, 'message:created');
  const clientId = randomUUID();
  expect((await call(webhook, { text: 'build 7 failed', clientId })).status).toBe(201);
  expect(await told).toMatchObject({ senderId: bot._id, text: 'build 7 failed' });
  expect((await call(webhook, { text: 'build 7 failed', clientId })).status).toBe(200);
  for (const json of [{}, { text: '' }, { text: 7 }, { text: 'x'.repeat(4_001) }]) {
    expect((await call(webhook, json)).status).toBe(400);
  }
  expect((await call('nothing', { text: 'x' })).status).toBe(404);
  const renewed = expectSuccess(
    await owner.call<{ webhook: string }>(`/api/bots/${bot._id}/webhook`, { method: 'POST' }),
  );
  expect((await call(webhook, { text: 'x' })).status).toBe(404);
  expect((await call(renewed.webhook, { text: 'build 8 passed' })).status).toBe(201);
  for (const _ of [1, 2]) {
    expectSuccess(await owner.call(`/api/bots/${bot._id}/webhook`, { method: 'DELETE' }));
  }
  expect((await call(renewed.webhook, { text: 'x' })).status).toBe(404);
  const { users, unseenMessages } = await owner.people();
  expect(users[0]).toMatchObject({ _id: bot._id, bot: true, lastSeq: 2 });
  expect(unseenMessages).toEqual({ [bot._id]: 2 });
  socket.disconnect();
});
