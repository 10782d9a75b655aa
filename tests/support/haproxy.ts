import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { documented, replacing } from './hosting';
import { haproxy, runPrograms } from './proxies';
import { findFreePort } from './redis';

export interface Balancer {
  port: number;
  url: string;
  stop(): Promise<void>;
}

/** HAProxy in front of two nodes as docs/hosting.md has it, without TLS. */
export async function startBalancer(nodePorts: readonly [number, number]): Promise<Balancer> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-haproxy-'));
  const port = await findFreePort();
  const command = haproxy(
    { dir },
    replacing(documented('Upgrading several nodes', 'haproxy'), {
      '*:443 ssl crt /etc/ssl/parley/both.pem': `127.0.0.1:${port}`,
      '10.0.0.11:3000': `127.0.0.1:${nodePorts[0]}`,
      '10.0.0.12:3000': `127.0.0.1:${nodePorts[1]}`,
      'httponly secure': 'httponly',
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  const isUp = async () => (await fetch(`${url}/api/health/ready`)).ok;
  const running = await runPrograms([command], { name: 'HAProxy', dir, isUp });
  const stop = async () => {
    await running.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { port, url, stop };
}
