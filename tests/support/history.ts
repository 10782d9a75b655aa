import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import type { Page } from 'playwright-core';
import type { ImageDto, MessageDto } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation } from '@/models/conversation';
import { Message, type MessageRecord, toLastMessage, toMessageDto } from '@/models/message';
import { ROOT } from './build';
import type { Person } from './person';
import type { SharedServer } from './shared-server';

const BATCH_COUNT = 2_000;
/** Apart by so much, a hundred thousand messages make 208 days. */
const SPACING_MS = 3 * 60_000;
const WORDS = ['and', 'then', 'we', 'went', 'to', 'the', 'harbour', 'before', 'it', 'rained'];

export interface HistoryInput {
  /** Everything in it was seen by both. */
  between: readonly [Person, Person];
  count: number;
  /** How far apart; three minutes if it is not said. */
  spacingMs?: number;
  /** The picture of a message, if it has one. */
  imageOf?: (seq: number) => ImageDto | null;
}

/** A long conversation as it would stand in the database: lengths and senders vary with the number. */
export function historyOf(input: HistoryInput): MessageRecord[] {
  const { between, count, imageOf, spacingMs = SPACING_MS } = input;
  const [one, other] = between;
  const ids = [new mongoose.Types.ObjectId(one.id), new mongoose.Types.ObjectId(other.id)] as const;
  const conversationId = directConversationId(one.id, other.id);
  const start = Date.now() - (count + 20) * spacingMs;
  return Array.from({ length: count }, (_, index) => {
    const seq = index + 1;
    const isFirst = Math.floor(seq / 3) % 2 === 0;
    const length = (seq * 7) % 23;
    const words = Array.from({ length }, (_each, at) => WORDS[(seq + at) % WORDS.length]);
    return {
      _id: new mongoose.Types.ObjectId(),
      conversationId,
      seq,
      senderId: isFirst ? ids[0] : ids[1],
      receiverId: isFirst ? ids[1] : ids[0],
      text: [`Message ${seq}.`, ...words].join(' '),
      image: imageOf?.(seq) ?? null,
      clientId: randomUUID(),
      createdAt: new Date(start + seq * spacingMs),
      editedAt: null,
      deletedAt: null,
    };
  });
}

/** Writes a conversation into the database of a running server, past its API. */
export async function writeHistory(server: SharedServer, messages: MessageRecord[]): Promise<void> {
  const last = messages.at(-1);
  if (!last) return;
  const database = await startEmbeddedMongo({
    dir: path.join(server.dataDir, 'database'),
    workerFile: path.join(ROOT, 'dist/embedded-mongo-worker.js'),
  });
  try {
    await mongoose.connect(database.uri);
    for (let start = 0; start < messages.length; start += BATCH_COUNT) {
      await Message.insertMany(messages.slice(start, start + BATCH_COUNT), { lean: true });
    }
    const { seq } = last;
    const members = [last.senderId, last.receiverId].map((userId) => ({
      userId,
      seenSeq: seq,
      deliveredSeq: seq,
    }));
    await Conversation.create({
      _id: last.conversationId,
      members,
      lastSeq: seq,
      lastMessage: toLastMessage(last),
      updatedAt: last.createdAt,
    });
  } finally {
    await mongoose.disconnect();
    await database.close();
  }
}

function asDtos(messages: readonly MessageRecord[]): MessageDto[] {
  return messages.map((message) =>
    toMessageDto(
      message,
      { seenSeq: message.seq, deliveredSeq: message.seq },
      { viewerId: message.receiverId.toHexString(), clearedSeq: 0, quoted: new Map() },
    ),
  );
}

/** Whether that address asks for older messages; older pictures are asked for in the same way. */
export const isOlder = (url: URL): boolean =>
  /^\/api\/messages\/[^/]+$/.test(url.pathname) && url.searchParams.has('before');

/** A page of the server's has a hundred; the client takes whatever comes. */
const LARGE_PAGE_COUNT = 20_000;

/**
 * From now on the page's requests for older messages are answered with very many at once, so that it
 * comes to hold a long history in moments.
 */
export async function answerWithLargePages(
  page: Page,
  messages: readonly MessageRecord[],
): Promise<void> {
  const count = messages.length;
  await page.route(isOlder, async (route) => {
    const end = Number(new URL(route.request().url()).searchParams.get('before')) - 1;
    const start = Math.max(0, end - LARGE_PAGE_COUNT);
    const marks = { lastSeq: count, seenSeq: count, deliveredSeq: count, mySeenSeq: count };
    await route.fulfill({
      json: {
        success: true,
        conversationId: messages[0]?.conversationId,
        messages: asDtos(messages.slice(start, end)),
        ...marks,
        hasBefore: start > 0,
        hasAfter: true,
      },
    });
  });
}

/** Goes back until the first message of all is on the page. */
export async function goToBeginning(page: Page): Promise<void> {
  const goUp = () => {
    const scroller = document.querySelector('[role="log"]');
    scroller?.scrollTo({ top: -scroller.scrollHeight });
    return scroller?.querySelector('[data-seq="1"]');
  };
  await page.waitForFunction(goUp, undefined, { timeout: 100_000, polling: 100 });
}
