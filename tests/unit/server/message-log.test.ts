import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isDuplicateKey } from '@/lib/server/errors';
import { advanceConversation } from '@/lib/server/services/messages/conversation';
import { storeMessages } from '@/lib/server/services/messages/writes/message-log';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation } from '@/models/conversation';
import { Message, type MessageRecord } from '@/models/message';

const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-log-'));
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await startEmbeddedMongo({ dir, workerFile: false });
  close = database.close;
  await mongoose.connect(database.uri);
  await Promise.all([Message.init(), Conversation.init()]);
});

afterAll(async () => {
  await mongoose.disconnect();
  await close();
  rmSync(dir, { recursive: true, force: true });
});

/** A conversation of two new people, and how messages of it are made. */
function newConversation() {
  const [senderId, receiverId] = [new mongoose.Types.ObjectId(), new mongoose.Types.ObjectId()];
  const conversationId = directConversationId(senderId.toHexString(), receiverId.toHexString());
  const messageOf = (seq: number, clientId: string = randomUUID()): MessageRecord => ({
    _id: new mongoose.Types.ObjectId(),
    conversationId,
    seq,
    senderId,
    receiverId,
    text: `number ${seq}`,
    image: null,
    clientId,
    createdAt: new Date(),
    editedAt: null,
    deletedAt: null,
  });
  const storedSeqs = async () =>
    (await Message.find({ conversationId }).sort({ seq: 1 }).lean()).map(({ seq }) => seq);
  const rowSeq = async () => (await Conversation.findById(conversationId).lean())?.lastSeq;
  /** The first message makes the row. */
  const begin = async () => {
    const first = messageOf(1);
    await storeMessages([first]);
    await advanceConversation(first);
    return first;
  };
  return { messageOf, storedSeqs, rowSeq, begin };
}

async function examine(isRowTogether: boolean): Promise<void> {
  const [one, other] = [newConversation(), newConversation()];
  const first = await one.begin();
  await other.begin();
  // The second of them is a repeat: the third must not be stored, or there would be a gap.
  const broken = [one.messageOf(2), one.messageOf(3, first.clientId), one.messageOf(4)];
  const [cut, whole, taken] = await Promise.all([
    storeMessages(broken),
    storeMessages([other.messageOf(2), other.messageOf(3)]),
    storeMessages([other.messageOf(3)]),
  ]);
  expect(cut).toMatchObject({ storedCount: 1, isRowWritten: false });
  expect(isDuplicateKey(cut.error, 'clientId')).toBe(true);
  expect(await one.storedSeqs()).toEqual([1, 2]);
  expect(whole).toEqual({ storedCount: 2, isRowWritten: isRowTogether });
  expect(await other.storedSeqs()).toEqual([1, 2, 3]);
  expect(await other.rowSeq()).toBe(isRowTogether ? 3 : 1);
  expect(taken.storedCount).toBe(0);
  expect(isDuplicateKey(taken.error, 'seq')).toBe(true);
}

test('a run of messages is stored up to the first that fails, the row with a whole one, and others are not touched', async () => {
  await examine(true);
});

test('where the database knows no command for both, messages are stored in the same way', async () => {
  const client = mongoose.connection.getClient();
  const refusal = Object.assign(new Error("no such command: 'bulkWrite'"), { code: 59 });
  vi.spyOn(client, 'db').mockReturnValue({ command: () => Promise.reject(refusal) } as never);
  await newConversation().begin();
  vi.restoreAllMocks();
  await examine(false);
});
