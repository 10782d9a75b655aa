/**
 * Search: what two words cost among a million messages of one person and among ten thousand, and what
 * the index adds to a send, each against its comparator in the same run.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { searchTermsOf } from '@/lib/server/services/words/search-terms';
import type { SearchAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { Message, type MessageRecord } from '@/models/message';
import { setup as buildOnce } from '../tests/support/build';
import { newPerson, type Person, type TestSocket } from '../tests/support/person';
import { makeDataDir, startServer, type TestServer } from '../tests/support/server';
import type { BenchLine } from './support/bench-line';
import { quantile } from './support/quantile';

const LARGE_COUNT = Number(process.env.BENCH_SEARCH_MESSAGES ?? 1_000_000);
const SMALL_COUNT = 10_000;
const CONVERSATION_COUNT = 300;
const VOCABULARY_COUNT = 40_000;
const BATCH_COUNT = 5_000;
const WARM_UP_ROUNDS = 50;
const SEARCH_ROUNDS = 400;
const SEND_ROUNDS = 600;
const P95_MAX_MS = 30;
const SEARCH_RATIO_MAX = 2;
const SEND_RATIO_MAX = 1.25;
const MINUTE_MS = 60_000;

/** The same numbers in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Words as common as those of a language: the nth is used 1/n as often as the first; common ones are short. */
function makeLanguage(random: () => number): { words: string[]; pick: () => string } {
  const letters = 'etaoinshrdlucmfwypvbgkjqxz';
  const words = new Set<string>();
  while (words.size < VOCABULARY_COUNT) {
    const shortest = words.size < 30 ? 1 : words.size < 300 ? 3 : 4;
    const length = shortest + Math.floor(random() * (shortest + 3));
    const at = () => Math.floor(random() ** 1.7 * letters.length);
    words.add(Array.from({ length }, () => letters[at()]).join(''));
  }
  const list = [...words];
  const sums: number[] = [];
  let sum = 0;
  for (const index of list.keys()) {
    sum += 1 / (index + 2.7);
    sums.push(sum);
  }
  const pick = () => {
    const wanted = random() * sum;
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return list[low] ?? '';
  };
  return { words: list, pick };
}

/** Writes what a person would have after years, past the server. Returns some of the texts. */
async function addMessages(
  person: Person,
  { count, random, pick }: { count: number; random: () => number; pick: () => string },
): Promise<string[]> {
  const me = new mongoose.Types.ObjectId(person.id);
  const others = Array.from({ length: CONVERSATION_COUNT }, () => new mongoose.Types.ObjectId());
  const seqs = new Map<string, number>();
  const start = Date.now() - (count + 1) * MINUTE_MS;
  const texts: string[] = [];
  for (let done = 0; done < count; done += BATCH_COUNT) {
    const batch: MessageRecord[] = [];
    for (let index = done; index < Math.min(count, done + BATCH_COUNT); index++) {
      // Few of the conversations have most of the messages.
      const other = others[Math.floor(random() ** 3 * CONVERSATION_COUNT)] ?? me;
      const conversationId = directConversationId(person.id, other.toHexString());
      const seq = (seqs.get(conversationId) ?? 0) + 1;
      seqs.set(conversationId, seq);
      const isMine = random() < 0.5;
      const wordCount = 1 + Math.floor(random() * random() * 24);
      const message = {
        _id: new mongoose.Types.ObjectId(),
        conversationId,
        seq,
        senderId: isMine ? me : other,
        receiverId: isMine ? other : me,
        text: Array.from({ length: wordCount }, pick).join(' '),
        image: null,
        clientId: randomUUID(),
        createdAt: new Date(start + index * MINUTE_MS),
        editedAt: null,
        deletedAt: null,
      };
      if (random() < 5_000 / count) texts.push(message.text);
      batch.push({ ...message, ...searchTermsOf(message) });
    }
    await Message.collection.insertMany(batch, { ordered: false });
  }
  return texts;
}

async function withDatabase<T>(server: TestServer, work: () => Promise<T>): Promise<T> {
  const database = await startEmbeddedMongo({
    dir: path.join(server.dataDir, 'database'),
    workerFile: path.resolve('dist/embedded-mongo-worker.js'),
  });
  await mongoose.connect(database.uri, { autoIndex: false });
  try {
    return await work();
  } finally {
    await mongoose.disconnect();
    await database.close();
  }
}

/**
 * Two words as somebody remembers them of a message; every fourth time two that need not stand in one,
 * now both common, now one of them rare.
 */
