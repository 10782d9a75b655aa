import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { Binary } from 'bson';
import { failure } from './bson/mongo-error';
import { Turns } from './bson/operation';
import { encodeDocument } from './bson/raw-bson';
import { type Document, isDocument } from './bson/values';
import type { Engine } from './commands/context';
import { Cursors } from './commands/cursors';
import { dispatch, errorAnswer } from './commands/dispatch';
import { startTtlSweep } from './commands/ttl';
import { Framer, ProtocolError, type Request, readMessage, writeReply } from './commands/wire';
import type { Store } from './storage/store';

const CURSOR_SWEEP_MS = 60_000;
/** As mongod's `slowms`. */
const DEFAULT_SLOW_MS = 100;
/** Requests of one connection that may wait before it is no longer read from. */
const MAX_WAITING = 64;

export interface ListenOptions {
  store: Store;
  /** A socket path, or undefined for a free port on 127.0.0.1. */
  socketPath?: string;
  /** What a client on TCP has to present: the user `parley` with this password. */
  secret?: string;
  log?: (event: string, fields: Record<string, unknown>) => void;
  slowMs?: number;
}

export interface Listener {
  port: number | undefined;
  close(): Promise<void>;
}

/** Serves a store over the MongoDB wire protocol. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { store, socketPath } = options;
  const log = options.log ?? (() => {});
  const cursors = new Cursors();
  const { slowMs = DEFAULT_SLOW_MS } = options;
  const engine: Engine = { store, cursors, startedAt: Date.now(), slowMs, log };
  const turns = new Turns();
  const clients = new Clients(cursors);
  const connections = new Set<Connection>();
  let lastId = 0;
  const server = createServer((socket) => {
    const connection = new Connection(socket, ++lastId, {
      engine,
      turns,
      clients,
      secret: options.secret,
    });
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  await bind(server, socketPath);
  const sweep = setInterval(() => cursors.sweep(), CURSOR_SWEEP_MS);
  sweep.unref();
  const stopTtl = startTtlSweep(engine, turns);
  const address = server.address();
  return {
    port: isPort(address) ? address.port : undefined,
    async close() {
      clearInterval(sweep);
      stopTtl();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const working = [...connections].map((connection) => connection.end());
      await closed;
      // Nothing may touch the store after this.
      await Promise.all(working);
    },
  };
}

function isPort(
  address: ReturnType<Server['address']>,
): address is { port: number } & Exclude<typeof address, string | null> {
  return typeof address === 'object' && address !== null;
}

function bind(server: Server, socketPath: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const done = () => {
      server.off('error', reject);
      resolve();
    };
    if (socketPath === undefined) server.listen(0, '127.0.0.1', done);
    else server.listen(socketPath, done);
  });
}

/**
 * Which client programs are connected. A cursor may be read over any connection of its client's
 * pool, so it is freed when the last of them has closed, not the one that opened it.
 */
class Clients {
  readonly #cursors: Cursors;
  readonly #connections = new Map<string, number>();

  constructor(cursors: Cursors) {
    this.#cursors = cursors;
  }

  join(client: string): void {
    this.#connections.set(client, (this.#connections.get(client) ?? 0) + 1);
  }

  leave(client: string): void {
    const left = (this.#connections.get(client) ?? 1) - 1;
    if (left > 0) {
      this.#connections.set(client, left);
      return;
    }
    this.#connections.delete(client);
    this.#cursors.killWhere((cursor) => cursor.client === client);
  }
}

interface Shared {
  engine: Engine;
  turns: Turns;
  clients: Clients;
  secret: string | undefined;
}

/** One socket: its requests are answered in order, one at a time. */
class Connection {
  readonly #socket: Socket;
  readonly #id: number;
  readonly #shared: Shared;
  readonly #framer = new Framer();
  #waiting: Request[] = [];
  #working = false;
  #work: Promise<void> = Promise.resolve();
  #replies = 0;
  #gone = false;
  #client: string;
  #authenticated: boolean;

  constructor(socket: Socket, id: number, shared: Shared) {
    this.#socket = socket;
    this.#id = id;
    this.#shared = shared;
    this.#client = `connection ${id}`;
    this.#authenticated = shared.secret === undefined;
    shared.clients.join(this.#client);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#gone = true;
      this.#waiting = [];
      shared.clients.leave(this.#client);
    });
  }

