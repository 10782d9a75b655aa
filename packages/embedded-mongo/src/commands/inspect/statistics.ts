import { statfsSync } from 'node:fs';
import { failure, notSupported } from '../../bson/mongo-error';
import type { Operation } from '../../bson/operation';
import { type Document, isDocument, isNumber, toNumber } from '../../bson/values';
import type { Collection } from '../../storage/catalog';
import type { Store } from '../../storage/store';
import { Args, type Command, type Context, namespaceOf } from '../context';

const KEYS = 5_000;

interface Sizes {
  count: number;
  /** Of the documents as BSON. */
  size: number;
  /** With their keys and checksums. */
  storageSize: number;
  indexSizes: Record<string, number>;
}

/** Adds up the bytes of a collection and its indexes, entry by entry, without page overhead. */
async function measure(store: Store, collection: Collection, operation: Operation): Promise<Sizes> {
  const { documents, bytes } = store.countsOf(collection);
  const indexSizes: Record<string, number> = {};
  for (const index of collection.indexes) {
    let size = 0;
    let after: Buffer | undefined;
    do {
      const chunk = store.entryBytes(collection, index, { after, limit: KEYS });
      size += chunk.bytes;
      after = chunk.last;
      await operation.yield();
      store.refresh();
    } while (after);
    indexSizes[index.name] = size;
  }
  return {
    count: documents,
    size: bytes,
    storageSize: bytes + documents * store.bytesBesideDocument,
    indexSizes,
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** @throws MongoError 72 for an invalid scale. */
function scaleOf(value: unknown): number {
  if (value === undefined || value === null) return 1;
  const scale = isNumber(value) ? Math.trunc(toNumber(value)) : Number.NaN;
  if (!(scale >= 1)) throw failure(72, 'Scale factor must be greater than zero');
  return scale;
}

async function storageStats(
  context: Context,
  collection: Collection | undefined,
  scale: number,
): Promise<Document> {
  const scaled = (bytes: number) => Math.floor(bytes / scale);
  const sizes: Sizes = collection
    ? await measure(context.engine.store, collection, context.operation)
    : { count: 0, size: 0, storageSize: 0, indexSizes: {} };
  const totalIndexSize = sum(Object.values(sizes.indexSizes));
  return {
    size: scaled(sizes.size),
    count: sizes.count,
    ...(sizes.count > 0 ? { avgObjSize: Math.floor(sizes.size / sizes.count) } : {}),
    numOrphanDocs: 0,
    storageSize: scaled(sizes.storageSize),
    totalIndexSize: scaled(totalIndexSize),
    totalSize: scaled(sizes.storageSize + totalIndexSize),
    indexSizes: Object.fromEntries(
      Object.entries(sizes.indexSizes).map(([name, bytes]) => [name, scaled(bytes)]),
    ),
    nindexes: collection?.indexes.length ?? 0,
    indexBuilds:
      collection?.indexes.filter(({ builder }) => builder !== undefined).map(({ name }) => name) ??
      [],
    scaleFactor: scale,
    capped: false,
  };
}

async function collStats(context: Context): Promise<Document> {
  const ns = namespaceOf(context);
  const scale = scaleOf(context.args.value('scale'));
  const collection = context.engine.store.catalog.find(ns);
  return { ns, ...(await storageStats(context, collection, scale)), ok: 1 };
}

async function dbStats(context: Context): Promise<Document> {
  const { engine, args, database, operation } = context;
  const scale = scaleOf(args.value('scale'));
  const scaled = (bytes: number) => Math.floor(bytes / scale);
  const mine = engine.store.catalog.all().filter((one) => one.database === database);
  const sizes: Sizes[] = [];
  for (const collection of mine) sizes.push(await measure(engine.store, collection, operation));
  const objects = sum(sizes.map(({ count }) => count));
  const dataSize = sum(sizes.map(({ size }) => size));
  const storageSize = sum(sizes.map((one) => one.storageSize));
  const indexSize = sum(sizes.flatMap(({ indexSizes }) => Object.values(indexSizes)));
  const disk = statfsSync(engine.store.dir);
  return {
    db: database,
    collections: mine.length,
    views: 0,
    objects,
    avgObjSize: objects > 0 ? dataSize / objects : 0,
    dataSize: scaled(dataSize),
    storageSize: scaled(storageSize),
    indexes: sum(mine.map(({ indexes }) => indexes.length)),
    indexSize: scaled(indexSize),
    totalSize: scaled(storageSize + indexSize),
    scaleFactor: scale,
    fsUsedSize: scaled((disk.blocks - disk.bfree) * disk.bsize),
    fsTotalSize: scaled(disk.blocks * disk.bsize),
    ok: 1,
  };
}

/**
 * The document of `$collStats`.
 * @throws MongoError 26 for the count of a missing collection, 238 for what is not measured.
 */
export async function collectionStatistics(
  context: Context,
  ns: string,
  spec: Document,
): Promise<Document> {
  const args = new Args(spec, '$collStats');
  const collection = context.engine.store.catalog.find(ns);
  const answer: Document = { ns, host: 'embedded', localTime: new Date() };
  for (const name of Object.keys(spec)) {
    const options = args.document(name) ?? {};
    if (name === 'storageStats') {
      const scale = scaleOf(isDocument(options) ? options.scale : undefined);
      answer.storageStats = await storageStats(context, collection, scale);
    } else if (name === 'count') {
      if (!collection) throw failure(26, `Collection [${ns}] not found.`);
      answer.count = context.engine.store.countsOf(collection).documents;
    } else if (name === 'latencyStats' || name === 'queryExecStats') {
      throw notSupported(`\`${name}\` of \`$collStats\``);
    } else throw failure(40415, `BSON field '$collStats.${name}' is an unknown field.`);
  }
  return answer;
}

export const statisticsCommands: Record<string, Command> = {
  collStats: { run: collStats, fields: ['collStats', 'collstats', 'scale'], harmless: ['verbose'] },
  dbStats: { run: dbStats, fields: ['dbStats', 'dbstats', 'scale'], refused: ['freeStorage'] },
};
