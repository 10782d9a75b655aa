import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Db, MongoClient } from 'mongodb';
import { type EmbeddedMongo, type StartOptions, startEmbeddedMongo } from '../../src/index';

export interface Running {
  dir: string;
  database: EmbeddedMongo;
  client: MongoClient;
  db: Db;
  stop(): Promise<void>;
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'embedded-mongo-test-'));
}

/** A database on a fresh folder, or on a given one, with a client. */
export async function start(options: Partial<StartOptions> = {}): Promise<Running> {
  const dir = options.dir ?? (await temporaryFolder());
  const database = await startEmbeddedMongo({ workerFile: false, ...options, dir });
  const client = await MongoClient.connect(database.uri, { serverSelectionTimeoutMS: 5_000 });
  return {
    dir,
    database,
    client,
    db: client.db(),
    async stop() {
      await client.close();
      await database.close();
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}

export interface Child {
  process: ChildProcess;
  /** Lines of standard output, as they come. */
  lines: AsyncIterableIterator<string>;
  exited: Promise<void>;
}

/** Runs one of the `*.child.ts` files beside the tests in a process of its own. */
export function startChild(file: string, args: string[], shellPrefix = ''): Child {
  const script = path.join(import.meta.dirname, file);
  const command = `${shellPrefix} exec "$0" --import tsx "$@"`;
  const child = spawn('/bin/sh', ['-c', command, process.execPath, script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: path.resolve(import.meta.dirname, '../..'),
  });
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return { process: child, lines: createInterface(child.stdout)[Symbol.asyncIterator](), exited };
}

/** Fails unless every collection's documents, indexes and counters agree. */
export async function requireValid(db: Db): Promise<void> {
  for (const { name } of await db.listCollections().toArray()) {
    const result = await db.command({ validate: name });
    if (result.valid !== true) throw new Error(`${name}: ${JSON.stringify(result.errors)}`);
  }
}
