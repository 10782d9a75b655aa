import { writeSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../../../src/index';

/**
 * Sixteen writers that report every acknowledged operation on standard output, until killed or,
 * with a third argument, until the disk is full.
 */
const [, , dir = '', round = '0', padding = '0'] = process.argv;
const database = await startEmbeddedMongo({ dir, workerFile: false });
const client = await MongoClient.connect(database.uri);
const db = client.db();
const log = db.collection<{ _id: string; writer: number; n: number; tags: string[]; pad: string }>(
  'log',
);
const counters = db.collection<{ _id: string; n: number; last: string[] }>('counters');
await log
  .createIndexes([{ key: { writer: 1, n: -1 }, unique: true }, { key: { tags: 1 } }])
  .catch(() => undefined);
const say = (line: string) => writeSync(1, `${line}\n`);
say('ready');

async function write(writer: number): Promise<void> {
  const base = Number(round) * 1_000_000;
  for (let i = 0; ; i++) {
    const n = base + i;
    const tags = [`t${n % 7}`, `w${writer}`];
    await log.insertOne({
      _id: `${writer}:${n}`,
      writer,
      n,
      tags,
      pad: 'x'.repeat(Number(padding)),
    });
    say(`insert ${writer} ${n}`);
    await counters.updateOne(
      { _id: `c${writer}` },
      { $inc: { n: 1 }, $push: { last: { $each: [`${n}`], $slice: -3 } } },
      { upsert: true },
    );
    say(`inc ${writer}`);
    if (i % 5 === 4) {
      await log.deleteOne({ writer, n: n - 2 });
      say(`delete ${writer} ${n - 2}`);
    }
  }
}

try {
  await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
} catch (error) {
  say(`failed ${(error as { code?: number }).code}`);
  // Reads still work.
  say(`readable ${await log.countDocuments({})}`);
  await client.close();
  await database.close().catch(() => undefined);
}
