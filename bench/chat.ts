/**
 * The chat path: what a request costs when there is a hundred times more of everything, and what a
 * message costs, each as a ratio taken in one run against a real server.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { nameFields } from '@/lib/server/services/people/names';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation } from '@/models/conversation';
import { Message, type MessageRecord, toLastMessage } from '@/models/message';
import { User } from '@/models/user';
import { setup as buildOnce } from '../tests/support/build';
import { newPerson, type Person } from '../tests/support/person';
import { makeDataDir, startServer } from '../tests/support/server';
import type { BenchLine } from './support/bench-line';

const ROUNDS = 60;
const SMALL_COUNT = 20;
const LARGE_COUNT = 2_000;
const HISTORY_COUNT = 50_000;
const BATCH_COUNT = 1_000;
/** What does not grow with the data costs as much with a hundred times as much of it, but for noise. */
const FLAT_RATIO = 1.3;

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

interface Compared {
  ratio: number;
  oneMs: number;
  otherMs: number;
}

/** Both are measured in turns, so that a busy neighbour slows both alike. */
async function compare(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<Compared> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, work] of [one, other].entries()) {
      const start = performance.now();
      await work();
      times[index === 0 ? 0 : 1].push(performance.now() - start);
    }
  }
  const [oneMs, otherMs] = [median(times[0]), median(times[1])];
  return { ratio: otherMs / oneMs, oneMs, otherMs };
}

const day = Date.now() - 24 * 60 * 60_000;

function messageOf(from: string, to: string, seq: number): MessageRecord {
  return {
    _id: new mongoose.Types.ObjectId(),
    conversationId: directConversationId(from, to),
    seq,
    senderId: new mongoose.Types.ObjectId(from),
    receiverId: new mongoose.Types.ObjectId(to),
    text: `message number ${seq} of a long conversation`,
    image: null,
    clientId: randomUUID(),
    createdAt: new Date(day + seq),
    editedAt: null,
    deletedAt: null,
  };
}

/** Writes a conversation as it would stand after `count` messages, all of them seen. */
async function addConversation(from: string, to: string, count: number): Promise<void> {
  for (let first = 1; first <= count; first += BATCH_COUNT) {
    const length = Math.min(BATCH_COUNT, count - first + 1);
    await Message.insertMany(
      Array.from({ length }, (_, index) => messageOf(from, to, first + index)),
    );
  }
  const last = messageOf(from, to, count);
  await Conversation.create({
    _id: last.conversationId,
    members: [from, to].map((userId) => ({ userId, seenSeq: count, deliveredSeq: count })),
    lastSeq: count,
    lastMessage: toLastMessage(last),
    updatedAt: last.createdAt,
  });
}

async function addPeople(count: number): Promise<string[]> {
  const people = Array.from({ length: count }, (_, index) => {
    const fullName = `Crowd ${index} ${randomUUID().slice(0, 8)}`;
    return {
      _id: new mongoose.Types.ObjectId(),
      email: `${randomUUID()}@example.org`,
      passwordHash: 'none',
      ...nameFields(fullName),
      createdAt: new Date(),
    };
  });
  await User.insertMany(people);
  return people.map(({ _id }) => _id.toHexString());
}

async function resyncOf(
  person: Person,
  { friend, since, lastSeq }: { friend: Person; since: string; lastSeq: number },
): Promise<void> {
  await person.people(`changedAfter=${since}`);
  await person.people('limit=20');
  await person.history(friend, `after=${lastSeq - 20}`);
}

async function renderPage(person: Person, friend: Person): Promise<void> {
  const headers = { cookie: `authjs.session-token=${person.token}` };
  const response = await fetch(`${person.url}/chat/${friend.id}`, { headers, redirect: 'manual' });
  const html = await response.text();
  if (response.status !== 200 || !html.includes('</html>')) {
    throw new Error(`the page was answered ${response.status}`);
  }
}

