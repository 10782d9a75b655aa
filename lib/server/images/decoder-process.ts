import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getConfig } from '@/lib/server/config';
import type { DecodeAnswer, DecodeTask } from '@/lib/server/images/decoder/task';

/** Built next to the server; in development its source is run instead. */
const BUILT_FILE = 'dist/image-decoder.js';
const SOURCE_FILE = 'lib/server/images/decoder/main.ts';

/** What one picture may take before its process is ended. */
export interface DecoderLimits {
  memoryBytes: number;
  cpuMs: number;
  heicCpuMs: number;
  wallMs: number;
}

const LIMITS: DecoderLimits = {
  // For the whole process: together with what the server holds of a picture at most 300 MB.
  memoryBytes: 264 * 1024 * 1024,
  // A photo takes less than one second, an animation at the limit of its size three.
  cpuMs: 5_000,
  // HEIC's decoder runs as WebAssembly, several times slower than the others.
  heicCpuMs: 10_000,
  // For systems that do not report processor time, and for machines too busy to give any.
  wallMs: 60_000,
};
const WATCH_INTERVAL_MS = 50;
/** Linux counts processor time in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

/** The process was ended because a picture took more than it may. */
export class DecoderLimitError extends Error {
  override readonly name = 'DecoderLimitError';
}

/** The process ended by itself in the middle of a picture. */
export class DecoderCrashError extends Error {
  override readonly name = 'DecoderCrashError';
  readonly signal: string | null;

  constructor(code: number | null, signal: string | null) {
    super(`the decoding process ended: ${signal ?? `code ${code}`}`);
    this.signal = signal;
  }
}

function start(): ChildProcess {
  const root = /* turbopackIgnore: true */ process.cwd();
  const built = path.join(root, BUILT_FILE);
  const { isProduction } = getConfig();
  const isBuilt = isProduction && existsSync(built);
  return fork(isBuilt ? built : path.join(root, SOURCE_FILE), [], {
    execArgv: ['--max-old-space-size=128', ...(isBuilt ? [] : ['--import', 'tsx'])],
    // No variables of the server: an attack is most likely in a decoder, which needs no secrets.
    env: {
      NODE_ENV: isProduction ? 'production' : 'development',
      // Fewer memory pools, as each keeps what it once used.
      MALLOC_ARENA_MAX: '2',
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

interface Usage {
  cpuMs: number;
  memoryBytes: number;
}

/** What the process has used so far; null where the system does not tell. */
async function readUsage(pid: number): Promise<Usage | null> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    // Counted behind the name in brackets, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
      memoryBytes: Number(kilobytes ?? 0) * 1024,
    };
  } catch {
    return null;
  }
}

/**
 * A process that decodes pictures, one at a time. Its memory and time are limited, and it can be
 * ended.
 */
export class DecoderProcess {
  readonly #child: ChildProcess;
  readonly #limits: DecoderLimits;
  #hasEnded = false;

  constructor(limits: DecoderLimits = LIMITS) {
    this.#limits = limits;
    this.#child = start();
    // Mostly the process could not be started; without a listener the error would end the server.
    for (const event of ['exit', 'error'] as const) {
      this.#child.on(event, () => {
        this.#hasEnded = true;
      });
    }
    this.#release();
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Throws DecoderLimitError and DecoderCrashError, after which the process has ended. */
  run(task: DecodeTask, { isHeic }: { isHeic: boolean }): Promise<DecodeAnswer> {
    const child = this.#child;
    const { memoryBytes, wallMs, ...limits } = this.#limits;
    const cpuMaxMs = isHeic ? limits.heicCpuMs : limits.cpuMs;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const settle = (finish: () => void) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(watching);
        clearTimeout(wall);
        child.off('message', onMessage);
        child.off('exit', onExit);
        child.off('error', onError);
        this.#release();
        finish();
      };
      const stop = (limit: string) =>
        settle(() => {
          this.end();
          reject(new DecoderLimitError(limit));
        });
      const onMessage = (message: DecodeAnswer) => settle(() => resolve(message));
      const onExit = (code: number | null, signal: string | null) =>
        settle(() => reject(new DecoderCrashError(code, signal)));
      const onError = (error: Error) => settle(() => reject(error));

      let watching: NodeJS.Timeout | undefined;
      let cpuBefore: number | null = null;
      const watch = async () => {
        const usage = child.pid === undefined ? null : await readUsage(child.pid);
        if (isOver || !usage) return;
        cpuBefore ??= usage.cpuMs;
        if (usage.memoryBytes > memoryBytes) return stop('memory');
        if (usage.cpuMs - cpuBefore > cpuMaxMs) return stop('processor time');
        watching = setTimeout(watch, WATCH_INTERVAL_MS);
      };
      const wall = setTimeout(() => stop('time'), wallMs);
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.on('error', onError);
      child.ref();
      child.channel?.ref();
      child.send(task, (error) => {
        if (error) settle(() => reject(error));
      });
      void watch();
    });
  }

  /** Ends the process at once; what it was doing is lost. */
  end(): void {
    this.#hasEnded = true;
    this.#child.kill('SIGKILL');
  }

  /** While it waits it does not keep this process alive. */
  #release(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }
}
