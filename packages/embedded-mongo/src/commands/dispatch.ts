import { failure, MongoError, notSupported } from '../bson/mongo-error';
import { Operation, type Turns } from '../bson/operation';
import { asInteger, type Document, isDocument, isTruthy } from '../bson/values';
import { evaluateVariables } from '../language/expression';
import { aggregateCommands } from './aggregate';
import { collectionCommands } from './collections';
import { type Answer, Args, type Command, type Engine, GENERIC_FIELDS } from './context';
import { indexCommands } from './indexes';
import { adminCommands, sessionKey } from './inspect/admin';
import { inspectionCommands } from './inspect/inspection';
import { shellCommands } from './inspect/shell';
import { statisticsCommands } from './inspect/statistics';
import { reads } from './reads';
import type { Request } from './wire';
import { bulkWriteCommands } from './write/bulk-write';
import { findAndModifyCommands } from './write/find-and-modify';
import { writes } from './write/writes';

const COMMANDS: Record<string, Command> = {
  ...adminCommands,
  ...aggregateCommands,
  ...bulkWriteCommands,
  ...collectionCommands,
  ...findAndModifyCommands,
  ...indexCommands,
  ...inspectionCommands,
  ...reads,
  ...shellCommands,
  ...statisticsCommands,
  ...writes,
  listCommands: { run: listCommands, fields: ['listCommands'] },
};

function listCommands(): Document {
  const names = Object.keys(COMMANDS).sort();
  return {
    commands: Object.fromEntries(
      names.map((name) => [
        name,
        { help: '', requiresAuth: false, secondaryOk: true, adminOnly: false },
      ]),
    ),
    ok: 1,
  };
}

const ALIASES: Record<string, string> = {
  isMaster: 'hello',
  ismaster: 'hello',
  buildinfo: 'buildInfo',
  findandmodify: 'findAndModify',
  deleteIndexes: 'dropIndexes',
  collstats: 'collStats',
  dbstats: 'dbStats',
};

/** Commands of MongoDB that this database refuses by name. */
const REFUSED = new Set([
  'mapReduce',
  'dataSize',
  'geoSearch',
  'createSearchIndexes',
  'updateSearchIndex',
  'dropSearchIndex',
  'createUser',
  'dropUser',
  'updateUser',
  'createRole',
  'saslStart',
  'saslContinue',
  'authenticate',
  'getnonce',
  'convertToCapped',
  'cloneCollectionAsCapped',
  'compact',
  'reIndex',
  'validateDBMetadata',
  'setParameter',
  'currentOp',
  'killOp',
  'profile',
  'top',
  'dbHash',
  'setFeatureCompatibilityVersion',
  'configureFailPoint',
  'logRotate',
  'shutdown',
  'replSetGetStatus',
  'planCacheClear',
  'planCacheSetFilter',
  'planCacheClearFilters',
  'planCacheListFilters',
  'setIndexCommitQuorum',
  'analyze',
  'autoCompact',
  'setQuerySettings',
  'removeQuerySettings',
  'listLocalSessions',
  'analyzeShardKey',
  'killAllSessions',
  'killAllSessionsByPattern',
]);

/** What commands need to know of their connection. */
export interface Caller {
  connectionId: number;
  client: string;
  isGone: () => boolean;
}

