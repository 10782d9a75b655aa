import {
  type Collection,
  type CommandStartedEvent,
  type CommandSucceededEvent,
  type Db,
  MongoBulkWriteError,
  MongoClient,
  MongoClientBulkWriteError,
  MongoServerError,
} from 'mongodb';
import { type Doc, isDoc, mismatch, plain } from './spec-match';

/*
 * A runner for the unified test format of MongoDB's driver specifications, as far as the CRUD,
 * collection management and index management tests need it.
 */

export interface SpecTest {
  description: string;
  runOnRequirements?: Requirement[];
  skipReason?: string;
  operations: SpecOperation[];
  expectEvents?: Array<{
    client: string;
    eventType?: string;
    events: Doc[];
    ignoreExtraEvents?: boolean;
  }>;
  outcome?: CollectionData[];
}

export interface SpecFile {
  description: string;
  runOnRequirements?: Requirement[];
  createEntities?: Record<string, Doc>[];
  initialData?: CollectionData[];
  tests: SpecTest[];
}

interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  auth?: boolean;
  serverless?: string;
}

interface CollectionData {
  databaseName: string;
  collectionName: string;
  documents: Doc[];
}

interface SpecOperation {
  name: string;
  object: string;
  arguments?: Doc;
  expectResult?: unknown;
  expectError?: Doc;
  ignoreResultAndError?: boolean;
}

/** Why a standalone server of this version is not asked to pass a test; undefined when it is. */
export function notApplicable(file: SpecFile, test: SpecTest, version: string): string | undefined {
  if (test.skipReason) return test.skipReason;
  for (const requirements of [file.runOnRequirements, test.runOnRequirements]) {
    if (requirements && !requirements.some((one) => meets(one, version))) {
      return `requires ${JSON.stringify(requirements)}`;
    }
  }
  return undefined;
}

