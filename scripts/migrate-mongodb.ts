/** `npm run migrate:mongodb -- URI`: everything from the built-in database into a MongoDB. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { lockDataDir } from '@/lib/server/data-dir/data-dir-lock';
import { copyDatabase } from '@/lib/server/moving/copy-database';
import {
  dataDirOfBackups,
  readArguments,
  runBackupCommand,
  UsageError,
} from './support/backup-command';

const HELP = `Copies everything from the built-in database into a MongoDB, with its indexes, and compares both sides by
count and by every byte. The server has to be stopped. Cut off, it goes on where it was when it is run again.

  migrate:mongodb URI     such as mongodb://localhost:27017/parley, a database that is new

  --json                  one line for programs
  --help                  this text

Afterwards start the server with MONGODB_URI=URI, with JWT_SECRET_KEY as DATA_DIR/jwt-secret has it, and with
the same DATA_DIR, which keeps the pictures. The built-in database stays as it is.`;

const CONNECT_TIMEOUT_MS = 5_000;

async function connect(uri: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    return await connection.asPromise();
  } catch (error) {
    const address = uri.replace(/\/\/[^@/]*@/, '//');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${address} cannot be reached: ${reason}`, { cause: error });
  }
}

async function migrate(uri: string, isJson: boolean) {
  const dataDir = dataDirOfBackups();
  const dir = path.join(dataDir, 'database');
  if (!existsSync(path.join(dir, 'data.mdb'))) {
    throw new Error(`DATA_DIR (${dataDir}) holds no database`);
  }
  const unlock = await lockDataDir(dataDir);
  const source = await startEmbeddedMongo({ dir, workerFile: false });
  const connections: mongoose.Connection[] = [];
  try {
    const [to, from] = [await connect(uri), await connect(source.uri)];
    connections.push(to, from);
    if (!to.db || !from.db) throw new Error('a database is not connected');
    const collections = await copyDatabase(
      { from: from.db, to: to.db },
      ({ collection, documents }) => {
        if (!isJson) console.log(`${collection}: ${documents} documents, the same on both sides`);
      },
    );
    return { collections };
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
    await source.close();
    await unlock();
  }
}

async function run(): Promise<{ text: string; output: object }> {
  const { values, positionals } = readArguments({ json: { type: 'boolean' } });
  const [uri, ...more] = positionals;
  if (uri === undefined || more.length > 0 || !/^mongodb(\+srv)?:\/\//.test(uri)) {
    throw new UsageError('One address is needed, which begins with mongodb:// or mongodb+srv://.');
  }
  const output = await migrate(uri, values.json === true);
  return { text: `Done. ${HELP.slice(HELP.indexOf('Afterwards'))}`, output };
}

runBackupCommand(HELP, run);
