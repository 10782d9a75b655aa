import { readFileSync } from 'node:fs';

/** A server that is ready has about 110 files open before anybody connects. */
export const OPEN_FILES_MIN_COUNT = 256;

/** How many files this process may have open at once; null where the system does not say. */
export function openFilesLimit(): number | null {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
    return soft ? Number(soft) : null;
  } catch {
    return null;
  }
}
