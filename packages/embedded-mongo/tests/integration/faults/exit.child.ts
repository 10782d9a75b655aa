// Writes without a pause, and ends its process in the middle of that.
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../../../src/index';

const [dir = '', how = ''] = process.argv.slice(2);
const database = await startEmbeddedMongo({ dir });
const client = await MongoClient.connect(database.uri);
const notes = client.db().collection('notes');
const write = (): Promise<unknown> =>
  Promise.all(Array.from({ length: 20 }, () => notes.insertOne({ text: 'x'.repeat(500) })));
await write();
setTimeout(() => {
  if (how === 'exit') process.exit(7);
  throw new Error('nobody caught this');
}, Math.random() * 100);
for (;;) await write();
