import { failure, notSupported } from '../bson/mongo-error';
import { encodeDocument } from '../bson/raw-bson';
import { type Document, isDocument, toNumber } from '../bson/values';
import { compileFilter } from '../language/match';
import { type Command, type Context, namespace, namespaceOf } from './context';
import { purgeInBackground } from './indexes';
import { listAnswer } from './listing';

async function create(context: Context): Promise<Document> {
  const { args, engine } = context;
  const { store } = engine;
  const ns = namespaceOf(context);
  const collation = args.document('collation');
  if (args.boolean('capped')) throw notSupported('a capped collection');
  const options: Document = collation ? { collation } : {};
  await store.write(() => {
    const found = store.catalog.find(ns);
    if (found) {
      // Creating a collection that exists with the same options is not an error.
      if (encodeDocument(found.options).equals(encodeDocument(options))) return;
      throw failure(48, `Collection ${ns} already exists.`);
    }
    store.catalog.ensure(ns, options);
  });
  return { ok: 1 };
}

async function drop(context: Context): Promise<Document> {
  const { store } = context.engine;
  const ns = namespaceOf(context);
  const nIndexesWas = await store.write(() => {
    const collection = store.catalog.find(ns);
    if (!collection) return undefined;
    store.catalog.drop(collection);
    return collection.indexes.length;
  });
  if (nIndexesWas === undefined) return { ok: 1 };
  purgeInBackground(context);
  return { nIndexesWas, ns, ok: 1 };
}

async function dropDatabase(context: Context): Promise<Document> {
  const { engine, database } = context;
  const { store } = engine;
  const dropped = await store.write(() => {
    const mine = store.catalog.all().filter((one) => one.database === database);
    for (const collection of mine) store.catalog.drop(collection);
    return mine.length;
  });
  purgeInBackground(context);
  return { ...(dropped > 0 ? { dropped: database } : {}), ok: 1 };
}

async function renameCollection(context: Context): Promise<Document> {
  const { args, engine } = context;
  const { store } = engine;
  const from = args.string('renameCollection');
  const to = args.string('to');
  const dropTarget = args.boolean('dropTarget');
  const dot = to.indexOf('.');
  if (dot < 1) throw failure(73, `Invalid target namespace: ${to}`);
  namespace(to.slice(0, dot), to.slice(dot + 1));
  await store.write(() => {
    const source = store.catalog.find(from);
    if (!source) throw failure(26, `Source collection ${from} does not exist`);
    if (from === to) throw failure(20, "Can't rename a collection to itself");
    const target = store.catalog.find(to);
    if (target && !dropTarget) throw failure(48, 'target namespace exists');
    if (target) store.catalog.drop(target);
    store.catalog.rename(source, to);
  });
  purgeInBackground(context);
  return { ok: 1 };
}

function listCollections(context: Context): Promise<Buffer> {
  const { args, engine, database } = context;
  const filter = args.document('filter');
  const matcher = filter ? compileFilter(filter) : undefined;
  const nameOnly = args.boolean('nameOnly');
  const documents: Buffer[] = [];
  for (const collection of engine.store.catalog.all()) {
    if (collection.database !== database) continue;
    const { name, options, uuid, collation, indexes } = collection;
    const entry: Document = {
      name,
      type: 'collection',
      options: collation ? { ...options, collation: collation.spec } : options,
      info: { readOnly: false, uuid },
      idIndex: indexes[0]?.spec ?? {},
    };
    if (matcher && !matcher.test(entry)) continue;
    documents.push(encodeDocument(nameOnly ? { name, type: 'collection' } : entry));
  }
  return listAnswer(context, `${database}.$cmd.listCollections`, documents);
}

function listDatabases(context: Context): Document {
  const { args, engine } = context;
  const filter = args.document('filter');
  const matcher = filter ? compileFilter(filter) : undefined;
  const sizes = new Map<string, number>();
  for (const collection of engine.store.catalog.all()) {
    const { bytes } = engine.store.countsOf(collection);
    sizes.set(collection.database, (sizes.get(collection.database) ?? 0) + bytes);
  }
  const all = [...sizes].map(([name, sizeOnDisk]) => ({
    name,
    sizeOnDisk,
    empty: sizeOnDisk === 0,
  }));
  const databases = all
    .filter((one) => !matcher || matcher.test(one))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (args.boolean('nameOnly')) {
    return { databases: databases.map(({ name }) => ({ name })), ok: 1 };
  }
  const totalSize = databases.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk, 0);
  return { databases, totalSize, totalSizeMb: Math.floor(totalSize / 1_048_576), ok: 1 };
}

/** Changes a TTL only; validators, hidden indexes and the like are refused. */
async function collMod(context: Context): Promise<Document> {
  const { args, engine } = context;
  const { store } = engine;
  const ns = namespaceOf(context);
  const change = args.document('index');
  if (!change) return { ok: 1 };
  for (const name of Object.keys(change)) {
    if (!['name', 'keyPattern', 'expireAfterSeconds'].includes(name)) {
      throw notSupported(`collMod with index.${name}`);
    }
  }
  return store.write(() => {
    const collection = store.catalog.find(ns);
    if (!collection) throw failure(26, `ns does not exist: ${ns}`);
    const { name, keyPattern, expireAfterSeconds } = change;
    const index = collection.indexes.find((one) =>
      name === undefined
        ? isDocument(keyPattern) &&
          encodeDocument(one.keyPattern).equals(encodeDocument(keyPattern))
        : one.name === name,
    );
    if (!index) throw failure(27, `cannot find index ${String(name)} for ns ${ns}`);
    const before = index.spec.expireAfterSeconds;
    if (index.paths.length !== 1 || index.name === '_id_') {
      throw failure(72, 'TTL is for single-field indexes');
    }
    const after = Math.trunc(toNumber(expireAfterSeconds));
    store.catalog.respec(collection, index, { ...index.spec, expireAfterSeconds: after });
    return {
      ...(before === undefined ? {} : { expireAfterSeconds_old: before }),
      expireAfterSeconds_new: after,
      ok: 1,
    };
  });
}

export const collectionCommands: Record<string, Command> = {
  create: {
    run: create,
    fields: ['create', 'collation', 'capped', 'autoIndexId'],
    refused: [
      'size',
      'max',
      'timeseries',
      'expireAfterSeconds',
      'clusteredIndex',
      'changeStreamPreAndPostImages',
      'storageEngine',
      'validator',
      'validationLevel',
      'validationAction',
      'indexOptionDefaults',
      'viewOn',
      'pipeline',
      'encryptedFields',
      'idIndex',
    ],
    writes: true,
  },
  drop: { run: drop, fields: ['drop'], writes: true },
  dropDatabase: { run: dropDatabase, fields: ['dropDatabase'], writes: true },
  renameCollection: {
    run: renameCollection,
    fields: ['renameCollection', 'to', 'dropTarget'],
    writes: true,
  },
  listCollections: {
    run: listCollections,
    fields: ['listCollections', 'filter', 'nameOnly', 'cursor'],
    harmless: ['authorizedCollections'],
  },
  listDatabases: {
    run: listDatabases,
    fields: ['listDatabases', 'filter', 'nameOnly'],
    harmless: ['authorizedDatabases'],
  },
  collMod: {
    run: collMod,
    fields: ['collMod', 'index'],
    refused: [
      'validator',
      'validationLevel',
      'validationAction',
      'viewOn',
      'pipeline',
      'changeStreamPreAndPostImages',
      'timeseries',
      'expireAfterSeconds',
      'cappedSize',
      'cappedMax',
      'recordPreImages',
      'dryRun',
    ],
    writes: true,
  },
};
