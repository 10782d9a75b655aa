import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startsWith } from '@/lib/server/services/people/names';
import { memberKey } from '@/lib/server/services/words/search-terms';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation, IS_ARRANGED } from '@/models/conversation';
import { listKey } from '@/models/member-settings';
import { HAS_IMAGE, IMAGE_INDEX, IS_CHANGED, Message } from '@/models/message';
import { Session } from '@/models/session';
import { User } from '@/models/user';
import { newPerson, type Person, type TestSocket } from '../support/person';
import { sendPicture } from '../support/photos';
import { makeDataDir, startServer, type TestServer } from '../support/server';

/**
 * A server whose database this process can look into: every command it sends is seen, and its plan
 * asked for, so that neither the number of queries nor a missing index can creep up on anybody.
 */
const dataDir = makeDataDir();
let server: TestServer;
let close: () => Promise<void>;
let ada: Person;
let friends: Person[];
const models = { users: User, sessions: Session, conversations: Conversation, messages: Message };

beforeAll(async () => {
  server = await startServer({ dataDir });
  const database = await startEmbeddedMongo({
    dir: path.join(dataDir, 'database'),
    workerFile: path.resolve('dist/embedded-mongo-worker.js'),
  });
  close = database.close;
  await mongoose.connect(database.uri);
  ada = await newPerson(server.url);
  friends = [];
  for (let index = 0; index < 12; index++) friends.push(await newPerson(server.url));
});

