import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { buildServer } from '../../scripts/build/server.mjs';
import { ROOT } from './build';

export interface OtherVersion {
  /** The folder to start it in. */
  dir: string;
  /** What its pages call their build. */
  build: string;
  version: string;
  remove(): void;
}

const VERSION = '99.0.0';
/** The step by which the next version is ahead: every conversation's row gets a field. */
const ONE_STEP_MORE = `
import { Conversation } from '@/models/conversation';
STEPS.push({
  name: 'a field of the next version',
  run: async () => {
    await Conversation.collection.updateMany({}, { $set: { ofTheNextVersion: true } });
  },
});
`;
const TEXTUAL = /\.(?:js|css|json|html|rsc|txt|body|meta)$/;
const PACKED = /\.(?:br|gz)$/;

const oneStepMore: Plugin = {
  name: 'one step more',
  setup(build) {
    build.onLoad({ filter: /lib[\\/]server[\\/]database[\\/]steps\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8') + ONE_STEP_MORE,
      loader: 'ts',
      resolveDir: path.dirname(file),
    }));
  },
};

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Another name of the same length, so that nothing else in the file moves. */
const renamed = (name: string): string => `Z${name.slice(1)}`;

/** Every file of the pages under another name, as after a change in all of them. */
function renamePages(dir: string, names: Map<string, string>): void {
  const built = path.join(dir, '.next');
  const files = [...filesIn(built), path.join(dir, 'public/sw.js')];
  const pattern = new RegExp(
    [...names.keys()].map((name) => name.replaceAll('.', '\\.')).join('|'),
    'g',
  );
  for (const file of files) {
    if (PACKED.test(file)) {
      rmSync(file);
    } else if (TEXTUAL.test(file) || path.basename(file) === 'BUILD_ID') {
      const text = readFileSync(file, 'utf8');
      const changed = text.replace(pattern, (name) => names.get(name) ?? name);
      if (changed !== text) writeFileSync(file, changed);
    }
  }
}

/**
 * The present build as the next version would be: another version and build id, every file of the pages
 * under another name, and one step more for the database. Made of the build that is there, in seconds.
 */
export async function makeNextVersion(): Promise<OtherVersion> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-next-version-'));
  for (const name of ['.next', 'public']) {
    cpSync(path.join(ROOT, name), path.join(dir, name), {
      recursive: true,
      filter: (file) => !/\.next[\\/](?:cache|dev|types)(?:[\\/]|$)/.test(file),
    });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(dir, 'node_modules'));
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as object;
  const own = JSON.stringify({ ...manifest, version: VERSION });
  writeFileSync(path.join(dir, 'package.json'), own);

  const stamp = readFileSync(path.join(ROOT, 'dist/build-stamp'), 'utf8');
  const build = randomBytes(8).toString('hex');
  const buildId = readFileSync(path.join(ROOT, '.next/BUILD_ID'), 'utf8').trim();
  const names = new Map([
    [stamp.slice(0, 16), build],
    [buildId, renamed(buildId)],
  ]);
  const parts = path.join(dir, '.next/static/chunks');
  for (const file of filesIn(parts)) {
    const name = path.basename(file);
    if (/\.(?:js|css)$/.test(name)) names.set(name, renamed(name));
  }
  renamePages(dir, names);
  for (const file of filesIn(path.join(dir, '.next/static'))) {
    const name = names.get(path.basename(file));
    if (name) renameSync(file, path.join(path.dirname(file), name));
  }
  const builtFor = path.join(dir, '.next/static', buildId);
  renameSync(builtFor, path.join(dir, '.next/static', renamed(buildId)));
  await buildServer({ outdir: path.join(dir, 'dist'), plugins: [oneStepMore] });
  return {
    dir,
    build,
    version: VERSION,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
