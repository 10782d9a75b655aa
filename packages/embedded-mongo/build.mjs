// dist/: the package as Node runs it, without tsx, with the types of what it exports.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const dist = path.join(here, 'dist');

rmSync(dist, { recursive: true, force: true });
await build({
  entryPoints: [path.join(here, 'src/index.ts'), path.join(here, 'src/worker.ts')],
  outdir: dist,
  bundle: true,
  // Both entries hold the engine: what they share becomes a file of its own.
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});

const types = mkdtempSync(path.join(tmpdir(), 'embedded-mongo-types-'));
const require = createRequire(import.meta.url);
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const { status } = spawnSync(
  process.execPath,
  [tsc, '-p', path.join(here, 'tsconfig.build.json'), '--outDir', types],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);
// Copies the declarations that index.d.ts imports and adds the .js that Node's resolution needs.
const declaration = readFileSync(path.join(types, 'index.d.ts'), 'utf8');
for (const [, name] of declaration.matchAll(/from '\.\/([\w-]+)'/g)) {
  const file = `${name}.d.ts`;
  const text = readFileSync(path.join(types, file), 'utf8');
  if (/from '\./.test(text)) throw new Error(`${file} imports another file`);
  copyFileSync(path.join(types, file), path.join(dist, file));
}
writeFileSync(path.join(dist, 'index.d.ts'), declaration.replace(/(from '\.\/[\w-]+)'/g, "$1.js'"));
rmSync(types, { recursive: true });
