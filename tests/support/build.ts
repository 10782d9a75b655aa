import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BUILD_STAMP_FILE, sourceHash } from '../../scripts/source-hash.mjs';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Vitest's global set-up: the tests run against the production build, so there has to be one. */
export function setup(): void {
  process.chdir(ROOT);
  const isCurrent =
    existsSync('.next/BUILD_ID') &&
    existsSync(BUILD_STAMP_FILE) &&
    readFileSync(BUILD_STAMP_FILE, 'utf8') === sourceHash();
  if (isCurrent) return;
  console.log('Building for the tests…');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}\n${stderr}`);
}
