import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const BUILD_STAMP_FILE = 'dist/build-stamp';

/** What the build is made of. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'models',
  'packages/embedded-mongo/package.json',
  'packages/embedded-mongo/src',
  'public',
  'scripts',
  'service-worker',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'server.ts',
  'tsconfig.json',
];

/** Made by the build itself, and what works with a build that is there. */
const APART = /^(?:public\/sw\.js|scripts\/release\/.*)$/;

/**
 * The files below a folder, in one order everywhere; of a file itself, of nothing none.
 * @param {string} entry
 * @returns {Generator<string>}
 */
function* files(entry) {
  let children;
  try {
    children = readdirSync(entry, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') yield entry;
    else if (code !== 'ENOENT') throw error;
    return;
  }
  for (const child of children.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    yield* child.isDirectory()
      ? files(path.join(entry, child.name))
      : [path.join(entry, child.name)];
  }
}

/** A digest of everything the build is made of, so that a start knows whether its build is current. */
export function sourceHash() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of files(source)) {
      if (!APART.test(file.replaceAll(path.sep, '/'))) hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Whether there is a build, and of these sources. */
export function isBuildCurrent() {
  if (!existsSync('.next/BUILD_ID') || !existsSync(BUILD_STAMP_FILE)) return false;
  // A deployed build may come without its sources; then there is nothing to compare with.
  return !existsSync('server.ts') || readFileSync(BUILD_STAMP_FILE, 'utf8') === sourceHash();
}