function makeQueries(
  texts: string[],
  { words, random }: { words: string[]; random: () => number },
): string[] {
  const longEnough = texts
    .map((text) => [...new Set(text.split(' '))].filter((word) => word.length > 2))
    .filter((all) => all.length > 1);
  const any = <T>(list: T[]) => list[Math.floor(random() * list.length)] as T;
  const ranked = (max: number) => words[30 + Math.floor(random() ** 3 * max)] ?? '';
  return Array.from({ length: WARM_UP_ROUNDS + SEARCH_ROUNDS }, (_, index) => {
    if (index % 4 === 0) return `${ranked(300)} ${ranked(index % 8 === 0 ? 300 : 10_000)}`;
    const all = any(longEnough);
    const first = any(all);
    return `${first} ${any(all.filter((word) => word !== first))}`;
  });
}

async function timeSearch(person: Person, q: string): Promise<number> {
  const start = performance.now();
  const answer = await person.call<SearchAnswer>(`/api/search?${new URLSearchParams({ q })}`);
  const took = performance.now() - start;
  if (answer.status !== 200) throw new Error(`a search was answered ${answer.status}`);
  return took;
}

async function timeSend(socket: TestSocket, to: string, text: string): Promise<number> {
  const start = performance.now();
  await socket.emitWithAck('message:send', { to, text, clientId: randomUUID() });
  return performance.now() - start;
}

/** Measures searches and sends and returns a line for each ratio. */
export async function benchSearch(): Promise<BenchLine[]> {
  buildOnce();
  const indexed = await startServer({ dataDir: makeDataDir() });
  const plain = await startServer({ dataDir: makeDataDir() });
  try {
    const random = randomNumbers(1);
    const { words, pick } = makeLanguage(random);
    const [many, few] = [await newPerson(indexed.url), await newPerson(indexed.url)];
    const filling = performance.now();
    const [manyTexts, fewTexts] = await withDatabase(indexed, async () => [
      await addMessages(many, { count: LARGE_COUNT, random, pick }),
      await addMessages(few, { count: SMALL_COUNT, random, pick }),
    ]);
    console.log(
      `${LARGE_COUNT} messages written in ${((performance.now() - filling) / 1000).toFixed(0)} s`,
    );
    const queries = [manyTexts ?? [], fewTexts ?? []].map((texts) =>
      makeQueries(texts, { words, random }),
    );
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < WARM_UP_ROUNDS + SEARCH_ROUNDS; round++) {
      const large = await timeSearch(many, queries[0]?.[round] ?? '');
      const small = await timeSearch(few, queries[1]?.[round] ?? '');
      if (round < WARM_UP_ROUNDS) continue;
      times[0].push(large);
      times[1].push(small);
    }
    const [large, small] = times.map((all) => quantile(all, 0.95)) as [number, number];

    // The same server without the index, in a smaller database, which can only favour it.
    const [writer, reader] = [await newPerson(plain.url), await newPerson(plain.url)];
    await withDatabase(plain, async () => {
      await addMessages(writer, { count: SMALL_COUNT, random, pick });
      await Message.collection.dropIndex('terms_1_createdAt_-1__id_-1');
    });
    const [withSocket, withoutSocket] = [await many.connect(), await writer.connect()];
    const sends: [number[], number[]] = [[], []];
    for (let round = 0; round < SEND_ROUNDS; round++) {
      const text = Array.from({ length: 7 }, pick).join(' ');
      sends[0].push(await timeSend(withSocket, few.id, text));
      sends[1].push(await timeSend(withoutSocket, reader.id, text));
    }
    withSocket.disconnect();
    withoutSocket.disconnect();
    const [withMs, withoutMs] = sends.map((all) => quantile(all.slice(50), 0.5)) as [
      number,
      number,
    ];
    return [
      {
        name: `two words among ${LARGE_COUNT} messages, 95th percentile (median ${quantile(times[0], 0.5).toFixed(1)} ms)`,
        value: large,
        unit: 'ms',
        target: `at most ${P95_MAX_MS}`,
        passed: large <= P95_MAX_MS,
      },
      {
        name: `the same against ${SMALL_COUNT} messages (${small.toFixed(1)} ms)`,
        value: large / small,
        unit: 'x',
        target: `at most ${SEARCH_RATIO_MAX}`,
        passed: large / small <= SEARCH_RATIO_MAX,
      },
      {
        name: `a send with the index against one without (${withMs.toFixed(2)} ms / ${withoutMs.toFixed(2)} ms)`,
        value: withMs / withoutMs,
        unit: 'x',
        target: `at most ${SEND_RATIO_MAX}`,
        passed: withMs / withoutMs <= SEND_RATIO_MAX,
      },
    ];
  } finally {
    await indexed.kill();
    await plain.kill();
    for (const { dataDir } of [indexed, plain]) rmSync(dataDir, { recursive: true, force: true });
  }
}
