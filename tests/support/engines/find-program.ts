import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where a program of that name is installed, if it is. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
