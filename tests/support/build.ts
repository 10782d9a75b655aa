import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isBuildCurrent } from '../../scripts/source-hash.mjs';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Where the release of this run lies once a test has asked for it; see release.ts. */
export const RELEASE_VARIABLE = 'PARLEY_TEST_RELEASE';

/** Vitest's global set-up: the tests run against the production build, so there has to be one. */
export function setup(): void {
  process.chdir(ROOT);
  process.env[RELEASE_VARIABLE] ??= mkdtempSync(path.join(os.tmpdir(), 'parley-release-'));
  if (isBuildCurrent()) return;
  console.log('Building for the tests…');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}\n${stderr}`);
}

export function teardown(): void {
  const folder = process.env[RELEASE_VARIABLE];
  if (folder) rmSync(folder, { recursive: true, force: true });
}
