import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation } from '@/models/conversation';
import { HAS_IMAGE, IMAGE_INDEX, Message } from '@/models/message';
import { Session } from '@/models/session';
import { User } from '@/models/user';
import { newPerson, type Person } from '../support/person';
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

/** How many commands the server has sent to its database so far. */
async function commandCount(): Promise<number> {
  const text = await (await fetch(`${server.url}/api/metrics`)).text();
  return [...text.matchAll(/^parley_database_commands_total\{[^}]*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

async function commandsFor(work: () => Promise<unknown>): Promise<number> {
  const before = await commandCount();
  await work();
  return (await commandCount()) - before;
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
  const measure = async () => ({
    people: await commandsFor(() => ada.people()),
    joined: await commandsFor(() => ada.people(`joinedAfter=${ada.id}`)),
    search: await commandsFor(() => ada.people('q=person')),
    history: await commandsFor(() => ada.history(first)),
    page: await commandsFor(() => ada.history(first, 'before=4&limit=2')),
    send: await commandsFor(() => ada.send(first, randomUUID())),
    images: await commandsFor(() => ada.call(`/api/messages/${first.id}/images`)),
  });
  const small = await measure();
  await addConversations(12);
  const large = await measure();
  expect(large).toEqual(small);
  // One is the session's; a list of a dozen people costs no more than a list of two.
  expect(small.people).toBeLessThanOrEqual(6);
  expect(small.joined).toBeLessThanOrEqual(5);
  expect(small.search).toBeLessThanOrEqual(4);
  expect(small.history).toBeLessThanOrEqual(3);
  expect(small.page).toBeLessThanOrEqual(4);
  expect(small.send).toBeLessThanOrEqual(5);
  expect(small.images).toBeLessThanOrEqual(3);
});

test('a page costs a fixed number of commands, and a conversation three', async () => {
  const [first, second] = friends;
  if (!first || !second) throw new Error('friends');
  const open = async (path: string) => {
    const headers = { cookie: `authjs.session-token=${ada.token}` };
    const response = await fetch(server.url + path, { headers, redirect: 'manual' });
    expect(`${response.status} ${path}`).toBe(`200 ${path}`);
    await response.text();
  };
  const measure = async (friend: Person) => ({
    list: await commandsFor(() => open('/chat')),
    conversation: await commandsFor(() => open(`/chat/${friend.id}`)),
    profile: await commandsFor(() => open('/profile')),
  });
  await addConversations(2);
  const few = await measure(first);
  await addConversations(12);
  expect(await measure(second)).toEqual(few);
  // The session, the own account, and the list, whose pages every route counts above.
  expect(few.list).toBeLessThanOrEqual(2 + 5);
  expect(few.conversation - few.list).toBe(3);
  expect(few.profile).toBe(few.list);
  for (const path of ['/login', '/signup']) {
    expect(
      await commandsFor(async () => (await fetch(server.url + path)).text()),
      path,
    ).toBeLessThanOrEqual(1);
  }
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
    'conversations of a person': await Conversation.find({ 'members.userId': me })
      .sort({ updatedAt: -1, _id: -1 })
      .limit(51)
      .explain(),
    'conversations after a cursor': await Conversation.find({
      'members.userId': me,
      updatedAt: { $lte: now },
      $or: [{ updatedAt: { $lt: now } }, { _id: { $lt: conversationId } }],
    })
      .sort({ updatedAt: -1, _id: -1 })
      .limit(51)
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
      $or: [{ $and: [{ nameWords: /^per/ }] }, { email: 'x@example.org' }],
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
    'an earlier send': await Message.findOne({ senderId: me, clientId: 'x' }).explain(),
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
