import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it, for the owner alone; one that exists is left as it is. Node's own
 * recursion never returns where the system answers "no such file" for a new folder, as below /proc.
 */
export function makeDir(dir: string): void {
  const parent = path.dirname(dir);
  if (!existsSync(parent)) makeDir(parent);
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
