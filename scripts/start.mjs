// `npm start`: builds when there is no current build, then runs the production server.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { BUILD_STAMP_FILE, sourceHash } from './source-hash.mjs';

Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });

const isCurrent =
  existsSync('.next/BUILD_ID') &&
  existsSync(BUILD_STAMP_FILE) &&
  // A deployed build may come without its sources; then there is nothing to compare with.
  (!existsSync('server.ts') || readFileSync(BUILD_STAMP_FILE, 'utf8') === sourceHash());

if (!isCurrent) {
  console.log('Building Parley (once, and after each change)…');
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await import(new URL('../dist/server.js', import.meta.url).href);