function meets(requirement: Requirement, version: string): boolean {
  const { minServerVersion: min, maxServerVersion: max, topologies, auth } = requirement;
  if (min !== undefined && compareVersions(version, min) < 0) return false;
  if (max !== undefined && compareVersions(version, max) > 0) return false;
  if (topologies && !topologies.includes('single')) return false;
  return auth !== true;
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const order = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

interface Observed {
  kind: 'commandStartedEvent' | 'commandSucceededEvent';
  event: CommandStartedEvent | CommandSucceededEvent;
}

interface Entities {
  clients: Map<string, { client: MongoClient; events: Observed[] }>;
  databases: Map<string, Db>;
  collections: Map<string, Collection>;
}

/** Commands the driver sends for itself. */
const UNOBSERVED = new Set(['hello', 'ismaster', 'endSessions', 'killCursors', 'ping']);

/** Runs one test; throws where the server's behaviour is not what it says. */
export async function runSpecTest(file: SpecFile, test: SpecTest, uri: string): Promise<void> {
  const entities: Entities = { clients: new Map(), databases: new Map(), collections: new Map() };
  const internal = await MongoClient.connect(uri);
  try {
    await dropCollections(file, internal);
    for (const data of file.initialData ?? []) await fill(internal, data);
    for (const entity of file.createEntities ?? []) await createEntity(entity, entities, uri);
    for (const { events } of entities.clients.values()) events.length = 0;
    for (const operation of test.operations) await runOperation(operation, entities, internal);
    for (const { client, events, eventType, ignoreExtraEvents } of test.expectEvents ?? []) {
      if (eventType && eventType !== 'command') continue;
      checkEvents(events, entities.clients.get(client)?.events ?? [], ignoreExtraEvents === true);
    }
    for (const data of test.outcome ?? []) {
      const collection = internal.db(data.databaseName).collection(data.collectionName);
      const found = await collection.find({}, { sort: { _id: 1 } }).toArray();
      require(mismatch(data.documents.map(exact), found.map(plain), false, 'outcome'));
    }
  } finally {
    for (const { client } of entities.clients.values()) await client.close();
    await internal.close();
  }
}

/** Documents of an outcome match as a whole. */
const exact = (doc: Doc): unknown => doc;

function require(problem: string | undefined): void {
  if (problem !== undefined) throw new Error(problem);
}

/** Tests without initial data rely on the collections being absent. */
async function dropCollections(file: SpecFile, client: MongoClient): Promise<void> {
  const databases = new Map<unknown, string>();
  for (const { database, collection } of file.createEntities ?? []) {
    if (database) databases.set(database.id, String(database.databaseName));
    const name = databases.get(collection?.database);
    if (collection && name) {
      await client.db(name).collection(String(collection.collectionName)).drop();
    }
  }
}

async function fill(
  client: MongoClient,
  { databaseName, collectionName, documents }: CollectionData,
): Promise<void> {
  const db = client.db(databaseName);
  await db.collection(collectionName).drop();
  if (documents.length > 0) await db.collection(collectionName).insertMany(documents);
  else await db.createCollection(collectionName);
}

async function createEntity(
  entity: Record<string, Doc>,
  entities: Entities,
  uri: string,
): Promise<void> {
  const { client, database, collection } = entity;
  if (client) {
    const options = isDoc(client.uriOptions) ? client.uriOptions : {};
    const connection = new MongoClient(uri, { ...options, monitorCommands: true });
    const events: Observed[] = [];
    const observed = Array.isArray(client.observeEvents) ? client.observeEvents : [];
    const observe = (kind: Observed['kind']) => (event: Observed['event']) => {
      if (observed.includes(kind) && !UNOBSERVED.has(event.commandName)) {
        events.push({ kind, event });
      }
    };
    connection.on('commandStarted', observe('commandStartedEvent'));
    connection.on('commandSucceeded', observe('commandSucceededEvent'));
    await connection.connect();
    entities.clients.set(String(client.id), { client: connection, events });
  } else if (database) {
    const owner = entities.clients.get(String(database.client));
    const options = isDoc(database.databaseOptions) ? database.databaseOptions : {};
    if (owner) {
      entities.databases.set(
        String(database.id),
        owner.client.db(String(database.databaseName), options),
      );
    }
  } else if (collection) {
    const owner = entities.databases.get(String(collection.database));
    const options = isDoc(collection.collectionOptions) ? collection.collectionOptions : {};
    if (owner) {
      entities.collections.set(
        String(collection.id),
        owner.collection(String(collection.collectionName), options),
      );
    }
  } else throw new Error(`entity ${Object.keys(entity).join()} is not implemented by the runner`);
}

async function runOperation(
  operation: SpecOperation,
  entities: Entities,
  internal: MongoClient,
): Promise<void> {
  const args = structuredCloneBson(operation.arguments ?? {});
  let result: unknown;
  try {
    result = await call(operation, args, entities, internal);
  } catch (error) {
    if (operation.ignoreResultAndError) return;
    if (!operation.expectError) throw error;
    checkError(operation.expectError, error);
    return;
  }
  if (operation.expectError) throw new Error(`${operation.name} was expected to fail`);
  if (Object.hasOwn(operation, 'expectResult')) {
    require(mismatch(operation.expectResult, plain(result), true, operation.name));
  }
}

/** The driver adds `_id` to documents it inserts; the next test wants them without. */
function structuredCloneBson(value: Doc): Doc {
  const clone = (at: unknown): unknown => {
    if (Array.isArray(at)) return at.map(clone);
    return isDoc(at)
      ? Object.fromEntries(Object.entries(at).map(([key, item]) => [key, clone(item)]))
      : at;
  };
  return clone(value) as Doc;
}

function call(
  operation: SpecOperation,
  args: Doc,
  entities: Entities,
  internal: MongoClient,
): Promise<unknown> {
  const { object, name } = operation;
  if (object === 'testRunner') return callRunner(name, args, internal);
  const collection = entities.collections.get(object);
  if (collection) return callCollection(collection, name, args);
  const database = entities.databases.get(object);
  if (database) return callDatabase(database, name, args);
  const owner = entities.clients.get(object);
  if (owner && name === 'clientBulkWrite') return clientBulkWrite(owner.client, args);
  throw new Error(`${name} on ${object} is not implemented by the runner`);
}

async function callRunner(name: string, args: Doc, internal: MongoClient): Promise<unknown> {
  const db = internal.db(String(args.databaseName));
  const names = async () =>
    (await db.listCollections({}, { nameOnly: true }).toArray()).map((one) => one.name);
  switch (name) {
    case 'assertCollectionExists':
      if (!(await names()).includes(String(args.collectionName))) {
        throw new Error(`${args.collectionName} should exist`);
      }
      return undefined;
    case 'assertCollectionNotExists':
      if ((await names()).includes(String(args.collectionName))) {
        throw new Error(`${args.collectionName} should not exist`);
      }
      return undefined;
    default:
      throw new Error(`${name} is not implemented by the runner`);
  }
}

async function callCollection(collection: Collection, name: string, args: Doc): Promise<unknown> {
  const { filter: given, ...rest } = args;
  const filter = (given ?? {}) as Doc;
  const {
    update,
    replacement,
    document,
    documents,
    pipeline,
    fieldName,
    requests,
    keys,
    ...options
  } = rest;
  switch (name) {
    case 'find':
      return collection.find(filter, options).toArray();
    case 'aggregate':
      return collection.aggregate(pipeline as Doc[], options).toArray();
    case 'insertOne':
      return collection.insertOne(document as Doc, options);
    case 'insertMany':
      return collection.insertMany(documents as Doc[], options);
    case 'updateOne':
      return collection.updateOne(filter, update as Doc, options);
    case 'updateMany':
      return collection.updateMany(filter, update as Doc, options);
    case 'replaceOne':
      return collection.replaceOne(filter, replacement as Doc, options);
    case 'deleteOne':
      return collection.deleteOne(filter, options);
    case 'deleteMany':
      return collection.deleteMany(filter, options);
    case 'findOneAndUpdate':
      return collection.findOneAndUpdate(filter, update as Doc, returning(options));
    case 'findOneAndReplace':
      return collection.findOneAndReplace(filter, replacement as Doc, returning(options));
    case 'findOneAndDelete':
      return collection.findOneAndDelete(filter, options);
    case 'distinct':
      return collection.distinct(String(fieldName), filter, options);
    case 'countDocuments':
      return collection.countDocuments(filter, options);
    case 'estimatedDocumentCount':
      return collection.estimatedDocumentCount(options);
    case 'count':
      return collection.count(filter, options);
    case 'bulkWrite':
      return bulkWrite(collection, requests as Doc[], options);
    case 'createIndex':
      return collection.createIndex(keys as Record<string, 1>, options);
    case 'dropIndex':
      return collection.dropIndex(String(options.name), options);
    case 'listIndexes':
      return collection.listIndexes(options).toArray();
    case 'createSearchIndex':
      return collection.createSearchIndex(options.model as { definition: Doc });
    case 'createSearchIndexes':
      return collection.createSearchIndexes(options.models as Array<{ definition: Doc }>);
    case 'updateSearchIndex':
      return collection.updateSearchIndex(String(options.name), options.definition as Doc);
    case 'dropSearchIndex':
      return collection.dropSearchIndex(String(options.name));
    case 'listSearchIndexes':
      return options.name === undefined
        ? collection.listSearchIndexes(options.aggregationOptions as Doc).toArray()
        : collection
            .listSearchIndexes(String(options.name), options.aggregationOptions as Doc)
            .toArray();
    default:
      throw new Error(`${name} is not implemented by the runner`);
  }
}

function returning({ returnDocument, ...options }: Doc): Doc {
  return returnDocument === undefined
    ? options
    : { ...options, returnDocument: String(returnDocument).toLowerCase() };
}

async function bulkWrite(collection: Collection, requests: Doc[], options: Doc): Promise<unknown> {
  const result = await collection.bulkWrite(
    requests as unknown as Parameters<Collection['bulkWrite']>[0],
    options,
  );
  const {
    insertedCount,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    insertedIds,
    upsertedIds,
  } = result;
  return {
    insertedCount,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    insertedIds,
    upsertedIds,
  };
}

async function clientBulkWrite(client: MongoClient, { models, ...options }: Doc): Promise<unknown> {
  const flat = (models as Doc[]).map((model) => {
    const [name = '', fields] = Object.entries(model)[0] ?? [];
    return { name, ...(fields as Doc) };
  });
  type Models = Parameters<MongoClient['bulkWrite']>[0];
  return results(await client.bulkWrite(flat as unknown as Models, options));
}

/** The driver's result in the words of the specification: absent where it has null, no extras. */
function results(result: object): Doc | undefined {
  const doc = plain({ ...result }) as Doc;
  const known = Object.entries(doc).filter(
    ([name, value]) => /Count$|Results$/.test(name) && value !== null,
  );
  for (const [name, value] of known) {
    if (name !== 'updateResults') continue;
    for (const update of Object.values(value as Doc)) delete (update as Doc).didUpsert;
  }
  // This driver returns a result of zeros where the specification expects none.
  return known.some(([, value]) => (isDoc(value) ? Object.keys(value).length > 0 : value !== 0))
    ? Object.fromEntries(known)
    : undefined;
}

async function callDatabase(db: Db, name: string, args: Doc): Promise<unknown> {
  switch (name) {
    case 'aggregate': {
      const { pipeline, ...options } = args;
      return db.aggregate(pipeline as Doc[], options).toArray();
    }
    case 'createCollection': {
      const { collection, ...options } = args;
      await db.createCollection(String(collection), options);
      return undefined;
    }
    case 'dropCollection':
      return db.dropCollection(String(args.collection));
    case 'listCollections': {
      const { filter, ...options } = args;
      return db.listCollections((filter ?? {}) as Doc, options).toArray();
    }
    case 'modifyCollection': {
      const { collection, ...options } = args;
      return db.command({ collMod: collection, ...options });
    }
    case 'runCommand':
      return db.command(args.command as Doc);
    default:
      throw new Error(`${name} is not implemented by the runner`);
  }
}

function checkError(expected: Doc, error: unknown): void {
  const isServerError =
    error instanceof MongoServerError || error instanceof MongoClientBulkWriteError;
  const {
    isClientError,
    errorContains,
    errorCode,
    errorCodeName,
    errorResponse,
    expectResult,
    writeErrors,
    writeConcernErrors,
  } = expected;
  const found = (error instanceof Error ? error : new Error(String(error))) as Error & Doc;
  const fail = (what: string) => {
    throw new Error(`${what}; the error was: ${found.message}`, { cause: error });
  };
  if (found.message.includes('is not implemented by the runner')) throw found;
  if (isClientError === true && isServerError) fail('expected the client to refuse');
  if (isClientError === false && !isServerError) fail('expected the server to refuse');
  const text = typeof errorContains === 'string' ? errorContains.toLowerCase() : '';
  if (!found.message.toLowerCase().includes(text)) fail(`expected a text with '${text}'`);
  if (errorCode !== undefined && found.code !== errorCode) {
    fail(`expected code ${errorCode}, found ${found.code}`);
  }
  if (errorCodeName !== undefined && found.codeName !== errorCodeName) {
    fail(`expected ${errorCodeName}`);
  }
  if (errorResponse !== undefined) {
    require(mismatch(errorResponse, plain(found.errorResponse), true, 'errorResponse'));
  }
  if (writeErrors !== undefined) {
    require(mismatch(rootsOf(writeErrors as Doc), plain(found.writeErrors), true, 'writeErrors'));
  }
  if (writeConcernErrors !== undefined) {
    require(
      mismatch(writeConcernErrors, plain(found.writeConcernErrors), true, 'writeConcernErrors'),
    );
  }
  if (expectResult !== undefined) {
    const result =
      error instanceof MongoClientBulkWriteError
        ? results(error.partialResult ?? {})
        : error instanceof MongoBulkWriteError
          ? pickCounts(error)
          : undefined;
    require(mismatch(expectResult, plain(result), true, 'partial result'));
  }
}

/** Write errors are documents that may have more fields than the test names. */
function rootsOf(expected: Doc): Doc {
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [key, { $$matchAsRoot: value }]),
  );
}

