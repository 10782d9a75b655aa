import { Worker } from 'node:worker_threads';
import type { RunOptions } from './run';
import { awaitExit, type ExitGate, makeExitGate } from './storage/exit-gate';

export { type CheckReport, checkEmbeddedMongo } from './check';
export { requestRewrite, rewriteEmbeddedMongo } from './rewrite';

/**
 * Writes the database of the folder `dir` into the folder `target`, as it is at one commit, while other
 * programs go on using it.
 * @throws Error when there is no database in `dir`, or the copy cannot be written.
 */
export async function backupEmbeddedMongo(options: { dir: string; target: string }): Promise<void> {
  const { backupStore } = await import('./backup');
  return backupStore(options);
}

export interface StartOptions {
  /** Folder of the database; made when absent. */
  dir: string;
  /**
   * The compiled worker, for a program that is bundled into one file. By default the one of this
   * package; `false` runs in the calling thread, which scans then share.
   */
  workerFile?: string | false;
  log?: (event: string, fields: Record<string, unknown>) => void;
  /** Upper bound of the database file in bytes. */
  mapSize?: number;
  /**
   * Up to this size, in bytes, the file is written anew before it is opened where `requestRewrite` asked
   * for it and nobody else has it open; 32 MB unless told.
   */
  rewriteMaxBytes?: number;
  /** A query without an index that takes longer, in milliseconds, is logged; 100 unless told. */
  slowMs?: number;
  /** Listen on 127.0.0.1 with a random credential even where there are Unix sockets. */
  tcp?: boolean;
}

export interface EmbeddedMongo {
  /** What to give a driver; names the database `parley`. */
  uri: string;
  /** Ends all connections, commits and closes the file. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts a MongoDB-compatible database on a folder. Several processes may have one folder open.
 * @throws Error when the folder cannot be used or holds a newer format.
 */
export async function startEmbeddedMongo(options: StartOptions): Promise<EmbeddedMongo> {
  const { workerFile, log, ...rest } = options;
  const started =
    workerFile === false
      ? await runHere({ ...rest, ...(log ? { log } : {}) })
      : await startWorker(workerFile, rest, log);
  let closing: Promise<void> | undefined;
  return {
    uri: started.uri,
    close() {
      closing ??= started.close();
      return closing;
    },
  };
}

/** Loads the engine only here: with a worker, this thread needs none of it. */
async function runHere(options: RunOptions): Promise<EmbeddedMongo> {
  const { run } = await import('./run');
  return run(options);
}

/**
 * The worker's file, next to this one: compiled in the published package, TypeScript in the
 * repository. The name is computed because bundlers would try to resolve a literal one.
 */
const ENTRY = import.meta.url.replace(/index\.(ts|js)$/, 'worker.$1');
/** Node 20 does not apply `--import tsx` to the entry of a worker, so this registers it by hand. */
const START_WORKER = `
  const { tsx, entry } = require('node:worker_threads').workerData;
  const ready = tsx ? import(tsx).then(({ register }) => register()) : Promise.resolve();
  ready.then(() => import(entry));
`;

/** Half of V8's own limit: what a command needs is gone when it is answered. */
const YOUNG_GENERATION_MAX_MB = 24;

function createWorker(workerFile: string | undefined, workerData: WorkerData): Worker {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MAX_MB };
  if (workerFile !== undefined) return new Worker(workerFile, { workerData, resourceLimits });
  const tsx = ENTRY.endsWith('.ts') ? import.meta.resolve('tsx/esm/api') : undefined;
  return new Worker(START_WORKER, {
    eval: true,
    workerData: { ...workerData, tsx, entry: ENTRY },
    resourceLimits,
  });
}

/** What a worker is started with. */
type WorkerData = RunOptions & { gate: ExitGate };

type FromWorker =
  | { kind: 'ready'; uri: string }
  | { kind: 'closed' }
  | { kind: 'failed'; reason: string }
  | { kind: 'log'; event: string; fields: Record<string, unknown> };

function startWorker(
  workerFile: string | undefined,
  data: RunOptions,
  log: StartOptions['log'],
): Promise<EmbeddedMongo> {
  const gate = makeExitGate();
  const worker = createWorker(workerFile, { ...data, gate });
  const onProcessExit = () => awaitExit(gate);
  process.on('exit', onProcessExit);
  return new Promise((resolve, reject) => {
    let settleClose: { resolve: () => void; reject: (error: Error) => void } | undefined;
    let failed = false;
    let ready = false;
    const fail = (error: Error) => {
      // The thread's exit follows an error and must not be reported a second time.
      if (failed) return;
      failed = true;
      reject(error);
      settleClose?.reject(error);
      // A failed start is reported by the rejected promise alone.
      if (ready) log?.('worker-failed', { reason: error.message });
    };
    worker.on('error', fail);
    worker.on('exit', (code) => {
      process.off('exit', onProcessExit);
      if (settleClose) settleClose.resolve();
      else fail(new Error(`the database worker ended with code ${code}`));
    });
    worker.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'log':
          log?.(message.event, message.fields);
          break;
        case 'failed':
          fail(new Error(message.reason));
          break;
        case 'closed':
          settleClose?.resolve();
          break;
        case 'ready':
          ready = true;
          resolve({
            uri: message.uri,
            close: () =>
              new Promise<void>((done, failed) => {
                settleClose = { resolve: done, reject: failed };
                worker.postMessage('close');
              }),
          });
          break;
      }
    });
  });
}
