// `npm run release`: the built server with the packages it runs on and nothing else, as one archive that
// needs neither npm nor a network: unpack it and run bin/parley.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isBuildCurrent } from '../source-hash.mjs';
import { launcher } from './launcher.mjs';
import { writeLicences } from './licences.mjs';
import { traceRuntime } from './trace.mjs';

const HELP = `npm run release -- [--out FOLDER]: makes parley-<version>-<platform>.tar.gz in FOLDER (release).`;
/** What only a build reads, and what a development server leaves beside it. */
const NEEDLESS =
  /^\.next\/(?!server\/|static\/|node_modules\/)(?:[^/]+\/|trace)|\.(?:map|nft\.json)$/;

/** @param {string} folder @returns {string[]} */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** @param {string} folder */
function writeChecksums(folder) {
  const lines = filesBelow(folder)
    .filter((file) => statSync(file).isFile())
    .sort()
    .map((file) => {
      const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
      return `${hash}  ${path.relative(folder, file)}\n`;
    });
  writeFileSync(path.join(folder, 'SHA256SUMS'), lines.join(''));
}

/** The configuration for Next, without the folders of this machine. */
function copyConfig(/** @type {string} */ target) {
  const file = '.next/required-server-files.json';
  const { config, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  const { outputFileTracingRoot, turbopack, allowedDevOrigins, ...kept } = config;
  writeFileSync(
    path.join(target, file),
    JSON.stringify({ ...rest, appDir: '.', files: [], config: kept }),
  );
}

async function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: 'release' }, help: { type: 'boolean' } },
  });
  if (values.help) return console.log(HELP);
  if (!isBuildCurrent()) {
    const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
    if (status !== 0) throw new Error('The build failed.');
  }
  const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const name = `parley-${version}-${process.platform}-${process.arch}`;
  const target = path.join(values.out, name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(path.join(target, 'bin'), { recursive: true });

  const built = ['.next', 'dist', 'public'].flatMap(filesBelow);
  const runtime = await traceRuntime();
  for (const file of [...built, ...runtime, 'LICENSE', 'CHANGELOG.md', '.env.example']) {
    if (NEEDLESS.test(file)) continue;
    cpSync(file, path.join(target, file), { verbatimSymlinks: true });
  }
  copyConfig(target);
  writeFileSync(
    path.join(target, 'package.json'),
    `${JSON.stringify({ name: 'parley', version, license, private: true, type: 'module' }, null, 2)}\n`,
  );
  writeFileSync(path.join(target, 'bin/parley'), launcher(version), { mode: 0o755 });
  writeLicences(path.join(target, 'LICENSES.txt'));
  writeChecksums(target);

  const archive = path.join(values.out, `${name}.tar.gz`);
  const tar = spawnSync('tar', ['-czf', archive, '-C', values.out, name], { stdio: 'inherit' });
  if (tar.status !== 0) throw new Error('tar failed.');
  const hash = createHash('sha256').update(readFileSync(archive)).digest('hex');
  writeFileSync(`${archive}.sha256`, `${hash}  ${path.basename(archive)}\n`);
  rmSync(target, { recursive: true });
  const mb = (statSync(archive).size / 1024 / 1024).toFixed(1);
  console.log(`${archive} (${mb} MB)`);
}

main().catch((error) => {
  console.error(`Not done: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
