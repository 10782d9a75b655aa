import { createHash } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { Database as Db } from '@/lib/server/moving/connect';

/** An id of whatever type; the driver's own types know only this one. */
type Id = mongo.ObjectId;

/** Where the target notes how far each collection has come; dropped when everything was compared. */
const PROGRESS = 'parley_migration';
/** What a server keeps for itself, and what a restore has set aside. */
const APART = /^(?:system\.|replaced-)/;
const BATCH_COUNT = 500;
/** The types as they are stored: a double that is whole stays a double. */
export const EXACT = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

interface Progress {
  _id: string;
  /** The last `_id` that was copied. */
  last?: Id | undefined;
  isDone?: boolean;
}

export interface Copied {
  collection: string;
  documents: number;
  /** SHA-256 of all documents as BSON, in the order of their ids. */
  checksum: string;
}

/** The two sides do not hold the same. */
class DifferenceError extends Error {
  override readonly name = 'DifferenceError';
}

/** The collections of a database, but those that it or a move keeps for itself. */
export const namesOf = async (from: Db): Promise<string[]> =>
  (await from.listCollections({}, { nameOnly: true }).toArray())
    .map(({ name }) => name)
    .filter((name) => name !== PROGRESS && !APART.test(name))
    .sort();

export async function copyIndexes(from: Db, to: Db, name: string): Promise<void> {
  const [, ...indexes] = await from.collection(name).indexes();
  if (indexes.length > 0) {
    await to.collection(name).createIndexes(indexes.map(({ v, ns, ...index }) => index));
  }
}

/** Copies what comes after the last document that an earlier run has copied. */
async function copyDocuments(from: Db, to: Db, name: string): Promise<void> {
  const progress = to.collection<Progress>(PROGRESS);
  const before = await progress.findOne({ _id: name });
  if (before?.isDone) return;
  const after = (last: Id | undefined): mongo.Filter<mongo.Document> =>
    last === undefined ? {} : { _id: { $gt: last } };
  let last = before?.last;
  for (;;) {
    const batch = await from
      .collection(name)
      .find(after(last), EXACT)
      .sort({ _id: 1 })
      .limit(BATCH_COUNT)
      .toArray();
    if (batch.length === 0) break;
    // Each again where a run ended in the middle of a batch.
    await to.collection(name).bulkWrite(
      batch.map((replacement) => ({
        replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true },
      })),
      { ordered: false },
    );
    last = batch.at(-1)?._id;
    await progress.updateOne({ _id: name }, { $set: { last } }, { upsert: true });
  }
  await progress.updateOne({ _id: name }, { $set: { isDone: true } }, { upsert: true });
}

async function summarize(db: Db, name: string): Promise<Omit<Copied, 'collection'>> {
  const hash = createHash('sha256');
  let documents = 0;
  const rows = db.collection(name).find({}, { raw: true }).sort({ _id: 1 });
  for await (const row of rows) {
    hash.update(row as unknown as Buffer);
    documents++;
  }
  return { documents, checksum: hash.digest('hex') };
}

/** Refuses a target that holds anything which an earlier run of this has not put there. */
async function requireOwnTarget(to: Db, names: string[]): Promise<void> {
  const known = new Set(
    (await to.collection<Progress>(PROGRESS).find().toArray()).map(({ _id }) => _id),
  );
  for (const name of names) {
    if (known.has(name)) continue;
    if (await to.collection(name).findOne({}, { projection: { _id: 1 } })) {
      throw new DifferenceError(
        `the collection ${name} of the target is not empty: give the name of a new database at the end of the address`,
      );
    }
  }
}

/**
 * Copies all collections with their indexes, going on where an earlier run ended, and compares both sides
 * by the number of documents and by every byte of them. Nobody may write meanwhile. Throws DifferenceError.
 */
export async function copyDatabase(
  { from, to }: { from: Db; to: Db },
  onCopied: (copied: Copied) => void,
): Promise<Copied[]> {
  const names = await namesOf(from);
  await requireOwnTarget(to, names);
  const all: Copied[] = [];
  for (const name of names) {
    await copyDocuments(from, to, name);
    await copyIndexes(from, to, name);
    const [here, there] = [await summarize(from, name), await summarize(to, name)];
    if (here.documents !== there.documents || here.checksum !== there.checksum) {
      throw new DifferenceError(
        `${name} differs: ${here.documents} documents here, ${there.documents} there (${here.checksum.slice(0, 12)}, ${there.checksum.slice(0, 12)})`,
      );
    }
    const copied = { collection: name, ...here };
    all.push(copied);
    onCopied(copied);
  }
  await to.dropCollection(PROGRESS).catch(() => false);
  return all;
}
