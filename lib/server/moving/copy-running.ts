import { startEmbeddedMongo } from '@parley/embedded-mongo';
import mongoose from 'mongoose';
import { type Database, openDatabase } from '@/lib/server/moving/connect';
import { copyIndexes, EXACT, namesOf } from '@/lib/server/moving/copy-database';
import { repairConversations } from '@/lib/server/services/messages/conversation';

const BATCH_COUNT = 500;
/** As far as the clocks of those who write may be apart. */
const CLOCKS_APART_MS = 5 * 60_000;
/** What a find answers whose snapshot is no longer kept. */
const SNAPSHOT_TOO_OLD = 239;

/** Read after all that name them, in this order. */
const NAMED_BY_OTHERS = ['conversations', 'messages', 'users'];
/**
 * In the order in which it is written: n+1 of a conversation is there only when n is, so nothing is missing in
 * between, whatever is written meanwhile.
 */
const ORDERS: Record<string, mongoose.mongo.Sort> = { messages: { conversationId: 1, seq: 1 } };

/** How the copy is of one moment: by the database's own snapshot, or by what is read before what. */
export type Moment = 'snapshot' | 'order';

/** A session whose reads are all of one moment; null where the server has none, as one that stands alone. */
async function startSnapshot(
  connection: mongoose.Connection,
  db: Database,
): Promise<mongoose.mongo.ClientSession | null> {
  const session = connection.getClient().startSession({ snapshot: true });
  try {
    // Its first read says which moment it is.
    await db.collection('conversations').findOne({}, { session, projection: { _id: 1 } });
    return session;
  } catch (error) {
    await session.endSession();
    if (error instanceof mongoose.mongo.MongoServerError) return null;
    throw error;
  }
}

const inReadingOrder = (names: string[]): string[] => [
  ...names.filter((name) => !NAMED_BY_OTHERS.includes(name)),
  ...NAMED_BY_OTHERS.filter((name) => names.includes(name)),
];

async function copyCollection(
  {
    from,
    to,
    session,
  }: { from: Database; to: Database; session: mongoose.mongo.ClientSession | null },
  name: string,
): Promise<void> {
  let batch: mongoose.mongo.Document[] = [];
  const write = async () => {
    if (batch.length > 0) await to.collection(name).insertMany(batch);
    batch = [];
  };
  await to.createCollection(name);
  const rows = from
    .collection(name)
    .find({}, { ...EXACT, ...(session && { session }) })
    .sort(ORDERS[name] ?? { _id: 1 });
  for await (const row of rows) {
    batch.push(row);
    if (batch.length >= BATCH_COUNT) await write();
  }
  await write();
  await copyIndexes(from, to, name);
}

function explain(error: unknown): unknown {
  if (!(error instanceof mongoose.mongo.MongoServerError)) return error;
  if (error.code === SNAPSHOT_TOO_OLD) {
    return new Error(
      'reading took longer than MongoDB keeps a snapshot: raise its minSnapshotHistoryWindowInSeconds (300), and begin again',
      { cause: error },
    );
  }
  if (error.code !== 11_000) return error;
  // An address or a handle that went from one account, read before, to another.
  return new Error(
    `something unique changed its owner while it was read: begin again (${error.message})`,
    {
      cause: error,
    },
  );
}

/** Rows of conversations were read before their messages: they are brought up to those. */
async function repairCopy(uri: string, since: Date): Promise<void> {
  await mongoose.connect(uri, { bufferCommands: false, autoIndex: false });
  try {
    await repairConversations(since);
  } finally {
    await mongoose.disconnect();
  }
}

/**
 * Copies a MongoDB that people go on writing to into a folder, as a built-in database with its indexes.
 * Everything acknowledged before it began is there and nothing by half. Where the server has snapshots, it is one moment
 * for all of it; where not, what names something is read before what it names, and conversations in the order of
 * their numbers. Nothing else of this process may use mongoose's own connection meanwhile.
 */
export async function copyRunning(uri: string, dir: string): Promise<Moment> {
  const since = new Date(Date.now() - CLOCKS_APART_MS);
  const source = await openDatabase(uri);
  const copy = await startEmbeddedMongo({ dir, workerFile: false });
  const target = await openDatabase(copy.uri);
  const session = await startSnapshot(source.connection, source.db);
  try {
    for (const name of inReadingOrder(await namesOf(source.db))) {
      await copyCollection({ from: source.db, to: target.db, session }, name);
    }
    if (!session) await repairCopy(copy.uri, since);
    return session ? 'snapshot' : 'order';
  } catch (error) {
    throw explain(error);
  } finally {
    await session?.endSession();
    await Promise.all([source.connection.close(), target.connection.close()]);
    await copy.close();
  }
}
