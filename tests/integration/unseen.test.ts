import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { expect, onTestFinished, test } from 'vitest';
import { directConversationId } from '@/lib/shared/ids';
import { ROOT } from '../support/build';
import { newPerson } from '../support/person';
import { startServerForTest } from '../support/server';

const WORKER_FILE = path.join(ROOT, 'dist/embedded-mongo-worker.js');

test('the unseen count covers exactly the messages up to the lastSeq it is told with', async () => {
  const server = await startServerForTest();
  const ada = await newPerson(server.url);
  const bob = await newPerson(server.url);
  for (const text of ['one', 'two', 'three']) await ada.send(bob, text);

  // As a reader finds it between the insert of a message and the update of its conversation's row.
  const database = await startEmbeddedMongo({
    dir: path.join(server.dataDir, 'database'),
    workerFile: WORKER_FILE,
  });
  const connection = await mongoose.createConnection(database.uri).asPromise();
  onTestFinished(async () => {
    await connection.close();
    await database.close();
  });
  const conversations = connection.collection<{ _id: string; lastSeq: number }>('conversations');
  const _id = directConversationId(ada.id, bob.id);
  await conversations.updateOne({ _id }, { $set: { lastSeq: 2 } });

  const { users, unseenMessages } = await bob.people();
  expect(users[0]).toMatchObject({ _id: ada.id, lastSeq: 2, mySeenSeq: 0 });
  expect(unseenMessages).toEqual({ [ada.id]: 2 });
});
