import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { isBuildCurrent } from '../../scripts/source-hash.mjs';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Vitest's global set-up: the tests run against the production build, so there has to be one. */
export function setup(): void {
  process.chdir(ROOT);
  if (isBuildCurrent()) return;
  console.log('Building for the tests…');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}\n${stderr}`);
}
