import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from './build';

/** A hundred times what it takes on a machine that does nothing else. */
const START_TIMEOUT_MS = 90_000;

export interface ServerOptions {
  dataDir?: string;
  env?: Record<string, string>;
  /** What to run in place of the production server. */
  args?: string[];
  /** A program that is given the command to run, `unshare` for one. */
  wrapper?: readonly [string, ...string[]];
  /** The folder of another build of the product. */
  cwd?: string;
}

export interface TestServer {
  url: string;
  port: number;
  dataDir: string;
  process: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: no time to tidy up. */
  kill(): Promise<void>;
}

export function makeDataDir(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'parley-test-'));
}

/** Starts a process of the product and collects what it prints. */
export function spawnProduct({
  dataDir,
  env = {},
  args = ['dist/server.js'],
  wrapper,
  cwd = ROOT,
}: ServerOptions): {
  child: ChildProcess;
  output(): string;
} {
  const [program, ...rest] = [...(wrapper ?? []), process.execPath, ...args];
  const child = spawn(program ?? process.execPath, rest, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: os.tmpdir(),
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      RATE_LIMITS: 'off',
      DATA_DIR: dataDir,
      ...env,
    },
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { child, output: () => text };
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** A real server on a free port with a data folder of its own (or a given one, to restart on it). */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? makeDataDir();
  const { child, output } = spawnProduct({ ...options, dataDir });
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The server did not start:\n${output()}`)),
      START_TIMEOUT_MS,
    );
    const look = () => {
      const match = /ready at (http:\/\/\S+?)\/?\s/.exec(output());
      if (!match?.[1]) return;
      clearTimeout(timer);
      resolve(match[1]);
    };
    child.stdout?.on('data', look);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code}:\n${output()}`));
    });
  });
  return {
    url: url.replace('localhost', '127.0.0.1'),
    port: Number(new URL(url).port),
    dataDir,
    process: child,
    output,
    stop: () => {
      child.kill('SIGTERM');
      return ended(child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
}

/** Runs a product process that is expected to end by itself. */
export async function runToEnd(
  options: ServerOptions,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnProduct(options);
  return { code: await ended(child), output: output() };
}

/** A server for one test (or, called outside of one, until `stop`), gone afterwards with its data. */
export async function startServerForTest(options: ServerOptions = {}): Promise<TestServer> {
  const server = await startServer(options);
  onTestFinished(async () => {
    await server.kill();
    rmSync(server.dataDir, { recursive: true, force: true });
  });
  return server;
}
