import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../../../src/index';

/** The second process of the two-process test; does what its standard input says. */
const [, , dir = '', increments = '0', races = '0'] = process.argv;
const database = await startEmbeddedMongo({ dir, workerFile: false });
const client = await MongoClient.connect(database.uri);
const counters = client.db().collection<{ _id: string; n: number }>('counters');
const rows = client.db().collection<{ key: number; by: string }>('races');
console.log('ready');

for await (const order of createInterface(process.stdin)) {
  if (order === 'go') {
    for (let done = 0; done < Number(increments); done += 20) {
      await Promise.all(
        Array.from({ length: 20 }, () =>
          counters.updateOne({ _id: 'shared' }, { $inc: { n: 1 } }, { upsert: true }),
        ),
      );
    }
    let won = 0;
    let refused = 0;
    for (let key = 0; key < Number(races); key++) {
      await rows.insertOne({ key, by: 'child' }).then(
        () => won++,
        () => refused++,
      );
    }
    console.log(`done ${won} ${refused}`);
  }
  if (order === 'explain') {
    const { queryPlanner } = await rows.find({ by: 'child' }).explain('queryPlanner');
    const { stage, indexName } = queryPlanner.winningPlan.inputStage;
    console.log(`${stage} ${indexName}`);
  }
  if (order === 'echo') console.log((await counters.findOne({ _id: 'echo' }))?.n);
  if (order === 'hammer') {
    console.log('hammering');
    for (;;) await rows.insertOne({ key: Math.random(), by: 'hammer' });
  }
}
