// dist/: the package for Node and bundlers, the same in one file for pages, and the types of both.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const dist = path.join(here, 'dist');
/** The declarations that people's programs read; nothing of the product may stand in them. */
const DECLARATIONS = ['index', 'connect', 'memory-storage', 'node', 'file-storage', 'types'];

rmSync(dist, { recursive: true, force: true });
/** @type {import('esbuild').BuildOptions} */
const options = {
  bundle: true,
  format: 'esm',
  target: ['node20', 'es2022'],
  tsconfig: path.join(here, '../../tsconfig.json'),
  sourcemap: true,
  logLevel: 'warning',
};
const src = (/** @type {string} */ name) => path.join(here, 'src', name);
const { dependencies } = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
const { metafile } = await build({
  ...options,
  entryPoints: [src('index.ts'), src('node.ts')],
  outdir: dist,
  // The libraries it declares; what comes from the product by `@/` becomes a part of it.
  external: [...Object.keys(dependencies), 'node:*'],
  metafile: true,
});
const undeclared = Object.keys(metafile.inputs).filter((file) => file.includes('node_modules/'));
if (undeclared.length > 0) throw new Error(`not declared: ${undeclared.join(', ')}`);
await build({
  ...options,
  entryPoints: { browser: src('index.ts') },
  outdir: dist,
  platform: 'browser',
  minify: true,
});

const types = mkdtempSync(path.join(tmpdir(), 'parley-client-types-'));
const require = createRequire(import.meta.url);
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
const { status } = spawnSync(
  process.execPath,
  [tsc, '-p', path.join(here, 'tsconfig.build.json'), '--outDir', types],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);
for (const name of DECLARATIONS) {
  const text = readFileSync(path.join(types, 'packages/client/src', `${name}.d.ts`), 'utf8');
  if (/from '@\//.test(text)) throw new Error(`${name}.d.ts names a file of the product`);
  // Node's resolution needs the ending.
  writeFileSync(path.join(dist, `${name}.d.ts`), text.replace(/(from '\.\/[\w-]+)'/g, "$1.js'"));
}
rmSync(types, { recursive: true });
