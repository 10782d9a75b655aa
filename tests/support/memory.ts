import { readFileSync } from 'node:fs';

/** Memory of its own, in MB: without the database's file, which the system maps and takes back. */
export function ownMemoryMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
