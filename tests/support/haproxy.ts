import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { documented, replacing } from './hosting';
import { DEBIAN_DEFAULTS, programEnvironment } from './proxies';
import { findFreePort } from './redis';

const START_TIMEOUT_MS = 30_000;

export interface Balancer {
  port: number;
  url: string;
  stop(): Promise<void>;
}

/** HAProxy in front of two nodes as docs/hosting.md has it, without TLS. */
export async function startBalancer(nodePorts: readonly [number, number]): Promise<Balancer> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-haproxy-'));
  const port = await findFreePort();
  const config = replacing(documented('Upgrading several nodes', 'haproxy'), {
    '*:443 ssl crt /etc/ssl/parley/both.pem': `127.0.0.1:${port}`,
    '10.0.0.11:3000': `127.0.0.1:${nodePorts[0]}`,
    '10.0.0.12:3000': `127.0.0.1:${nodePorts[1]}`,
    'httponly secure': 'httponly',
  });
  const file = path.join(dir, 'haproxy.cfg');
  writeFileSync(file, DEBIAN_DEFAULTS + config);
  const child: ChildProcess = spawn('haproxy', ['-db', '-f', file], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: programEnvironment,
  });
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(dir, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await fetch(`${url}/api/health/ready`).catch(() => null))?.ok) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`HAProxy did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, url, stop };
}
