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
import type { BenchLine } from './bench-line';

const ROUNDS = 60;
const SMALL_COUNT = 20;
const LARGE_COUNT = 2_000;
const HISTORY_COUNT = 50_000;
const BATCH_COUNT = 1_000;

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Both are measured in turns, so that a busy neighbour slows both alike. */
async function compare(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<{ ratio: number; oneMs: number; otherMs: number }> {
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
    const alone = await sendRate(few, friend.id, 1);
    const together = await sendRate(few, friend.id, 32);
    const line = (name: string, value: number, target: string, passed: boolean): BenchLine => ({
      name,
      value,
      unit: 'x',
      target,
      passed,
    });
    return [
      line(
        `people list, ${LARGE_COUNT} conversations against ${SMALL_COUNT} (${people.otherMs.toFixed(1)} ms / ${people.oneMs.toFixed(1)} ms)`,
        people.ratio,
        'at most 2',
        people.ratio <= 2,
      ),
      line(
        `newest page, ${HISTORY_COUNT} messages against 100 (${history.otherMs.toFixed(1)} ms / ${history.oneMs.toFixed(1)} ms)`,
        history.ratio,
        'at most 2',
        history.ratio <= 2,
      ),
      line(
        `a page in the middle, ${HISTORY_COUNT} messages against 100`,
        middle.ratio,
        'at most 2',
        middle.ratio <= 2,
      ),
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
