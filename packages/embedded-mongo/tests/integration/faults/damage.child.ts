/** Opens one damaged folder after another and prints the result of each; a crash ends the list. */
import { createHash } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { checkEmbeddedMongo, startEmbeddedMongo } from '../../../src/index';

const digestOf = (documents: unknown[]) =>
  createHash('sha256').update(JSON.stringify(documents)).digest('hex');

async function read(dir: string): Promise<object> {
  const database = await startEmbeddedMongo({ dir, workerFile: false });
  const client = await MongoClient.connect(database.uri);
  try {
    const { sound } = await checkEmbeddedMongo({ dir });
    const documents = await client.db().collection('items').find().toArray();
    return { outcome: 'read', digest: digestOf(documents), sound };
  } catch (error) {
    const { code = 0 } = error as { code?: number };
    return { outcome: 'error', code };
  } finally {
    await client.close();
    await database.close();
  }
}

for (const dir of process.argv.slice(2)) {
  const result = await read(dir).catch((error: unknown) => ({
    outcome: 'refused',
    reason: String(error),
  }));
  console.log(JSON.stringify(result));
}
