import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';

const START_TIMEOUT_MS = 10_000;

/**
 * Whether this machine has a Redis server to start. Where it has none, says loudly what is not tested
 * because of it.
 */
export function hasRedisFor(what: string): boolean {
  const isThere = spawnSync('redis-server', ['--version']).status === 0;
  if (!isThere) process.stderr.write(`\n*** SKIPPED: ${what}. There is no redis-server. ***\n\n`);
  return isThere;
}

export async function findFreePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

async function launch(port: number): Promise<ChildProcess> {
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: os.tmpdir() },
  );
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Redis did not start')), START_TIMEOUT_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      if (!chunk.includes('Ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Redis ended with ${code}`)));
  });
  return child;
}

export interface TestRedis {
  port: number;
  /** Of the process as it was started first. */
  pid: number;
  url: string;
  /** Gone, as after a crash. */
  kill(): Promise<void>;
  /** Back on the same port, empty. */
  start(): Promise<void>;
  /** Answers nobody, without any connection ending, until `resume`. */
  pause(): void;
  resume(): void;
}

/** A Redis server of our own on a free port; it keeps nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  const port = await findFreePort();
  let child = await launch(port);
  return {
    port,
    pid: child.pid ?? 0,
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = await launch(port);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