  /** Drops the client; resolves when its command in progress has noticed. */
  end(): Promise<void> {
    this.#gone = true;
    this.#waiting = [];
    this.#socket.destroy();
    return this.#work;
  }

  #receive(chunk: Buffer): void {
    try {
      for (const message of this.#framer.push(chunk)) this.#waiting.push(readMessage(message));
    } catch (error) {
      // Not the protocol: nothing after this can be understood.
      if (!(error instanceof ProtocolError)) {
        this.#shared.engine.log('bad-message', { reason: String(error) });
      }
      this.#socket.destroy();
      return;
    }
    if (this.#waiting.length > MAX_WAITING) this.#socket.pause();
    if (this.#working) return;
    this.#working = true;
    this.#work = this.#answerAll().catch((error: unknown) => {
      this.#shared.engine.log('connection-failed', { reason: String(error) });
      this.#socket.destroy();
    });
  }

  async #answerAll(): Promise<void> {
    for (let request = this.#waiting.shift(); request; request = this.#waiting.shift()) {
      const body = await this.#answer(request);
      if (this.#gone) break;
      if (!request.silent) this.#socket.write(writeReply(request, body, ++this.#replies));
      if (this.#socket.isPaused() && this.#waiting.length < MAX_WAITING / 2) this.#socket.resume();
    }
    this.#working = false;
  }

  async #answer(request: Request): Promise<Buffer> {
    const { engine, turns } = this.#shared;
    try {
      const answer =
        this.#authentication(request.command) ??
        (await dispatch(
          engine,
          turns,
          { connectionId: this.#id, client: this.#client, isGone: () => this.#gone },
          request,
        ));
      this.#identify(request.command);
      return Buffer.isBuffer(answer) ? answer : encodeAnswer(answer);
    } catch (error) {
      const answer = errorAnswer(error);
      if (answer.code === 1) {
        engine.log('command-failed', {
          command: Object.keys(request.command)[0],
          reason: answer.errmsg,
          stack: stackOf(error),
        });
      }
      return encodeAnswer(answer);
    }
  }

  /** The metadata of a hello says which client program a connection belongs to. */
  #identify({ client }: Document): void {
    if (!isDocument(client) || !this.#client.startsWith('connection ')) return;
    const name = encodeDocument(client).toString('latin1');
    this.#shared.clients.join(name);
    this.#shared.clients.leave(this.#client);
    this.#client = name;
  }

  /** SASL PLAIN: the password is this process's own random one and never leaves the loopback. */
  #authentication(command: Document): Document | undefined {
    const [name] = Object.keys(command);
    const { secret } = this.#shared;
    if (secret !== undefined && name === 'saslStart' && command.mechanism === 'PLAIN') {
      const [, user, password] = payloadText(command.payload).split('\0');
      const given = Buffer.from(password ?? '');
      const wanted = Buffer.from(secret);
      if (user !== 'parley' || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        throw failure(18, 'Authentication failed.');
      }
      this.#authenticated = true;
      return { conversationId: 1, done: true, payload: Buffer.alloc(0), ok: 1 };
    }
    const open = name === 'hello' || name === 'ismaster' || name === 'isMaster' || name === 'ping';
    if (!this.#authenticated && !open) {
      throw failure(13, `Command ${name} requires authentication`);
    }
    return undefined;
  }
}

function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.cause instanceof Error ? error.cause.stack : error.stack;
}

function payloadText(payload: unknown): string {
  if (typeof payload === 'string') return Buffer.from(payload, 'base64').toString();
  const buffer = (payload as Binary | undefined)?.buffer;
  return buffer ? Buffer.from(buffer).toString() : '';
}

/** `ok` is a double in every answer. */
function encodeAnswer(answer: Document): Buffer {
  const { ok, ...rest } = answer;
  const body = encodeDocument(rest);
  const tail = Buffer.alloc(13);
  tail.write('\x01ok\0', 0, 'latin1');
  tail.writeDoubleLE(ok === 1 ? 1 : 0, 4);
  const bytes = Buffer.concat([body.subarray(0, -1), tail]);
  bytes.writeInt32LE(bytes.length, 0);
  return bytes;
}