function pickCounts(error: MongoBulkWriteError): Doc {
  const {
    insertedCount,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    upsertedIds,
    insertedIds,
  } = error;
  return {
    insertedCount,
    matchedCount,
    modifiedCount,
    deletedCount,
    upsertedCount,
    upsertedIds,
    insertedIds,
  };
}

function checkEvents(expected: Doc[], observed: Observed[], ignoreExtra: boolean): void {
  if (observed.length < expected.length || (!ignoreExtra && observed.length > expected.length)) {
    const names = observed.map(({ kind, event }) => `${kind} ${event.commandName}`);
    throw new Error(`expected ${expected.length} events, observed ${names.join(', ') || 'none'}`);
  }
  for (const [i, wanted] of expected.entries()) {
    const [kind = '', fields] = Object.entries(wanted)[0] ?? [];
    const actual = observed[i];
    if (actual?.kind !== kind) {
      throw new Error(`event ${i}: expected ${kind}, observed ${actual?.kind}`);
    }
    const { command, reply, databaseName, commandName } = fields as Doc;
    const event = actual.event as unknown as Doc;
    if (commandName !== undefined && commandName !== event.commandName) {
      throw new Error(
        `event ${i}: expected ${String(commandName)}, observed ${String(event.commandName)}`,
      );
    }
    if (databaseName !== undefined && databaseName !== event.databaseName) {
      throw new Error(
        `event ${i}: expected database ${String(databaseName)}, observed ${String(event.databaseName)}`,
      );
    }
    if (command !== undefined) require(mismatch(command, plain(event.command), true, `event ${i}`));
    if (reply !== undefined) require(mismatch(reply, plain(event.reply), true, `event ${i}`));
  }
}
