import { isDeepStrictEqual } from 'node:util';
import { EJSON } from 'bson';
import {
  type Collection,
  type Db,
  type Document,
  MongoBulkWriteError,
  type MongoClient,
  MongoClientBulkWriteError,
  MongoServerError,
} from 'mongodb';

/**
 * Runs test files in the "unified test format" of MongoDB's driver specifications. Only what a
 * server answers for is checked: results, errors and the documents left behind. The commands a
 * driver sends (`expectEvents`) are the driver's business.
 */
export interface SpecFile {
  description: string;
  runOnRequirements?: Requirement[];
  createEntities?: Document[];
  initialData?: SpecData[];
  tests: SpecTest[];
}

export interface SpecTest {
  description: string;
  skipReason?: string;
  runOnRequirements?: Requirement[];
  operations: SpecOperation[];
  outcome?: SpecData[];
}

interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  auth?: boolean;
}

interface SpecData {
  collectionName: string;
  databaseName: string;
  documents: Document[];
  createOptions?: Document;
}

interface SpecOperation {
  name: string;
  object: string;
  arguments?: Document;
  expectResult?: unknown;
  expectError?: Document;
  ignoreResultAndError?: boolean;
  saveResultAsEntity?: string;
}

const SERVER_VERSION = [8, 0, 0];

function compareVersion(text: string): number {
  const parts = text.split('.').map(Number);
  for (const [i, own] of SERVER_VERSION.entries()) {
    if (own !== (parts[i] ?? 0)) return own - (parts[i] ?? 0);
  }
  return 0;
}

/** Why a test does not apply to a standalone server of this version; undefined when it does. */
export function inapplicable(file: SpecFile, test: SpecTest): string | undefined {
  if (test.skipReason) return test.skipReason;
  for (const requirements of [file.runOnRequirements, test.runOnRequirements]) {
    if (!requirements) continue;
    const met = requirements.some(
      ({ minServerVersion: min, maxServerVersion: max, topologies, auth }) =>
        (!min || compareVersion(min) >= 0) &&
        (!max || compareVersion(max) <= 0) &&
        (!topologies || topologies.includes('single')) &&
        auth !== true,
    );
    if (!met) return 'for another version or topology';
  }
  return undefined;
}

/** One test on a fresh set of entities. */
export class SpecRun {
  private readonly databases = new Map<string, Db>();
  private readonly collections = new Map<string, Collection>();
  private readonly results = new Map<string, unknown>();

  constructor(
    private readonly client: MongoClient,
    private readonly file: SpecFile,
  ) {
    for (const entity of file.createEntities ?? []) {
      const { database, collection } = entity;
      if (database) {
        this.databases.set(
          database.id,
          client.db(database.databaseName, database.databaseOptions ?? {}),
        );
      }
      if (collection) {
        const db = this.databases.get(collection.database);
        if (!db) throw new Error(`no database ${collection.database}`);
        this.collections.set(
          collection.id,
          db.collection(collection.collectionName, collection.collectionOptions ?? {}),
        );
      }
    }
  }

  /** @throws Error that says what differs. */
  async run(test: SpecTest): Promise<void> {
    for (const db of this.databases.values()) await db.dropDatabase();
    for (const { databaseName, collectionName, documents } of this.file.initialData ?? []) {
      const db = this.client.db(databaseName);
      await db.dropCollection(collectionName);
      if (documents.length > 0) await db.collection(collectionName).insertMany(documents);
      else await db.createCollection(collectionName);
    }
    for (const operation of test.operations) await this.perform(operation);
    for (const { databaseName, collectionName, documents } of test.outcome ?? []) {
      const rows = await this.client
        .db(databaseName)
        .collection(collectionName)
        .find({}, { sort: { _id: 1 } })
        .toArray();
      if (!isDeepStrictEqual(plain(rows), plain(documents))) {
        throw new Error(`the outcome is ${show(rows)}, not ${show(documents)}`);
      }
    }
  }

  private async perform(operation: SpecOperation): Promise<void> {
    const { expectError, expectResult, saveResultAsEntity } = operation;
    let result: unknown;
    try {
      result = await this.call(operation);
    } catch (error) {
      if (operation.ignoreResultAndError) return;
      if (!expectError) throw error;
      checkError(error, expectError);
      return;
    }
    if (operation.ignoreResultAndError) return;
    if (expectError) throw new Error(`${operation.name} did not fail but gave ${show(result)}`);
    if (saveResultAsEntity) this.results.set(saveResultAsEntity, result);
    if (expectResult !== undefined && !matches(expectResult, result, true)) {
      throw new Error(`${operation.name} gave ${show(result)}, not ${show(expectResult)}`);
    }
  }

