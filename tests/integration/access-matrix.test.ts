import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, test } from 'vitest';
import { api, type Endpoint } from '@/lib/shared/api';
import type { InvitationDto, MessageDto, OwnUserDto } from '@/lib/shared/dto';
import type { ErrorCode } from '@/lib/shared/errors';
import type { ClientToServerEvents } from '@/lib/shared/events';
import { apiUrls } from '@/lib/shared/urls';
import { adminJson } from '../support/admin';
import { withDatabase } from '../support/database';
import { fetchAs, sendForm, WEBM } from '../support/files';
import { beginImport, pastMessage } from '../support/imports';
import { expectSuccess, newPerson, PASSWORD, Person, request } from '../support/person';
import { newPicture } from '../support/pictures';
import { serverForFile } from '../support/shared-server';

/**
 * Who gets what of Bob's: every route and every event that needs an account, asked by everybody there
 * is. A new one without a line here does not compile. The strictest server: people see their contacts
 * alone, and an invitation is needed.
 */
const server = serverForFile({ env: { PEOPLE: 'contacts', SIGNUP: 'invite' } });

/**
 * stranger: shares nothing with Bob. contact: has found him by his address. blocked: has written with
 * him, and is blocked by him. member: has written with him. administrator: of the server, and a
 * stranger to him.
 */
const ROLES = ['stranger', 'contact', 'blocked', 'member', 'administrator'] as const;
type Role = (typeof ROLES)[number];
type Five<T> = readonly [T, T, T, T, T];

/** Of the protocol for uploads in parts. */
const TUS = { 'tus-resumable': '1.0.0' };
const SECRET = 'the harbour at midnight';
const people = {} as Record<Role, Person>;
let bob: Person;
/** Of Bob, to the member. */
let message: MessageDto;
let fileMessage: MessageDto;
let voiceMessage: MessageDto;
/** Begun by Bob, and not sent. */
let bobsUploadId: string;
let invitationId: string;
let bobsSid: string;
let bobsBotId: string;
let bobsPasskeyId: string;
/** With the member, who has not been asked yet. */
let bobsImportId: string;

async function join(token: string, fullName: string): Promise<Person> {
  const answer = await request<{ user: OwnUserDto; token: string }>(
    `${server().url}/api/auth/signup`,
    {
      method: 'POST',
      json: {
        fullName,
        email: `${randomUUID()}@example.org`,
        password: PASSWORD,
        invitation: token,
      },
    },
  );
  return new Person(server().url, expectSuccess(answer));
}

beforeAll(async () => {
  const root = await newPerson(server().url, { fullName: 'Root' });
  const answer = await root.call<{ invitation: InvitationDto; token: string }>('/api/invitations', {
    method: 'POST',
    json: { uses: 20 },
  });
  const { invitation, token } = expectSuccess(answer);
  invitationId = invitation._id;
  bob = await join(token, 'Bob Byte');
  for (const role of ROLES) people[role] = await join(token, role);
  for (const person of [people.contact, people.blocked, people.member]) {
    await person.people(`q=${encodeURIComponent(bob.user.email)}`);
  }
  await people.blocked.send(bob, 'let me in');
  await bob.call(`/api/blocks/${people.blocked.id}`, { method: 'PUT' });
  await people.member.send(bob, 'hello');
  const form = new FormData();
  form.set('text', SECRET);
  const { bytes } = await newPicture('secret.png');
  form.set('image', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'secret.png');
  const sent = await bob.call<{ newMessage: MessageDto }>(
    `/api/messages/send/${people.member.id}`,
    { method: 'POST', body: form },
  );
  message = expectSuccess(sent).newMessage;
  const file = { bytes: Buffer.from(SECRET), name: `${SECRET}.txt` };
  fileMessage = expectSuccess(await sendForm(bob, people.member, file)).newMessage;
  const sound = { durationMs: '1000', waveform: JSON.stringify(Array(64).fill(9)) };
  const voice = { field: 'voice', bytes: WEBM } as const;
  voiceMessage = expectSuccess(await sendForm(bob, people.member, voice, sound)).newMessage;
  const begun = await fetchAs(bob, apiUrls.resumable, {
    method: 'POST',
    headers: { ...TUS, 'upload-length': '5' },
  });
  bobsUploadId = begun.headers.get('location')?.split('/').at(-1) ?? '';
  const sessions = await bob.call<{ sessions: { sid: string }[] }>('/api/auth/sessions');
  bobsSid = expectSuccess(sessions).sessions[0]?.sid ?? '';
  const bot = await bob.call<{ bot: { _id: string } }>('/api/bots', {
    method: 'POST',
    json: { fullName: 'Bot of Bob', bio: SECRET },
  });
  bobsBotId = expectSuccess(bot).bot._id;
  bobsImportId = expectSuccess(await beginImport(bob, people.member, 1)).import._id;
  await withDatabase(server(), async (connection) => {
    await connection
      .collection('users')
      .updateOne(
        { _id: new mongoose.Types.ObjectId(people.administrator.id) },
        { $set: { role: 'administrator' } },
      );
    const passkey = await connection.collection('passkeys').insertOne({
      credentialId: randomUUID(),
      userId: new mongoose.Types.ObjectId(bob.id),
      publicKey: 'AAAA',
      counter: 0,
      transports: [],
      rpId: 'localhost',
      isBackedUp: false,
      name: SECRET,
      device: 'Firefox on Linux',
      createdAt: new Date(),
      lastUsedAt: null,
    });
    bobsPasskeyId = passkey.insertedId.toHexString();
  });
});