/** Finds, checks and runs the command of a request. */
export async function dispatch(
  engine: Engine,
  turns: Turns,
  caller: Caller,
  request: Request,
): Promise<Answer> {
  if (request.error) throw request.error;
  const document = request.command;
  const [given] = Object.keys(document);
  if (given === undefined) throw failure(40414, 'a message needs a command');
  const name = Object.hasOwn(ALIASES, given) ? (ALIASES[given] ?? given) : given;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (request.legacy && name !== 'hello') {
    throw new MongoError(
      352,
      'UnsupportedOpQueryCommand',
      `Unsupported OP_QUERY command: ${given}. The client driver may require an upgrade.`,
    );
  }
  requireNoTransaction(document);
  if (!command) {
    if (REFUSED.has(given)) throw notSupported(`the command ${given}`);
    throw failure(59, `no such command: '${given}'`);
  }
  const database = document.$db;
  if (
    typeof database !== 'string' ||
    !/^.{1,63}$/s.test(database) ||
    /[/\\. "$\0]/.test(database)
  ) {
    throw failure(73, `Invalid database name: '${String(database)}'`);
  }
  checkFields(given, command, document);
  if (name === 'explain' && isDocument(document.explain)) checkExplained(document.explain);
  checkConcerns(command, document);
  const args = new Args(document, given);
  const definitions = args.document('let');
  engine.store.refresh();
  return command.run({
    engine,
    operation: new Operation(turns, caller.isGone, args.natural('maxTimeMS') ?? 0),
    database,
    name: given,
    args,
    variables: definitions && evaluateVariables(definitions),
    documents: request.documents,
    connectionId: caller.connectionId,
    client: caller.client,
    session: sessionKey(document.lsid),
  });
}

function requireNoTransaction(document: Document): void {
  const starts = isTruthy(document.startTransaction) || document.autocommit !== undefined;
  const [name] = Object.keys(document);
  if (starts || name === 'commitTransaction' || name === 'abortTransaction') {
    throw notSupported('transactions', 263);
  }
  if (document.txnNumber !== undefined) throw notSupported('retryable writes', 263);
}

function checkFields(name: string, command: Command, document: Document): void {
  for (const field of Object.keys(document)) {
    if (field === name || GENERIC_FIELDS.has(field)) continue;
    if (command.fields?.includes(field) || command.harmless?.includes(field)) continue;
    if (command.refused?.includes(field)) {
      // `false` for a feature that is not supported asks for nothing.
      if (document[field] === false || document[field] === null) continue;
      throw notSupported(`\`${field}\` of the command ${name}`);
    }
    throw failure(40415, `BSON field '${name}.${field}' is an unknown field.`);
  }
}

/** An explained command may have no options that the command itself would refuse. */
function checkExplained(document: Document): void {
  const [given = ''] = Object.keys(document);
  const name = Object.hasOwn(ALIASES, given) ? (ALIASES[given] ?? given) : given;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw notSupported(`explain of ${given}`);
  checkFields(given, command, document);
}

const READ_LEVELS = new Set(['local', 'available', 'majority', 'linearizable']);

function checkConcerns(command: Command, document: Document): void {
  const { readConcern, writeConcern } = document;
  if (isDocument(readConcern)) {
    const { level } = readConcern;
    if (level !== undefined && !(typeof level === 'string' && READ_LEVELS.has(level))) {
      throw notSupported(`read concern ${String(level)}`);
    }
    if (readConcern.atClusterTime !== undefined) throw notSupported('read concern atClusterTime');
  }
  if (isDocument(writeConcern)) {
    const { w } = writeConcern;
    if (typeof w === 'string' && w !== 'majority') {
      throw failure(79, `No write concern mode named '${w}' found`);
    }
    if (isDocument(w)) throw failure(79, 'tagged write concerns need a replica set');
    const nodes = asInteger(w);
    if (command.writes && nodes !== undefined && nodes > 1) {
      throw failure(100, `Not enough data-bearing nodes: w is ${nodes}, this database has one`);
    }
  }
  if (document.apiVersion !== undefined && document.apiVersion !== '1') {
    throw failure(322, "API version must be '1'");
  }
  if (isTruthy(document.apiStrict)) throw notSupported('apiStrict');
}

/** The answer for an error. */
export function errorAnswer(error: unknown): Document {
  if (error instanceof MongoError) {
    const { code, codeName, message: errmsg, extra } = error;
    return { ok: 0, errmsg, code, codeName, ...extra };
  }
  const errmsg = error instanceof Error ? error.message : String(error);
  return { ok: 0, errmsg, code: 1, codeName: 'InternalError' };
}
