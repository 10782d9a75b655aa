/** `npm run migrate:mongodb -- URI`: everything from the built-in database into a MongoDB. */
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import { lockDataDir } from '@/lib/server/data-dir/data-dir-lock';
import { type Connected, openDatabase } from '@/lib/server/moving/connect';
import { copyDatabase } from '@/lib/server/moving/copy-database';
import { requireNoWords, runCommand, UsageError } from './support/command';
import { readPlace, requireDatabase } from './support/data-place';

const HELP = `Copies everything from the built-in database into a MongoDB, with its indexes, and compares both sides by
count and by every byte. The server has to be stopped. Cut off, it goes on where it was when it is run again.

  migrate:mongodb URI     such as mongodb://localhost:27017/parley, a database that is new

  --json                  one line for programs
  --help                  this text

Afterwards start the server with MONGODB_URI=URI, with JWT_SECRET_KEY as DATA_DIR/jwt-secret has it, and with
the same DATA_DIR, which keeps the pictures. The built-in database stays as it is.`;

async function migrate(uri: string, isJson: boolean) {
  const { dataDir, mongodbUri } = readPlace();
  if (mongodbUri) {
    throw new Error(
      'MONGODB_URI is set: the data is in a MongoDB already; run this without it, with the old DATA_DIR',
    );
  }
  const dir = path.join(dataDir, 'database');
  requireDatabase(dataDir);
  const unlock = await lockDataDir(dataDir);
  const source = await startEmbeddedMongo({ dir, workerFile: false });
  const opened: Connected[] = [];
  try {
    const to = await openDatabase(uri);
    opened.push(to);
    const from = await openDatabase(source.uri);
    opened.push(from);
    return await copyDatabase({ from: from.db, to: to.db }, ({ collection, documents }) => {
      if (!isJson) console.log(`${collection}: ${documents} documents, the same on both sides`);
    });
  } finally {
    await Promise.all(opened.map(({ connection }) => connection.close()));
    await source.close();
    await unlock();
  }
}

runCommand({
  help: HELP,
  options: {},
  async run({ values, positionals }) {
    const [uri, ...more] = positionals;
    if (uri === undefined || !/^mongodb(\+srv)?:\/\//.test(uri)) {
      throw new UsageError(
        'One address is needed, which begins with mongodb:// or mongodb+srv://.',
      );
    }
    requireNoWords(more);
    const collections = await migrate(uri, values.json);
    return {
      text: `Done. ${HELP.slice(HELP.indexOf('Afterwards'))}`,
      output: { collections },
    };
  },
});