async function sendRate(person: Person, to: string, writers: number): Promise<number> {
  const socket = await person.connect();
  const count = 40 * writers;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let index = 0; index < count / writers; index++) {
        await socket.emitWithAck('message:send', { to, text: 'x', clientId: randomUUID() });
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  socket.disconnect();
  return count / seconds;
}

/** Measures the chat path and returns a line for each ratio. */
export async function benchChat(): Promise<BenchLine[]> {
  buildOnce();
  const dataDir = makeDataDir();
  const server = await startServer({ dataDir });
  const database = await startEmbeddedMongo({
    dir: path.join(dataDir, 'database'),
    workerFile: path.resolve('dist/embedded-mongo-worker.js'),
  });
  await mongoose.connect(database.uri);
  try {
    const [few, many, friend] = [
      await newPerson(server.url),
      await newPerson(server.url),
      await newPerson(server.url),
    ];
    const crowd = await addPeople(LARGE_COUNT);
    for (const id of crowd.slice(0, SMALL_COUNT)) await addConversation(few.id, id, 3);
    for (const id of crowd) await addConversation(many.id, id, 3);
    await addConversation(few.id, friend.id, 100);
    await addConversation(many.id, friend.id, HISTORY_COUNT);

    const people = await compare(
      () => few.people('limit=20'),
      () => many.people('limit=20'),
    );
    const history = await compare(
      () => few.history(friend),
      () => many.history(friend),
    );
    const middle = await compare(
      () => few.history(friend, 'before=60'),
      () => many.history(friend, `before=${HISTORY_COUNT / 2}`),
    );
    const since = new Date(day - 60_000).toISOString();
    // What a device asks for that was away for a day: who changed, and what was written meanwhile.
    const resync = await compare(
      () => resyncOf(few, { friend, since, lastSeq: 100 }),
      () => resyncOf(many, { friend, since, lastSeq: HISTORY_COUNT }),
    );
    const page = await compare(
      () => renderPage(few, friend),
      () => renderPage(many, friend),
    );
    const [fewSocket, manySocket] = [await few.connect(), await many.connect()];
    const watched = crowd.slice(0, SMALL_COUNT);
    const presence = await compare(
      () => fewSocket.emitWithAck('presence:watch', { userIds: watched }),
      () => manySocket.emitWithAck('presence:watch', { userIds: watched }),
    );
    for (const socket of [fewSocket, manySocket]) socket.disconnect();
    const alone = await sendRate(few, friend.id, 1);
    const together = await sendRate(few, friend.id, 32);
    const line = (name: string, value: number, target: string, passed: boolean): BenchLine => ({
      name,
      value,
      unit: 'x',
      target,
      passed,
    });
    const flat = (what: string, { ratio, oneMs, otherMs }: Compared): BenchLine =>
      line(
        `${what} (${otherMs.toFixed(1)} ms / ${oneMs.toFixed(1)} ms)`,
        ratio,
        `at most ${FLAT_RATIO}`,
        ratio <= FLAT_RATIO,
      );
    const conversations = `${LARGE_COUNT} conversations against ${SMALL_COUNT}`;
    const messages = `${HISTORY_COUNT} messages against 100`;
    return [
      flat(`people list, ${conversations}`, people),
      flat(`newest page, ${messages}`, history),
      flat(`a page in the middle, ${messages}`, middle),
      flat(`catching up after a day, ${conversations} and ${messages}`, resync),
      flat(`watching ${SMALL_COUNT} people, ${conversations}`, presence),
      flat(`the page of a conversation, rendered, ${conversations} and ${messages}`, page),
      line(
        `acknowledged sends to one conversation, 32 at once against 1 (${together.toFixed(0)}/s / ${alone.toFixed(0)}/s)`,
        together / alone,
        'at least 1',
        together >= alone,
      ),
    ];
  } finally {
    await mongoose.disconnect();
    await database.close();
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
