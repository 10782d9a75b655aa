import { readFileSync } from 'node:fs';
import os from 'node:os';
import { ROOT } from '../../tests/support/build';

function versionOf(name: string): string {
  return `${name} ${JSON.parse(readFileSync(`${ROOT}/node_modules/${name}/package.json`, 'utf8')).version}`;
}

/** The machine and what runs on it, for the head of a table. */
export function describeRun(): string {
  const [cpu] = os.cpus();
  const versions = ['socket.io', 'mongoose', 'lmdb'].map(versionOf);
  return [
    `${os.cpus().length} x ${cpu?.model ?? 'unknown'}, ${os.platform()} ${os.release()}`,
    `Node ${process.versions.node}`,
    ...versions,
  ].join('; ');
}
