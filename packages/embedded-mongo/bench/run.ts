/**
 * The built-in database: ratios measured in one run.
 *
 *     node --import tsx packages/embedded-mongo/bench/run.ts [documents]
 *
 * Prints a table and, as the last line, the results as JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { ObjectId, serialize } from 'bson';
import { type Collection, MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../src/index';

export interface BenchLine {
  name: string;
  value: number;
  unit: string;
  /** The limit as text; empty when there is none. */
  target: string;
  passed: boolean;
}

interface Message {
  conversation: number;
  sender: string;
  text: string;
}

const CONVERSATIONS = 50;
const BATCH = 1_000;

function message(n: number): Message {
  return {
    conversation: n % CONVERSATIONS,
    sender: `user${n % 97}`,
    text: `message ${n} ${'lorem ipsum dolor sit amet '.repeat(6)}`,
  };
}

async function fill(collection: Collection<Message>, count: number): Promise<void> {
  await collection.createIndex({ conversation: 1, _id: -1 });
  for (let done = 0; done < count; done += BATCH) {
    await collection.insertMany(
      Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => message(done + i)),
    );
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function pageOfNewest(collection: Collection<Message>): Promise<number> {
  const started = performance.now();
  const rows = await collection.find({ conversation: 7 }).sort({ _id: -1 }).limit(50).toArray();
  // The small collection has 20 in each of its conversations.
  if (rows.length === 0) throw new Error('the page is empty');
  return performance.now() - started;
}

/** One connection that speaks just enough of the protocol to insert and wait for the answer. */
class RawWriter {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async connect(uri: string): Promise<RawWriter> {
    const [, host = ''] = /^mongodb:\/\/([^/]+)\//.exec(uri) ?? [];
    const socket = createConnection(decodeURIComponent(host));
    await once(socket, 'connect');
    return new RawWriter(socket);
  }

  insert(collection: string, document: object): Promise<void> {
    const body = serialize({ insert: collection, documents: [document], $db: 'parley' });
    const head = Buffer.alloc(21);
    head.writeInt32LE(head.length + body.length, 0);
    head.writeInt32LE(2013, 12);
    return new Promise((resolve, reject) => {
      this.#socket.once('data', (answer) => {
        // { n: 1, ok: 1.0 }
        if (answer.length !== 21 + 24) reject(new Error(`refused: ${answer.toString('latin1')}`));
        else resolve();
      });
      this.#socket.write(Buffer.concat([head, body]));
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Acknowledged inserts per second with so many writers, without a driver's own cost. */
async function rawInsertRate(uri: string, writers: number, ms: number): Promise<number> {
  const all = await Promise.all(Array.from({ length: writers }, () => RawWriter.connect(uri)));
  const end = performance.now() + ms;
  let count = 0;
  await Promise.all(
    all.map(async (writer) => {
      while (performance.now() < end) {
        await writer.insert('raw', { _id: new ObjectId(), text: 'x'.repeat(200) });
        count++;
      }
      writer.close();
    }),
  );
  return (count / ms) * 1_000;
}

/** Acknowledged inserts per second with so many writers, through the driver. */
async function insertRate(collection: Collection, writers: number, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let count = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < end) {
        await collection.insertOne({ _id: new ObjectId(), text: 'x'.repeat(200) });
        count++;
      }
    }),
  );
  return (count / ms) * 1_000;
}

/** Anonymous memory of this process and its worker: what data in the page cache does not count to. */
async function anonymousMegabytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const [, kilobytes] = /RssAnon:\s+(\d+)/.exec(status) ?? [];
  return kilobytes ? Number(kilobytes) / 1024 : process.memoryUsage().rss / 1_048_576;
}

/** This file as one script, as the product's build makes of its server. */
async function bundle(): Promise<string> {
  const outfile = path.resolve(
    import.meta.dirname,
    '../../../node_modules/.cache/bench-embedded-mongo.mjs',
  );
  // Imported here because the child process that is timed does not need it.
  const { build } = await import('esbuild');
  await build({
    entryPoints: [import.meta.filename],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['lmdb', 'bson', 'mongodb', 'esbuild'],
    logLevel: 'error',
  });
  return outfile;
}

/** A fresh process that opens the folder and asks for one page. */
async function startToAnswer(
  script: string,
  dir: string,
): Promise<{ total: number; database: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [script, '--answer', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    return { total: performance.now() - started, database: Number(line) };
  }
  throw new Error('the child gave no answer');
}

async function answerOnce(dir: string): Promise<void> {
  const started = performance.now();
  const database = await startEmbeddedMongo({ dir, workerFile: false });
  const client = await MongoClient.connect(database.uri);
  await pageOfNewest(client.db().collection<Message>('large'));
  console.log(performance.now() - started);
  await client.close();
  await database.close();
}

