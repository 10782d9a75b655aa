import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { termsDueFor } from '@/lib/server/services/words/fill-terms';
import { searchTermsOf } from '@/lib/server/services/words/search-terms';
import { Message } from '@/models/message';

const dir = mkdtempSync(path.join(os.tmpdir(), 'message-keys-'));
let close: () => Promise<void>;

beforeAll(async () => {
  const database = await startEmbeddedMongo({ dir, workerFile: false });
  close = database.close;
  await mongoose.connect(database.uri);
  await Message.init();
});

afterAll(async () => {
  await mongoose.disconnect();
  await close();
  rmSync(dir, { recursive: true, force: true });
});

/** In all indexes of the messages together. */
async function keyCount(): Promise<number> {
  const report = await mongoose.connection.db?.command({ validate: Message.collection.name });
  const counts: number[] = Object.values(report?.keysPerIndex ?? {});
  return counts.reduce((sum, count) => sum + count, 0);
}

test('a message is stored with eight keys however many words it has, and gets the others later', async () => {
  const [senderId, receiverId] = [new mongoose.Types.ObjectId(), new mongoose.Types.ObjectId()];
  const message = {
    _id: new mongoose.Types.ObjectId(),
    conversationId: 'dm',
    seq: 1,
    senderId,
    receiverId,
    text: 'as many different words as people write when they have something to say',
    image: null,
    clientId: randomUUID(),
    createdAt: new Date(),
    editedAt: null,
    deletedAt: null,
  };
  await Message.collection.insertOne({ ...message, termsDueFor: termsDueFor(message) });
  // Its id, its number, its send, what its receiver has not seen, and four that lead to its words' being due.
  expect(await keyCount()).toBe(8);
  const { terms, termsVersion } = searchTermsOf(message);
  await Message.updateOne(
    { _id: message._id },
    { $set: { terms, termsVersion }, $unset: { termsDueFor: 1 } },
  );
  expect(await keyCount()).toBe(5 + (terms?.length ?? 0));
});
