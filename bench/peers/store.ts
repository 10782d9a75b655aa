/**
 * The store's floor: documents like messages inserted straight through the driver into the built-in
 * database, each synced before the next of its writer. Arguments: the folder, and how long each
 * measurement lasts in ms. Prints what it found as JSON.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { quantile } from '../support/quantile';

const WRITERS = 32;
const [, , dir = '', lasts = '1000'] = process.argv;

const database = await startEmbeddedMongo({
  dir,
  workerFile: path.resolve('dist/embedded-mongo-worker.js'),
});
await mongoose.connect(database.uri, { writeConcern: { w: 'majority', journal: true } });
const messages = mongoose.connection.collection('messages');
await messages.createIndex({ conversationId: 1, seq: 1 }, { unique: true });
await messages.createIndex({ senderId: 1, clientId: 1 }, { unique: true });
let lastSeq = 0;

async function insert(): Promise<number> {
  const startedAt = performance.now();
  await messages.insertOne({
    conversationId: 'dm',
    seq: ++lastSeq,
    senderId: 'somebody',
    receiverId: 'somebody else',
    text: 'message of some length, as people write them',
    clientId: randomUUID(),
    createdAt: new Date(),
  });
  return performance.now() - startedAt;
}

async function measure(writers: number): Promise<{ perSecond: number; p50: number; p99: number }> {
  const times: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + Number(lasts);
  const write = async () => {
    while (performance.now() < endsAt) times.push(await insert());
  };
  await Promise.all(Array.from({ length: writers }, write));
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    perSecond: times.length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

await measure(1);
const alone = await measure(1);
const together = await measure(WRITERS);
console.log(JSON.stringify({ alone, together }));
await mongoose.disconnect();
await database.close();
