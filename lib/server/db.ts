import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { requestRewrite, startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { getConfig } from '@/lib/server/config';
import { instanceIdFile } from '@/lib/server/data-dir/instance-id';
import { withoutCredentials } from '@/lib/server/database/address';
import { bringUp } from '@/lib/server/database/bring-up';
import { failLostWrites } from '@/lib/server/database/lost-writes';
import { uploadsDir } from '@/lib/server/images/folders';
import { log } from '@/lib/server/log';
import { metrics } from '@/lib/server/metrics';
import { singleton } from '@/lib/server/singleton';

/** How long a command waits for a server before it answers 503; a start gives up after this too. */
const SERVER_SELECTION_TIMEOUT_MS = 5_000;
/** The built-in database is there or this process ends; on a busy small machine its first answer takes its time. */
const EMBEDDED_SELECTION_TIMEOUT_MS = 60_000;
const POOL_MAX_CONNECTIONS = 50;
/** Built next to the server; in development the worker's source is run instead. */
const WORKER_FILE = 'dist/embedded-mongo-worker.js';

/** Its message is for the operator; callers are told 503 in general words. */
class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
}

interface Database {
  connected: Promise<void> | null;
  closeEmbedded: (() => Promise<void>) | null;
  isRewriteRequested: boolean;
}

const state = (): Database =>
  singleton('database', () => ({
    connected: null,
    closeEmbedded: null,
    isRewriteRequested: false,
  }));

/** The address without the credentials, for logs and error messages. */
function databaseAddress(): string {
  const { mongodbUri, dataDir } = getConfig();
  return mongodbUri ? withoutCredentials(mongodbUri) : `embedded database in ${dataDir}`;
}

function onDatabaseEvent(event: string, fields: Record<string, unknown>): void {
  if (event === 'worker-failed') {
    // Without its database this process cannot serve; a supervisor starts a new one.
    log().fatal(fields, 'database.worker_failed');
    process.exit(1);
  }
  if (event === 'slow-query') log().warn(fields, 'database.slow_query');
  else log().error(fields, `database.${event}`);
}

/**
 * An empty database file is what is left of one that was lost, unless nothing else is there either:
 * then a first start was cut short, and the next may begin again.
 */
function requireNoLostDatabase(dir: string, dataDir: string): void {
  const file = path.join(dir, 'data.mdb');
  if (statSync(file, { throwIfNoEntry: false })?.size !== 0) return;
  const isUsed = existsSync(instanceIdFile(dataDir)) || hasFiles(uploadsDir(dataDir));
  if (isUsed) {
    throw new Error(
      `the database file ${file} is empty, but this is not a new installation: its pictures are in ${dataDir}. Put the folder "database" of a backup in its place, or move all of DATA_DIR away to begin anew`,
    );
  }
  rmSync(file);
}

function hasFiles(dir: string): boolean {
  return existsSync(dir) && readdirSync(dir).length > 0;
}

const databaseDir = (): string =>
  path.join(/* turbopackIgnore: true */ getConfig().dataDir, 'database');

async function startEmbedded(): Promise<string> {
  const built = path.resolve(/* turbopackIgnore: true */ process.cwd(), WORKER_FILE);
  const { isProduction, dataDir } = getConfig();
  const dir = databaseDir();
  requireNoLostDatabase(dir, dataDir);
  const { uri, close } = await startEmbeddedMongo({
    dir,
    // A production build without server.ts has no worker file: the calling thread serves then.
    ...(isProduction && { workerFile: existsSync(built) ? built : false }),
    log: onDatabaseEvent,
  });
  state().closeEmbedded = close;
  return uri;
}

async function connect(): Promise<void> {
  const { mongodbUri } = getConfig();
  const uri = mongodbUri ?? (await startEmbedded());
  const timeoutMs = mongodbUri ? SERVER_SELECTION_TIMEOUT_MS : EMBEDDED_SELECTION_TIMEOUT_MS;
  mongoose.set('strictQuery', 'throw');
  await failLostWrites();
  await mongoose.connect(uri, {
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    maxPoolSize: POOL_MAX_CONNECTIONS,
    // An acknowledged write is on disk, on most of the members where there are several.
    writeConcern: { w: 'majority', journal: true },
    bufferCommands: false,
    // Indexes are built by one node at a time: see `bringUp`.
    autoIndex: false,
    monitorCommands: true,
  });
  mongoose.connection
    .getClient()
    .on('commandStarted', ({ commandName, command: { comment: task } }) =>
      metrics().databaseCommands.inc({ command: commandName, ...(task && { task }) }),
    );
  await bringUp();
}

/**
 * Connects mongoose to MONGODB_URI, or to the embedded database, which it starts, and brings its contents
 * up to this version. Idempotent: the whole process shares one connection. Throws
 * DatabaseUnavailableError naming the address, also where a newer version has been there.
 */
export async function connectDatabase(): Promise<void> {
  const database = state();
  database.connected ??= connect().catch(async (error: unknown) => {
    database.connected = null;
    await mongoose.disconnect();
    await database.closeEmbedded?.();
    database.closeEmbedded = null;
    const reason = error instanceof Error ? error.message : String(error);
    const problem =
      error instanceof Error && error.name === 'NewerSchemaError' ? 'used' : 'reached';
    throw new DatabaseUnavailableError(
      `The database cannot be ${problem} (${databaseAddress()}): ${reason}`,
      { cause: error },
    );
  });
  return database.connected;
}

/**
 * Notes that something was deleted for good: the built-in database writes its file anew when it is next
 * started, so that no unused part of it holds what was there. Idempotent; does nothing with MONGODB_URI.
 */
export function noteErased(): void {
  const database = state();
  if (getConfig().mongodbUri || database.isRewriteRequested) return;
  database.isRewriteRequested = true;
  requestRewrite(databaseDir());
}

/** Whether the database answers right now. */
export async function isDatabaseReady(): Promise<boolean> {
  try {
    await connectDatabase();
    await mongoose.connection.db?.command({ ping: 1 });
    return mongoose.connection.db !== undefined;
  } catch {
    return false;
  }
}

/** Ends the connection and, where it runs here, the embedded database. */
export async function closeDatabase(): Promise<void> {
  const database = state();
  await mongoose.disconnect();
  await database.closeEmbedded?.();
  database.connected = null;
  database.closeEmbedded = null;
}
