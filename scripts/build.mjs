// The production build: Next's pages, the server with the embedded database's worker beside it, and the
// browser's service worker.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { compressStatic } from './build/compress-static.mjs';
import { escapeCode } from './build/escape-code.mjs';
import { recordCode } from './build/record-code.mjs';
import { buildServer } from './build/server.mjs';
import { readOptions } from './read-options.mjs';
import { BUILD_STAMP_FILE, sourceHash } from './source-hash.mjs';

readOptions(
  `Makes the production build, which npm start runs, whether there is a current one or not.

  --help  this text`,
  {},
);

try {
  accessSync('.', constants.W_OK);
} catch {
  console.error(
    `Not done: ${process.cwd()} cannot be written to by this user: run this as the one whose it is`,
  );
  process.exit(1);
}
Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });

const stamp = sourceHash();
// Pages and service worker call the build by this name.
process.env.PARLEY_BUILD = stamp.slice(0, 16);

rmSync(BUILD_STAMP_FILE, { force: true });
// Types left by a development run name routes that may be gone, which fails the build.
rmSync('.next/dev/types', { recursive: true, force: true });

const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const { status } = spawnSync(process.execPath, [next, 'build'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

await buildServer();
for (const dir of ['.next/server', 'dist']) escapeCode(dir);
await recordCode();

/** What a browser may need of the build: everything, so that nothing is missing when it is offline. */
function staticFiles() {
  return readdirSync('.next/static', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:js|css|woff2|svg|png|ico)$/.test(entry.name))
    .map(
      (entry) =>
        // A path here, an address there: the separators differ on some systems.
        `/_next/static/${path.relative('.next/static', path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')}`,
    )
    .sort();
}

await build({
  entryPoints: { sw: 'service-worker/service-worker.ts' },
  outdir: 'public',
  bundle: true,
  minify: true,
  target: 'es2022',
  format: 'iife',
  tsconfig: 'service-worker/tsconfig.json',
  define: {
    PARLEY_BUILD: JSON.stringify(process.env.PARLEY_BUILD),
    PARLEY_FILES: JSON.stringify(staticFiles()),
  },
  logLevel: 'warning',
});
await compressStatic('.next/static');
writeFileSync(BUILD_STAMP_FILE, stamp);
