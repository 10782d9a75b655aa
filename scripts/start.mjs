// `npm start`: builds when there is no current build, then runs the production server.
import { spawnSync } from 'node:child_process';
import { isBuildCurrent } from './source-hash.mjs';

Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });

if (!isBuildCurrent()) {
  console.log('Building Parley (once, and after each change)…');
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await import(new URL('../dist/server.js', import.meta.url).href);
