// The production build: Next's pages, and the server with the embedded database's worker beside it.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { compressStatic } from './compress-static.mjs';
import { BUILD_STAMP_FILE, sourceHash } from './source-hash.mjs';

process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';

rmSync(BUILD_STAMP_FILE, { force: true });
// Types left by a development run name routes that may be gone, which fails the build.
rmSync('.next/dev/types', { recursive: true, force: true });

const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const { status } = spawnSync(process.execPath, [next, 'build'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

await build({
  entryPoints: {
    server: 'server.ts',
    'embedded-mongo-worker': 'lib/server/embedded-mongo/worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
await compressStatic('.next/static');
writeFileSync(BUILD_STAMP_FILE, sourceHash());