type Protected = {
  [Name in keyof typeof api]: (typeof api)[Name]['auth'] extends 'required' ? Name : never;
}[keyof typeof api];
/** The statuses for each role, in their order, and the body that is sent. */
type Row = readonly [expected: Five<number>, json?: object];

const everybody = (status: number): Five<number> => [status, status, status, status, status];
/** Who sees Bob at all. */
const SEES_BOB: Five<number> = [404, 200, 200, 200, 404];
/** Whom the message is for. */
const READS_MESSAGE: Five<number> = [404, 404, 404, 200, 404];
const WRONG = 'not the password 9';

/** Not there for anybody else. */
const administers = (status: number): Five<number> => [404, 404, 404, 404, status];

const rows: Record<Protected, Row> = {
  check: [everybody(200)],
  // Before anything is reported: what is reported administrators read.
  adminListReports: [administers(200)],
  adminMarkReport: [everybody(404), { done: true }],
  adminListPeople: [administers(200)],
  adminChangePerson: [administers(200), { disabled: false }],
  // Their own, see addressOf: one's own account is deleted in the settings alone.
  adminDeletePerson: [administers(403)],
  adminEndSessions: [administers(200)],
  adminMakeResetLink: [administers(201)],
  adminListInvitations: [administers(200)],
  adminDescribeServer: [administers(200)],
  listSessions: [everybody(200)],
  endSession: [everybody(404)],
  changePassword: [everybody(400), { currentPassword: WRONG, newPassword: 'a loud harbour 8' }],
  changeEmail: [everybody(400), { email: 'new@example.org', password: WRONG }],
  getRecoveryCodes: [everybody(200)],
  makeRecoveryCodes: [everybody(400), { password: WRONG }],
  setHandle: [everybody(200), { handle: null }],
  getPrivacy: [everybody(200)],
  setPrivacy: [everybody(200), { seen: true }],
  getPushOptions: [everybody(200)],
  subscribeToPush: [everybody(400), { endpoint: 'https://127.0.0.1/', keys: {} }],
  // Their own alone, of which they have none.
  unsubscribeFromPush: [everybody(200), { endpoint: 'https://push.example.org/1' }],
  // Everybody's own; at an address without a name there are none to be had.
  listPasskeys: [everybody(200)],
  beginAddingPasskey: [everybody(403), { password: WRONG }],
  addPasskey: [everybody(400), {}],
  confirmByPasskey: [everybody(403)],
  renamePasskey: [everybody(404), { name: 'mine now' }],
  removePasskey: [everybody(404), { password: WRONG }],
  getSecondFactor: [everybody(200)],
  beginSecondFactor: [everybody(400), { password: WRONG }],
  confirmSecondFactor: [everybody(409), { code: '123456' }],
  removeSecondFactor: [everybody(400), { password: WRONG }],
  deleteAccount: [everybody(400), { password: WRONG }],
  exportAccount: [everybody(200)],
  updateProfile: [everybody(200), { bio: 'sails' }],
  // Everybody's own; Bob's is nobody else's.
  createBot: [everybody(201), { fullName: 'Bot' }],
  listBots: [everybody(200)],
  deleteBot: [everybody(404)],
  renewBotKey: [everybody(404)],
  renewWebhook: [everybody(404)],
  endWebhook: [everybody(404)],
  createInvitation: [[403, 403, 403, 403, 201], {}],
  listInvitations: [everybody(200)],
  revokeInvitation: [everybody(404)],
  adminRevokeInvitation: [administers(200)],
  getProfileLink: [everybody(200)],
  replaceProfileLink: [everybody(200)],
  openProfileLink: [everybody(404)],
  listPeople: [everybody(200)],
  getPerson: [SEES_BOB],
  setConversation: [SEES_BOB, { pinned: true }],
  acceptRequest: [SEES_BOB],
  deleteRequest: [SEES_BOB],
  blockPerson: [SEES_BOB],
  unblockPerson: [SEES_BOB],
  listBlocks: [everybody(200)],
  report: [[404, 404, 404, 201, 404], { reason: 'unkind' }],
  listMessages: [SEES_BOB],
  listImages: [SEES_BOB],
  listFiles: [SEES_BOB],
  searchMessages: [everybody(200)],
  markSeen: [READS_MESSAGE],
  // None, for who shares nothing with him.
  listChanges: [everybody(200)],
  // Its sender's alone.
  editMessage: [everybody(404), { text: 'changed' }],
  deleteMessage: [everybody(404)],
  removePreview: [everybody(404)],
  setReaction: [READS_MESSAGE, { emoji: '👍' }],
  // After those that read what it takes from them.
  clearConversation: [SEES_BOB],
  createImport: [[404, 409, 403, 409, 404], { source: 'signal', messageCount: 1 }],
  findImport: [everybody(200)],
  // Of Bob's, which he has not proposed to anybody.
  addImportMessages: [everybody(404), { messages: [pastMessage(1)] }],
  addImportPicture: [everybody(404), { image: null }],
  proposeImport: [everybody(404)],
  acceptImport: [everybody(404)],
  deleteImport: [everybody(404)],
  // The next three change who is who, or end a session, and come last.
  sendMessage: [[404, 201, 403, 201, 404], { text: 'hello' }],
  logOut: [everybody(200)],
};

