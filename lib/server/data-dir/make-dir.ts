import { existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
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

/**
 * Makes a folder that only this user can enter, in a place where everybody may make some. Throws when
 * it is there already and is a link, somebody else's, or open to others: they may have prepared it.
 */
export function makePrivateDir(dir: string): void {
  makeDir(dir);
  const stats = lstatSync(dir);
  const isOwn = process.getuid === undefined || stats.uid === process.getuid();
  if (!stats.isDirectory() || !isOwn || (stats.mode & 0o077) !== 0) {
    throw new Error(`${dir} is not a folder of this user's alone`);
  }
}
