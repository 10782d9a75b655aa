import { createRequire } from 'node:module';
import { vi } from 'vitest';
import { spawnProduct, type TestServer } from './server';

const START_TIMEOUT_MS = 90_000;

/** Next without server.ts, as a serverless host runs it: pages and the API, no sockets. */
export async function startNextAlone(options: {
  dataDir: string;
  env?: Record<string, string>;
}): Promise<Pick<TestServer, 'url' | 'port' | 'dataDir' | 'output' | 'kill'>> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  const args = [next, 'start', '-p', '0', '-H', '127.0.0.1'];
  const { child, output } = spawnProduct({ ...options, args });
  const url = await vi.waitFor(
    () => {
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(output());
      if (!match || !output().includes('Ready')) throw new Error(`not ready: ${output()}`);
      return match[0];
    },
    { timeout: START_TIMEOUT_MS },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url,
    port: Number(new URL(url).port),
    dataDir: options.dataDir,
    output,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