const QUERIES: Partial<Record<Protected, string>> = {
  searchMessages: '?q=harbour',
  listMessages: '?peek=1',
  listChanges: '?after=0',
};

const addressOf = (name: Protected) =>
  api[name].path
    .replace(':userId', name === 'adminDeletePerson' ? people.administrator.id : bob.id)
    .replace(':messageId', message._id)
    .replace(':reportId', message._id)
    .replace(':invitationId', invitationId)
    .replace(':botId', bobsBotId)
    .replace(':passkeyId', bobsPasskeyId)
    .replace(':importId', bobsImportId)
    .replace(':ordinal', '1')
    .replace(':key', 'nobody')
    .replace(':sid', bobsSid) +
  (name === 'findImport' ? `?userId=${bob.id}` : (QUERIES[name] ?? ''));

async function ask(name: Protected, role: Role): Promise<{ status: number; text: string }> {
  const endpoint: Endpoint = api[name];
  const [, json] = rows[name];
  const body =
    name === 'report'
      ? { ...json, userId: bob.id, messageId: message._id }
      : name === 'createImport'
        ? { ...json, userId: bob.id }
        : json;
  const response = await fetch(server().url + addressOf(name), {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${people[role].token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

type EventAnswer = 'ok' | ErrorCode;
const events: Record<keyof ClientToServerEvents, readonly [Five<EventAnswer>, () => object]> = {
  'message:seen': [
    ['not_found', 'not_found', 'not_found', 'ok', 'not_found'],
    () => ({ messageId: message._id }),
  ],
  'message:delivered': [
    ['not_found', 'not_found', 'not_found', 'ok', 'not_found'],
    () => ({ messageId: message._id }),
  ],
  // Of a stranger nobody is told, and the stranger not of that.
  typing: [['ok', 'ok', 'forbidden', 'ok', 'ok'], () => ({ to: bob.id, typing: true })],
  'events:since': [
    ['ok', 'ok', 'ok', 'ok', 'ok'],
    () => ({ moment: new Date(Date.now() - 60_000).toISOString() }),
  ],
  'presence:watch': [['ok', 'ok', 'ok', 'ok', 'ok'], () => ({ userIds: [bob.id] })],
  'message:send': [
    ['not_found', 'ok', 'forbidden', 'ok', 'not_found'],
    () => ({ to: bob.id, text: 'by socket', clientId: randomUUID() }),
  ],
};

describe('by socket', () => {
  test.each(Object.keys(events) as (keyof ClientToServerEvents)[])('%s', async (event) => {
    const [expected, payload] = events[event];
    const own = await bob.connect();
    const told: unknown[] = [];
    own.on('typing', (typing) => told.push(typing));
    const answers: [EventAnswer, string][] = [];
    for (const role of ROLES) {
      const socket = await people[role].connect();
      const answer = await (
        socket as unknown as {
          emitWithAck(name: string, value: object): Promise<{ success: boolean; code?: ErrorCode }>;
        }
      ).emitWithAck(event, payload());
      answers.push([answer.success ? 'ok' : (answer.code ?? 'internal'), JSON.stringify(answer)]);
      socket.disconnect();
    }
    expect(answers.map(([kind]) => kind)).toEqual(expected);
    if (event === 'presence:watch') {
      const isOnline = answers.map(([, text]) => text.includes('"online":true'));
      expect(isOnline).toEqual([false, true, false, true, false]);
    }
    for (const [index, [, text]] of answers.entries()) {
      if (ROLES[index] !== 'member') expect(text).not.toContain(SECRET);
    }
    if (event === 'typing') {
      // Whoever else was let through would have come before this one.
      const last = await people.member.connect();
      await last.emitWithAck('typing', { to: bob.id, typing: false });
      await expect.poll(() => told.length).toBeGreaterThanOrEqual(2);
      expect(new Set(told.map((each) => (each as { userId: string }).userId))).toEqual(
        new Set([people.member.id]),
      );
      last.disconnect();
    }
    own.disconnect();
  });
});

describe('what was uploaded', () => {
  test('a picture, a file and a voice note go to those who read their message', async () => {
    for (const url of [message.image?.url, fileMessage.file?.url, voiceMessage.file?.url]) {
      for (const method of ['GET', 'HEAD']) {
        const answers = await Promise.all(
          ROLES.map((role) => fetchAs(people[role], url ?? '', { method })),
        );
        expect(answers.map(({ status }) => status)).toEqual(READS_MESSAGE);
      }
    }
  });

  test('an upload in parts is nobody else’s to look at, to go on with, to send or to end', async () => {
    const address = `${apiUrls.resumable}/${bobsUploadId}`;
    const part = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    for (const role of ROLES) {
      for (const method of ['HEAD', 'PATCH', 'DELETE']) {
        const answer = await fetchAs(people[role], address, {
          method,
          headers: { ...TUS, ...part },
        });
        expect([role, method, answer.status]).toEqual([role, method, 404]);
      }
      const sent = await people[role].call(`/api/messages/send/${people[role].id}`, {
        method: 'POST',
        json: { uploadId: bobsUploadId },
      });
      expect([role, sent.status]).toEqual([role, 404]);
    }
    expect((await fetchAs(bob, address, { method: 'HEAD', headers: TUS })).status).toBe(200);
  });
});

describe('by HTTP', () => {
  test.each(Object.keys(rows) as Protected[])('%s', async (name) => {
    const answers: { status: number; text: string }[] = [];
    // One after the other: exports are given one at a time.
    for (const role of ROLES) answers.push(await ask(name, role));
    expect(answers.map(({ status }) => status)).toEqual(rows[name][0]);
    for (const [index, { text }] of answers.entries()) {
      if (ROLES[index] !== 'member')
        expect([ROLES[index], text.includes(SECRET)]).toEqual([ROLES[index], false]);
    }
  });
});

describe('who has no account any more', () => {
  test.each(['disabled', 'deleted'])('is refused everywhere: %s', async (how) => {
    const answer = await people.administrator.call<{ token: string }>('/api/auth/login', {
      method: 'POST',
      json: { email: people.administrator.user.email, password: PASSWORD },
    });
    const administrator = new Person(server().url, {
      user: people.administrator.user,
      token: expectSuccess(answer).token,
    });
    const made = await administrator.call<{ token: string }>('/api/invitations', {
      method: 'POST',
      json: {},
    });
    const gone = await join(expectSuccess(made).token, 'Soon Gone');
    if (how === 'disabled') {
      const { success } = await adminJson(server(), 'disable', gone.user.email);
      expect(success).toBe(true);
    } else {
      expectSuccess(
        await gone.call('/api/auth/account', { method: 'DELETE', json: { password: PASSWORD } }),
      );
    }
    people.stranger = gone;
    for (const name of Object.keys(rows) as Protected[]) {
      expect([name, (await ask(name, 'stranger')).status]).toEqual([name, 401]);
    }
    await expect(gone.connect()).rejects.toThrow('unauthorized');
    const login = await request(`${server().url}/api/auth/login`, {
      method: 'POST',
      json: { email: gone.user.email, password: PASSWORD },
    });
    expect(login.status).toBe(401);
  });
});
