import { Long } from 'bson';
import { failure } from '../../bson/mongo-error';
import { MAX_DOCUMENT_BYTES } from '../../bson/raw-bson';
import { bsonType, type Document, isDocument } from '../../bson/values';
import type { Command, Context } from '../context';
import { MAX_MESSAGE_BYTES } from '../wire';

/** The MongoDB release that is followed; drivers choose commands by the wire version. */
const VERSION = '8.0.0';
const VERSION_ARRAY = [8, 0, 0, 0];
const WIRE_VERSION = 25;

/**
 * No `setName`: drivers see a standalone server and send no transactions and no retryable writes.
 * No `topologyVersion`: they poll.
 */
function hello(context: Context): Document {
  const legacy = context.name !== 'hello';
  return {
    ...(context.args.boolean('helloOk') ? { helloOk: true } : {}),
    [legacy ? 'ismaster' : 'isWritablePrimary']: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: context.connectionId,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

function buildInfo(): Document {
  return {
    version: VERSION,
    versionArray: VERSION_ARRAY,
    gitVersion: 'embedded',
    modules: ['embedded-mongo'],
    javascriptEngine: 'none',
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    storageEngines: ['lmdb'],
    ok: 1,
  };
}

function serverStatus({ engine }: Context): Document {
  const seconds = (Date.now() - engine.startedAt) / 1000;
  return {
    version: VERSION,
    process: 'embedded-mongo',
    pid: Long.fromNumber(process.pid),
    uptime: seconds,
    localTime: new Date(),
    metrics: { cursor: { open: { total: engine.cursors.size } } },
    storageEngine: { name: 'lmdb' },
    mem: { bits: 64, resident: Math.round(process.memoryUsage.rss() / 1_048_576) },
    ok: 1,
  };
}

function getParameter({ args }: Context): Document {
  const known: Document = {
    featureCompatibilityVersion: { version: '8.0' },
    authenticationMechanisms: [],
    requireApiVersion: false,
  };
  const wanted = args.value('getParameter');
  if (wanted === '*') return { ...known, ok: 1 };
  const found = Object.keys(args.command).filter((name) => Object.hasOwn(known, name));
  if (found.length === 0) throw failure(72, 'no option found to get');
  return { ...Object.fromEntries(found.map((name) => [name, known[name]])), ok: 1 };
}

/** The sessions of `endSessions` and `killSessions`, in the form in which cursors store theirs. */
export function sessionKey(lsid: unknown): string {
  if (!isDocument(lsid) || bsonType(lsid.id) !== 'binData') return '';
  return String(lsid.id);
}

function endSessions(context: Context): Document {
  const sessions = context.args.value(context.name);
  if (Array.isArray(sessions)) {
    const ended = new Set(sessions.map(sessionKey).filter((key) => key !== ''));
    context.engine.cursors.killWhere(({ session }) => ended.has(session));
  }
  return { ok: 1 };
}

const done: Command['run'] = () => ({ ok: 1 });

export const adminCommands: Record<string, Command> = {
  hello: {
    run: hello,
    fields: ['hello', 'isMaster', 'ismaster', 'helloOk', 'client'],
    harmless: [
      'compression',
      'loadBalanced',
      'speculativeAuthenticate',
      'saslSupportedMechs',
      'backpressure',
    ],
    refused: ['topologyVersion', 'maxAwaitTimeMS'],
  },
  ping: { run: done, fields: ['ping'] },
  buildInfo: { run: buildInfo, fields: ['buildInfo', 'buildinfo'] },
  serverStatus: {
    run: serverStatus,
    fields: ['serverStatus'],
  },
  getParameter: {
    run: getParameter,
    fields: [
      'getParameter',
      'featureCompatibilityVersion',
      'authenticationMechanisms',
      'requireApiVersion',
    ],
  },
  endSessions: { run: endSessions, fields: ['endSessions'] },
  killSessions: { run: endSessions, fields: ['killSessions'] },
  refreshSessions: { run: done, fields: ['refreshSessions'] },
  // Every commit is synced already.
  fsync: { run: done, fields: ['fsync'], refused: ['lock'] },
  connectionStatus: {
    run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }),
    fields: ['connectionStatus', 'showPrivileges'],
  },
  whatsmyuri: { run: () => ({ you: '', ok: 1 }), fields: ['whatsmyuri'] },
};