/** Runs all measurements on a fresh folder. */
export async function benchEmbeddedMongo(documents = 1_000_000): Promise<BenchLine[]> {
  const dir = await mkdtemp(path.join(tmpdir(), 'embedded-mongo-bench-'));
  const lines: BenchLine[] = [];
  const add = (
    name: string,
    value: number,
    unit: string,
    limit?: { most?: number; least?: number },
  ) => {
    const { most, least } = limit ?? {};
    const passed = (most === undefined || value <= most) && (least === undefined || value >= least);
    const target = most === undefined ? (least === undefined ? '' : `>= ${least}`) : `<= ${most}`;
    lines.push({ name, value: Math.round(value * 100) / 100, unit, target, passed });
    console.log(`${passed ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(2)} ${unit} ${target}`);
  };
  const database = await startEmbeddedMongo({ dir });
  const client = await MongoClient.connect(database.uri);
  try {
    const db = client.db();
    const small = db.collection<Message>('small');
    const large = db.collection<Message>('large');
    await fill(small, 1_000);
    await fill(large, Math.floor(documents / 10));
    const memoryBefore = await anonymousMegabytes();
    const loading = performance.now();
    await fill(large, documents - Math.floor(documents / 10));
    const perSecond = (documents * 0.9) / ((performance.now() - loading) / 1_000);
    add('insertMany by 1,000, two indexes', perSecond, 'documents/s');
    const memoryAfter = await anonymousMegabytes();
    add('memory after ten times the data', memoryAfter - memoryBefore, 'MB more', { most: 64 });

    // In turns, so that other load on the machine slows both alike.
    const times: { small: number[]; large: number[] } = { small: [], large: [] };
    for (let i = 0; i < 400; i++) {
      times.small.push(await pageOfNewest(small));
      times.large.push(await pageOfNewest(large));
    }
    add('newest 50 among 1,000', median(times.small.slice(50)), 'ms');
    add(`newest 50 among ${documents}`, median(times.large.slice(50)), 'ms');

    // The same page size on both sides: 20 rows of each conversation are in the small one.
    const limited = async (collection: Collection<Message>) => {
      const started = performance.now();
      await collection.find({ conversation: 7 }).sort({ _id: -1 }).limit(20).toArray();
      return performance.now() - started;
    };
    const same: { small: number[]; large: number[] } = { small: [], large: [] };
    for (let i = 0; i < 400; i++) {
      same.small.push(await limited(small));
      same.large.push(await limited(large));
    }
    add('large / small, page of equal size', median(same.large) / median(same.small), 'x', {
      most: 2,
    });

    const inserts = db.collection('inserts');
    await insertRate(inserts, 32, 500);
    const one: number[] = [];
    const many: number[] = [];
    for (let round = 0; round < 3; round++) {
      one.push(await insertRate(inserts, 1, 1_500));
      many.push(await insertRate(inserts, 32, 1_500));
    }
    add('acknowledged inserts through the driver, 1 writer', median(one), '/s');
    add('acknowledged inserts through the driver, 32 writers', median(many), '/s');
    add('32 writers / 1 writer, driver and all', median(many) / median(one), 'x');

    // The driver needs more time for an insert than the database: one process of it cannot show
    // what 32 writers could have. These speak the protocol over sockets of their own.
    await rawInsertRate(database.uri, 32, 500);
    const rawOne: number[] = [];
    const rawMany: number[] = [];
    for (let round = 0; round < 3; round++) {
      rawOne.push(await rawInsertRate(database.uri, 1, 1_500));
      rawMany.push(await rawInsertRate(database.uri, 32, 1_500));
    }
    add('acknowledged inserts, 1 writer', median(rawOne), '/s');
    add('acknowledged inserts, 32 writers', median(rawMany), '/s');
    add('32 writers / 1 writer', median(rawMany) / median(rawOne), 'x', { least: 8 });

    const delay = monitorEventLoopDelay({ resolution: 1 });
    const reads: number[] = [];
    delay.enable();
    let scanning = true;
    const scanned = performance.now();
    const scan = large.countDocuments({ text: /nothing of the kind/ }).finally(() => {
      scanning = false;
    });
    while (scanning) reads.push(await pageOfNewest(small));
    await scan;
    delay.disable();
    add('full scan', performance.now() - scanned, 'ms');
    add('longest stall of the main thread', delay.max / 1e6, 'ms', { most: 50 });
    add('reads during the scan, median', median(reads), 'ms');
    add('reads during the scan, longest', Math.max(...reads), 'ms');
  } finally {
    await client.close();
    await database.close();
  }
  try {
    const script = await bundle();
    const starts = [];
    for (let i = 0; i < 5; i++) starts.push(await startToAnswer(script, dir));
    add(`open and first page at ${documents}`, median(starts.map((s) => s.database)), 'ms', {
      most: 300,
    });
    add('the same from the start of the process', median(starts.map((s) => s.total)), 'ms');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return lines;
}

if (process.argv[2] === '--answer') await answerOnce(process.argv[3] ?? '');
else if (process.argv[1] === import.meta.filename) {
  const lines = await benchEmbeddedMongo(Number(process.argv[2] ?? 1_000_000));
  console.log(JSON.stringify(lines));
}