  private call(operation: SpecOperation): unknown {
    const { name, object, arguments: args = {} } = operation;
    const { session: _, ...given } = args;
    if (object === 'testRunner') return this.assertion(name, given);
    const collection = this.collections.get(object);
    if (collection) return callCollection(collection, name, given);
    const db = this.databases.get(object);
    if (db) return callDatabase(db, name, given);
    if (name === 'clientBulkWrite') return callClient(this.client, given);
    if (name === 'listDatabases') return this.client.db().admin().listDatabases(given);
    throw new Error(`unknown operation ${name}`);
  }

  private async assertion(name: string, args: Document): Promise<void> {
    const { databaseName, collectionName, indexName } = args;
    const db = this.client.db(databaseName);
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map((c) => c.name);
    const there = names.includes(collectionName);
    const index =
      indexName !== undefined &&
      there &&
      (await db.collection(collectionName).indexExists(indexName));
    const holds: Record<string, boolean> = {
      assertCollectionExists: there,
      assertCollectionNotExists: !there,
      assertIndexExists: index,
      assertIndexNotExists: !index,
    };
    if (!(name in holds)) throw new Error(`unknown operation ${name}`);
    if (!holds[name]) throw new Error(`${name} ${collectionName} does not hold`);
  }
}

function callDatabase(db: Db, name: string, args: Document): unknown {
  switch (name) {
    case 'aggregate': {
      const { pipeline, ...options } = args;
      return db.aggregate(pipeline, options).toArray();
    }
    case 'createCollection': {
      const { collection, ...options } = args;
      return db.createCollection(collection, options).then(() => undefined);
    }
    case 'dropCollection':
      return db.dropCollection(args.collection);
    case 'listCollections': {
      const { filter = {}, ...options } = args;
      return db.listCollections(filter, options).toArray();
    }
    case 'modifyCollection': {
      const { collection, ...options } = args;
      return db.command({ collMod: collection, ...options });
    }
    case 'runCommand':
      return db.command(args.command);
    default:
      throw new Error(`unknown operation ${name}`);
  }
}

function callCollection(collection: Collection, name: string, args: Document): unknown {
  const { filter, update, replacement, pipeline, document, documents, requests, ...options } = args;
  switch (name) {
    case 'aggregate':
      return collection.aggregate(pipeline, options).toArray();
    case 'bulkWrite':
      return collection.bulkWrite(
        requests.map((one: Document) => {
          const [kind = ''] = Object.keys(one);
          return { [kind]: one[kind] };
        }),
        options,
      );
    case 'count':
      return collection.count(filter, options);
    case 'countDocuments':
      return collection.countDocuments(filter, options);
    case 'createIndex': {
      const { keys, ...rest } = options;
      return collection.createIndex(keys, rest);
    }
    case 'createSearchIndex':
      return collection.createSearchIndex(options.model);
    case 'createSearchIndexes':
      return collection.createSearchIndexes(options.models);
    case 'updateSearchIndex':
      return collection.updateSearchIndex(options.name, options.definition);
    case 'dropSearchIndex':
      return collection.dropSearchIndex(options.name);
    case 'listSearchIndexes': {
      const { name: index, aggregationOptions } = options;
      return collection.listSearchIndexes(index, aggregationOptions).toArray();
    }
    case 'deleteOne':
      return collection.deleteOne(filter, options);
    case 'deleteMany':
      return collection.deleteMany(filter, options);
    case 'distinct': {
      const { fieldName, ...rest } = options;
      return collection.distinct(fieldName, filter, rest);
    }
    case 'dropIndex': {
      const { name: index, ...rest } = options;
      return collection.dropIndex(index, rest);
    }
    case 'estimatedDocumentCount':
      return collection.estimatedDocumentCount(options);
    case 'find':
      return collection.find(filter, options).toArray();
    case 'findOneAndDelete':
      return collection.findOneAndDelete(filter, options);
    case 'findOneAndReplace':
      return collection.findOneAndReplace(filter, replacement, afterOrBefore(options));
    case 'findOneAndUpdate':
      return collection.findOneAndUpdate(filter, update, afterOrBefore(options));
    case 'insertOne':
      return collection.insertOne(document, options);
    case 'insertMany':
      return collection.insertMany(documents, options);
    case 'listIndexes':
      return collection.listIndexes(options).toArray();
    case 'replaceOne':
      return collection.replaceOne(filter, replacement, options);
    case 'updateOne':
      return collection.updateOne(filter, update, options);
    case 'updateMany':
      return collection.updateMany(filter, update, options);
    default:
      throw new Error(`unknown operation ${name}`);
  }
}

