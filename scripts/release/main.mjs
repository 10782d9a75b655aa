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
import { readOptions } from '../read-options.mjs';
import { isBuildCurrent } from '../source-hash.mjs';
import { launcher } from './launcher.mjs';
import { writeLicences } from './licences.mjs';
import { traceRuntime } from './trace.mjs';

const HELP = `Makes parley-<version>-<platform>.tar.gz, which needs neither npm nor a build: unpack it and run bin/parley.

  --out FOLDER  where it is put, with its checksum beside it (release)
  --json        one line for programs
  --help        this text`;
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

/** @param {{ out: string, json: boolean }} options */
async function main({ out, json }) {
  if (!isBuildCurrent()) {
    // What a build prints is not the answer.
    const stdio = /** @type {const} */ (['ignore', json ? 2 : 'inherit', 'inherit']);
    const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: [...stdio] });
    if (status !== 0) throw new Error('The build failed.');
  }
  const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const name = `parley-${version}-${process.platform}-${process.arch}`;
  const target = path.join(out, name);
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

  const archive = path.join(out, `${name}.tar.gz`);
  const tar = spawnSync('tar', ['-czf', archive, '-C', out, name], { stdio: 'inherit' });
  if (tar.status !== 0) throw new Error('tar failed.');
  const hash = createHash('sha256').update(readFileSync(archive)).digest('hex');
  writeFileSync(`${archive}.sha256`, `${hash}  ${path.basename(archive)}\n`);
  rmSync(target, { recursive: true });
  const bytes = statSync(archive).size;
  console.log(
    json
      ? JSON.stringify({ success: true, file: archive, bytes, sha256: hash })
      : `${archive} (${(bytes / 1024 / 1024).toFixed(1)} MB)`,
  );
}

const options = readOptions(HELP, {
  out: { type: 'string', default: 'release' },
  json: { type: 'boolean', default: false },
});
main({ out: options.out ?? 'release', json: options.json === true }).catch((error) => {
  const reason = error instanceof Error ? error.message : String(error);
  const hint = /\bEACCES\b/.test(reason) ? ': run this as the one whose it is' : '';
  const message = reason + hint;
  if (options.json) console.log(JSON.stringify({ success: false, code: 'unavailable', message }));
  else console.error(`Not done: ${message}`);
  process.exit(1);
});