afterAll(async () => {
  await mongoose.disconnect();
  await close();
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

/** How many commands the server has sent to its database so far, besides pings and those of tasks nobody waits for. */
async function commandCount(): Promise<number> {
  const text = await (await fetch(`${server.url}/api/metrics`)).text();
  return [
    ...text.matchAll(/^parley_database_commands_total\{command="(?!ping")[^"]*"\} (\d+)$/gm),
  ].reduce((sum, [, count]) => sum + Number(count), 0);
}

const WRITES = /\{command="(?:insert|update|delete|findAndModify|bulkWrite)"\} (\d+)$/;

/** How many of them were writes. */
async function writeCount(): Promise<number> {
  const text = await (await fetch(`${server.url}/api/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('parley_database_commands_total'))
    .reduce((sum, line) => sum + Number(WRITES.exec(line)?.[1] ?? 0), 0);
}

async function commandsFor(work: () => Promise<unknown>): Promise<number> {
  const before = await commandCount();
  await work();
  return (await commandCount()) - before;
}

/** Of two rounds the fewer: once a minute a session is looked up again, whoever asks then. */
async function fewestCommandsFor(work: () => Promise<unknown>): Promise<number> {
  return Math.min(await commandsFor(work), await commandsFor(work));
}

async function addConversations(count: number): Promise<void> {
  for (const friend of friends.slice(0, count)) {
    for (let index = 0; index < 5; index++) await friend.send(ada, `message ${index}`);
  }
}

test('the number of database commands of a request does not grow with the data', async () => {
  const [first] = friends;
  if (!first) throw new Error('a friend');
  await addConversations(2);
  await sendPicture(ada, first);
  const message = await ada.send(first, 'to be reacted to');
  let emoji = '';
  const react = (person: Person) => {
    emoji = emoji === '👍' ? '❤️' : '👍';
    return person.call(`/api/messages/${message._id}/reaction`, { method: 'PUT', json: { emoji } });
  };
  await react(first);
  const measure = async () => ({
    people: await fewestCommandsFor(() => ada.people()),
    joined: await fewestCommandsFor(() => ada.people(`joinedAfter=${ada.id}`)),
    search: await fewestCommandsFor(() => ada.people('q=person')),
    history: await fewestCommandsFor(() => ada.history(first)),
    page: await fewestCommandsFor(() => ada.history(first, 'before=4&limit=2')),
    send: await fewestCommandsFor(() => ada.send(first, randomUUID())),
    images: await fewestCommandsFor(() => ada.call(`/api/messages/${first.id}/images`)),
    changes: await fewestCommandsFor(() => ada.call(`/api/messages/${first.id}/changes?after=0`)),
    changed: await fewestCommandsFor(() => ada.people('changedAfter=2020-01-01T00:00:00Z')),
    setUp: await fewestCommandsFor(() => ada.people('settingsAfter=2020-01-01T00:00:00Z')),
    archived: await fewestCommandsFor(() => ada.people('archived=1')),
    reaction: await fewestCommandsFor(() => react(first)),
    messageSearch: await fewestCommandsFor(() => ada.call('/api/search?q=message&limit=2')),
  });
  const small = await measure();
  await addConversations(12);
  const large = await measure();
  expect(large).toEqual(small);
  // The session is known; a list of a dozen people costs no more than a list of two.
  // Of conversations: the pinned ones, those nobody set anything up in, and the others.
  // Of blocks: those of the names, and those of the page.
  expect(small.people).toBeLessThanOrEqual(9);
  expect(small.joined).toBeLessThanOrEqual(6);
  expect(small.search).toBeLessThanOrEqual(5);
  expect(small.history).toBeLessThanOrEqual(2);
  expect(small.page).toBeLessThanOrEqual(3);
  // The message with its row, and now and then the receiver's devices.
  expect(small.send).toBeLessThanOrEqual(2);
  // The row (which says up to where it was cleared), the pictures and their number.
  expect(small.images).toBeLessThanOrEqual(3);
  expect(small.changes).toBeLessThanOrEqual(3);
  expect(small.changed).toBeLessThanOrEqual(5);
  expect(small.setUp).toBeLessThanOrEqual(5);
  expect(small.archived).toBeLessThanOrEqual(5);
  expect(small.reaction).toBeLessThanOrEqual(9);
  // Whether words are still to be written, the messages, the rows of their conversations.
  expect(small.messageSearch).toBeLessThanOrEqual(3);
});

test('a page costs a fixed number of commands, and a conversation four', async () => {
  const [first, second] = friends;
  if (!first || !second) throw new Error('friends');
  const open = async (path: string) => {
    const headers = { cookie: `authjs.session-token=${ada.token}` };
    const response = await fetch(server.url + path, { headers, redirect: 'manual' });
    expect(`${response.status} ${path}`).toBe(`200 ${path}`);
    await response.text();
  };
  const measure = async (friend: Person) => ({
    list: await fewestCommandsFor(() => open('/chat')),
    conversation: await fewestCommandsFor(() => open(`/chat/${friend.id}`)),
    settings: await fewestCommandsFor(() => open('/settings/account')),
  });
  await addConversations(2);
  const few = await measure(first);
  await addConversations(12);
  expect(await measure(second)).toEqual(few);
  // The own account, and the list, whose pages every route counts above.
  expect(few.list).toBeLessThanOrEqual(1 + 9);
  // The person, the messages, the row, and whether one blocks the other: at once.
  expect(few.conversation - few.list).toBe(4);
  expect(few.settings).toBe(few.list);
  for (const path of ['/login', '/signup']) {
    expect(
      await commandsFor(async () => (await fetch(server.url + path)).text()),
      path,
    ).toBeLessThanOrEqual(1);
  }
});

test('a message is one write, and those that come together share it', async () => {
  const [, , friend] = friends;
  if (!friend) throw new Error('a friend');
  await ada.send(friend, 'hello');
  const socket = await ada.connect();
  const send = async (text: string) => {
    const clientId = randomUUID();
    const answer = await socket.emitWithAck('message:send', { to: friend.id, text, clientId });
    expect(answer.success).toBe(true);
  };
  const writesFor = async (work: () => Promise<unknown>) => {
    const before = await writeCount();
    await work();
    return (await writeCount()) - before;
  };
  expect(await writesFor(() => send('alone'))).toBe(1);
  const commands = await commandsFor(() => send('alone again'));
  // Whether the receiver has devices to tell is looked up now and then.
  expect(commands).toBeLessThanOrEqual(2);
  const COUNT = 40;
  const texts = Array.from({ length: COUNT }, (_, index) => `together ${index}`);
  expect(await writesFor(() => Promise.all(texts.map(send)))).toBeLessThanOrEqual(COUNT / 2);
  socket.disconnect();
  const { messages } = await ada.history(friend);
  expect(messages.slice(-COUNT).map(({ text }) => text)).toEqual(texts);
});

test('who asks is looked up once for many requests, and a further tab connects without a command', async () => {
  const person = await newPerson(server.url);
  const check = () => person.call('/api/auth/check');
  const first = await person.connect();
  const own = await fewestCommandsFor(check);
  // The account, and nothing of the session.
  expect(own).toBe(1);
  const sockets: TestSocket[] = [];
  const connect = async () => {
    const socket = await person.connect();
    sockets.push(socket);
    // Answered only after everything that a connect brings with it.
    await socket.emitWithAck('presence:watch', { userIds: [] });
  };
  const watch = () => first.emitWithAck('presence:watch', { userIds: [] });
  expect(await fewestCommandsFor(connect)).toBe(await fewestCommandsFor(watch));
  for (const socket of [first, ...sockets]) socket.disconnect();
});

test('a message is one packet to its receiver and two to its sender, coming online one to who watches', async () => {
  const [, , , friend] = friends;
  if (!friend) throw new Error('a friend');
  await ada.send(friend, 'hello');
  const [sender, receiver] = [await ada.connect(), await friend.connect()];
  /** The data packets that a socket gets until the work is done. */
  const packetsTo = async (socket: TestSocket, work: () => Promise<unknown>) => {
    let count = 0;
    const onPacket = ({ type }: { type: string }) => {
      if (type === 'message') count++;
    };
    socket.io.engine.on('packet', onPacket);
    await work();
    // What was sent before its answer has come with it.
    await socket.emitWithAck('presence:watch', { userIds: [] });
    socket.io.engine.off('packet', onPacket);
    return count - 1;
  };
  const send = () =>
    sender.emitWithAck('message:send', { to: friend.id, text: 'x', clientId: randomUUID() });
  expect(await packetsTo(sender, send)).toBe(2);
  expect(await packetsTo(receiver, send)).toBe(1);
  receiver.disconnect();
  const [, , , , other] = friends;
  if (!other) throw new Error('another friend');
  const watch = () => sender.emitWithAck('presence:watch', { userIds: [other.id] });
  await watch();
  let arrived: TestSocket | undefined;
  const come = async () => {
    const told = new Promise((resolve) => sender.once('presence:changed', resolve));
    arrived = await other.connect();
    await told;
  };
  expect(await packetsTo(sender, come)).toBe(1);
  arrived?.disconnect();
  sender.disconnect();
});

interface Plan {
  stage?: string;
  inputStage?: Plan;
  inputStages?: Plan[];
  winningPlan?: Plan;
  queryPlanner?: Plan;
}

function stages(plan: Plan): string[] {
  const inner = [plan.queryPlanner, plan.winningPlan, plan.inputStage, ...(plan.inputStages ?? [])];
  return [
    ...(plan.stage ? [plan.stage] : []),
    ...inner.flatMap((child) => (child ? stages(child) : [])),
  ];
}

test('every query of the people list and of the history is served by an index', async () => {
  await Promise.all(Object.values(models).map((model) => model.init()));
  const me = new mongoose.Types.ObjectId(ada.id);
  const [friend] = friends;
  if (!friend) throw new Error('a friend');
  const conversationId = directConversationId(ada.id, friend.id);
  const now = new Date();
  const plans: Record<string, unknown> = {
    'conversations of a person': await Conversation.find({
      'members.userId': me,
      isArranged: null,
    })
      .sort({ updatedAt: -1, _id: -1 })
      .limit(51)
      .explain(),
    'conversations after a cursor': await Conversation.find({
      'members.userId': me,
      isArranged: null,
      updatedAt: { $lte: now },
      $or: [{ updatedAt: { $lt: now } }, { _id: { $lt: conversationId } }],
    })
      .sort({ updatedAt: -1, _id: -1 })
      .limit(51)
      .explain(),
    'pinned conversations after a cursor': await Conversation.find({
      ...IS_ARRANGED,
      'members.list': listKey(ada.id, 'pinned'),
      updatedAt: { $lte: now },
      $or: [{ updatedAt: { $lt: now } }, { _id: { $lt: conversationId } }],
    })
      .sort({ updatedAt: -1, _id: -1 })
      .limit(51)
      .explain(),
    'what was set up after a moment': await Conversation.find({
      ...IS_ARRANGED,
      'members.list': startsWith(`${ada.id}:`),
      members: { $elemMatch: { userId: me, settingsAt: { $gt: now } } },
    })
      .limit(1_000)
      .explain(),
    'people by id': await User.find({ _id: { $in: [me] } }).explain(),
    'people by when they signed up': await User.find({ _id: { $gt: me, $lt: me } })
      .sort({ _id: -1 })
      .limit(51)
      .explain(),
    'people by name': await User.find().sort({ nameKey: 1, _id: 1 }).limit(51).explain(),
    'people by name after a cursor': await User.find({
      nameKey: { $gte: 'm' },
      $or: [{ nameKey: { $gt: 'm' } }, { _id: { $gt: me } }],
    })
      .sort({ nameKey: 1, _id: 1 })
      .limit(51)
      .explain(),
    'people by search': await User.find({
      $or: [{ $and: [{ nameWords: /^per/ }] }, { email: 'x@example.org' }, { handle: 'ada' }],
      _id: { $ne: me },
    }).explain(),
    'account by address': await User.findOne({ email: 'x@example.org' }).explain(),
    'session by id': await Session.findOne({ _id: 'x', userId: me }).explain(),
    'sessions of a person': await Session.find({ userId: me }).explain(),
    'unseen messages': await Message.find({
      $or: [{ conversationId, receiverId: me, seq: { $gt: 0 } }],
    }).explain(),
    'the newest page': await Message.find({ conversationId }).sort({ seq: -1 }).limit(50).explain(),
    'newest message': await Message.findOne({ conversationId }).sort({ seq: -1 }).explain(),
    'a page of history': await Message.find({ conversationId, seq: { $gte: 1, $lte: 50 } })
      .sort({ seq: 1 })
      .explain(),
    'pictures of a conversation': await Message.find({
      conversationId,
      ...HAS_IMAGE,
      deletedAt: null,
      seq: { $lt: 50 },
    })
      .sort({ seq: -1 })
      .limit(51)
      .explain(),
    'the number of the latest change': await Message.findOne({ conversationId, ...IS_CHANGED })
      .sort({ rev: -1 })
      .explain(),
    'what changed after a number': await Message.find({ conversationId, rev: { $gt: 0 } })
      .sort({ rev: 1 })
      .limit(51)
      .explain(),
    'the latest changes of all': await Message.find({ changedAt: { $exists: true } })
      .sort({ changedAt: -1 })
      .limit(10)
      .explain(),
    'conversations that changed after a moment': await Conversation.find({
      'members.userId': me,
      changedAt: { $gt: now },
    })
      .sort({ changedAt: -1, _id: -1 })
      .limit(51)
      .explain(),
    'an earlier send': await Message.findOne({ senderId: me, clientId: 'x' }).explain(),
    'messages with two words after a cursor': await Message.find({
      $and: [
        { terms: startsWith(`${memberKey(ada.id)}mess`) },
        { terms: `${memberKey(ada.id)}1` },
        { $or: [{ senderId: me }, { receiverId: me }] },
        { createdAt: { $lte: now } },
        { $or: [{ createdAt: { $lt: now } }, { _id: { $lt: me } }] },
      ],
    })
      .sort({ createdAt: -1, _id: -1 })
      .limit(21)
      .explain(),
    'messages with the beginning of a word': await Message.find({
      terms: startsWith(`${memberKey(ada.id)}mess`),
    })
      .sort({ createdAt: -1, _id: -1 })
      .limit(21)
      .explain(),
    'messages without terms': await Message.find({
      $or: [{ termsVersion: null }, { termsVersion: { $lt: 1 } }],
    })
      .limit(100)
      .explain(),
    'messages whose words a search waits for': await Message.find({ termsDueFor: me })
      .limit(100)
      .explain(),
    'newest messages of all': await Message.find().sort({ _id: -1 }).limit(10).explain(),
  };
  const unserved = Object.entries(plans).flatMap(([name, plan]) => {
    const found = stages((Array.isArray(plan) ? plan[0] : plan) as Plan);
    const isServed =
      found.some((stage) => /IXSCAN|IDHACK|COUNT_SCAN|EXPRESS/.test(stage)) &&
      !found.some((stage) => stage === 'COLLSCAN' || stage === 'SORT');
    return isServed ? [] : [`${name}: ${found.join(' < ')}`];
  });
  expect(unserved).toEqual([]);
});

test('a page of the list reads none of the archived conversations, however many there are', async () => {
  await addConversations(12);
  const archive = (friend: Person, archived: boolean) =>
    ada.call(`/api/conversations/${friend.id}`, { method: 'PUT', json: { archived } });
  for (const friend of friends.slice(2)) await archive(friend, true);
  const plan = (await Conversation.find({
    ...IS_ARRANGED,
    'members.list': listKey(ada.id, 'inbox'),
  })
    .sort({ updatedAt: -1, _id: -1 })
    .limit(51)
    .explain('executionStats')) as unknown as {
    executionStats: { totalKeysExamined: number; totalDocsExamined: number };
  };
  expect(plan.executionStats.totalDocsExamined).toBe(0);
  expect(plan.executionStats.totalKeysExamined).toBeLessThanOrEqual(1);
  expect((await ada.people('archived=1')).users).toHaveLength(10);
  for (const friend of friends.slice(2)) await archive(friend, false);
});

test('a page of pictures reads pictures alone, however many texts lie between them', async () => {
  const [, friend] = friends;
  if (!friend) throw new Error('a friend');
  for (let round = 0; round < 3; round++) {
    for (let index = 0; index < 40; index++) await ada.send(friend, `text ${index}`);
    await sendPicture(friend, ada);
  }
  const plan = (await Message.find({
    conversationId: directConversationId(ada.id, friend.id),
    ...HAS_IMAGE,
    deletedAt: null,
  })
    .hint(IMAGE_INDEX)
    .sort({ seq: -1 })
    .limit(51)
    .explain('executionStats')) as unknown as {
    executionStats: { nReturned: number; totalKeysExamined: number; totalDocsExamined: number };
  };
  expect(plan.executionStats).toMatchObject({ nReturned: 3, totalDocsExamined: 3 });
  expect(plan.executionStats.totalKeysExamined).toBeLessThanOrEqual(4);
});