function afterOrBefore({ returnDocument, ...options }: Document): Document {
  return returnDocument
    ? { ...options, returnDocument: String(returnDocument).toLowerCase() }
    : options;
}

function callClient(client: MongoClient, { models, ...options }: Document): unknown {
  return client.bulkWrite(
    models.map((model: Document) => {
      const [name = ''] = Object.keys(model);
      return { name, ...model[name] };
    }),
    options,
  );
}

function checkError(error: unknown, expected: Document): void {
  const { isClientError, errorCode, errorCodeName, errorContains, errorResponse } = expected;
  const server =
    error instanceof MongoServerError || error instanceof MongoClientBulkWriteError
      ? error
      : undefined;
  const complain = (what: string) => {
    throw new Error(`the error has another ${what}: ${String(error)}`);
  };
  // The driver also raises errors of its own before it sends anything.
  if (isClientError === true && server) complain('origin');
  if (isClientError === false && !server) complain('origin');
  if (errorCode !== undefined && server?.code !== errorCode) complain('code');
  if (errorCodeName !== undefined && server?.codeName !== errorCodeName) complain('name');
  const message = error instanceof Error ? error.message : '';
  if (errorContains && !message.toLowerCase().includes(String(errorContains).toLowerCase())) {
    complain('text');
  }
  if (errorResponse && !matches(errorResponse, server?.errorResponse, true)) complain('response');
  const { writeErrors, writeConcernErrors, expectResult } = expected;
  if (error instanceof MongoClientBulkWriteError) {
    for (const [index, one] of Object.entries(writeErrors ?? {})) {
      const given = error.writeErrors.get(Number(index));
      if (!matches(one, given, true)) complain(`write error ${index}, ${show(given)}`);
    }
    if (writeConcernErrors && !matches(writeConcernErrors, error.writeConcernErrors, true)) {
      complain('list of write concern errors');
    }
  }
  const result =
    error instanceof MongoBulkWriteError
      ? error.result
      : error instanceof MongoClientBulkWriteError
        ? error.partialResult
        : undefined;
  if (expectResult !== undefined && result && !matches(expectResult, result, true)) {
    complain(`result (${show(result)})`);
  }
}

/** The driver gives some results as maps with numbers for keys. */
function unmapped(value: unknown): unknown {
  if (value instanceof Map) return unmapped(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(unmapped);
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value)
      // The Node driver's own addition.
      .filter(([name]) => name !== 'didUpsert')
      .map(([name, one]) => [name, unmapped(one)]),
  );
}

const show = (value: unknown): string => EJSON.stringify(unmapped(value), { relaxed: true });

function plain(value: unknown): unknown {
  return JSON.parse(show(value));
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The format's own matching: extra fields are allowed at the root, numbers compare by value. */
export function matches(expected: unknown, given: unknown, root = false): boolean {
  const actual = unmapped(given);
  if (isObject(expected)) {
    const [operator] = Object.keys(expected);
    if (operator?.startsWith('$$')) return special(operator, expected[operator], actual);
    if (!isObject(actual)) return isDeepStrictEqual(plain(expected), plain(actual));
    for (const [name, value] of Object.entries(expected)) {
      const field: unknown = Reflect.get(actual, name);
      const kind = isObject(value) ? Object.keys(value)[0] : undefined;
      if (kind === '$$exists') {
        if ((field !== undefined) !== (value as Document).$$exists) return false;
      } else if (kind === '$$unsetOrMatches') {
        if (field !== undefined && !matches((value as Document).$$unsetOrMatches, field))
          return false;
      } else if (field === undefined || !matches(value, field)) return false;
    }
    return root || Object.keys(actual).every((name) => name in expected);
  }
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((one, i) => matches(one, actual[i], root))
    );
  }
  return isDeepStrictEqual(plain({ v: expected }), plain({ v: actual }));
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  long: (value) => typeof value === 'bigint' || Number.isInteger(value),
  object: isObject,
  array: Array.isArray,
  bool: (value) => typeof value === 'boolean',
  date: (value) => value instanceof Date,
  objectId: (value) => isObject(value) && value._bsontype === 'ObjectId',
};

function special(operator: string, operand: unknown, actual: unknown): boolean {
  switch (operator) {
    case '$$unsetOrMatches':
      return actual === undefined || actual === null || matches(operand, actual, true);
    case '$$exists':
      return (actual !== undefined) === operand;
    case '$$type':
      return [operand].flat().some((type) => TYPES[String(type)]?.(actual) ?? true);
    case '$$matchAsRoot':
      return matches(operand, actual, true);
    case '$$matchesHexBytes':
    case '$$sessionLsid':
    case '$$matchesEntity':
      return true;
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}
