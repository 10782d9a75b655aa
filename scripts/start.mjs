// `npm start`: builds when there is no current build, then runs the production server.
import { spawnSync } from 'node:child_process';
import { readOptions } from './read-options.mjs';
import { isBuildCurrent } from './source-hash.mjs';

readOptions(
  `Builds Parley where there is no current build, and serves it until it is stopped (Ctrl+C). Prints its address.
Settings are environment variables, such as PORT and DATA_DIR, or lines of a file .env; README.md lists them.

  --help  this text`,
  {},
);

Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });

if (!isBuildCurrent()) {
  console.log('Building Parley (once, and after each change)…');
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await import(new URL('../dist/server.js', import.meta.url).href);
