import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll } from 'vitest';
import { RELEASE_VARIABLE, ROOT } from './build';

/** What `npm run release -- --json` answers. */
interface MadeRelease {
  success: true;
  file: string;
  bytes: number;
  sha256: string;
}

/** Packing 40 MB takes half a minute on a machine that does nothing else. */
const RELEASE_TIMEOUT_MS = 600_000;

/** Makes the release before the tests of a file, so that it takes none of their time. */
export function withRelease(): void {
  beforeAll(() => void releaseArchive(), RELEASE_TIMEOUT_MS);
}

/**
 * The archive that `npm run release` makes of this build, made by the first test that asks for it. The checksum
 * lies beside it.
 */
export function releaseArchive(): string {
  const shared = process.env[RELEASE_VARIABLE];
  if (!shared) throw new Error('a release is there only during a run of the suite');
  const target = path.join(shared, 'archive');
  if (!existsSync(target)) {
    mkdirSync(shared, { recursive: true });
    const own = mkdtempSync(path.join(shared, 'making-'));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/release/main.mjs', '--out', own, '--json'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`no release was made: ${stdout}${stderr}`);
    const made: MadeRelease = JSON.parse(stdout);
    if (!made.success || !existsSync(made.file)) throw new Error(stdout);
    try {
      renameSync(own, target);
    } catch {
      // Another worker was faster.
      rmSync(own, { recursive: true, force: true });
    }
  }
  const [archive] = readdirSync(target).filter((name) => name.endsWith('.tar.gz'));
  if (!archive) throw new Error(`there is no archive in ${target}`);
  return path.join(target, archive);
}
