import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Loaded from node_modules when they are needed: native code, what brings files of its own, what Next
 * loads too, and what only some installations or some requests use.
 */
export const EXTERNAL = [
  'next',
  'lmdb',
  'sharp',
  'libheif-js',
  'piscina',
  'redis',
  'cloudinary',
  'nodemailer',
  '@zxcvbn-ts/language-common',
];

/**
 * Builds the programs of the server, each in one file with the packages it uses.
 * @param {{ outdir?: string, plugins?: import('esbuild').Plugin[] }} [options]
 */
export async function buildServer({ outdir = 'dist', plugins = [] } = {}) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: {
      server: 'lib/server/start/entry.ts',
      main: 'server.ts',
      'embedded-mongo-worker': 'lib/server/start/database-worker.ts',
      'embedded-mongo-engine': 'packages/embedded-mongo/src/worker.ts',
      'image-decoder': 'lib/server/images/decoder/main.ts',
      admin: 'scripts/admin.ts',
      backup: 'scripts/backup.ts',
      restore: 'scripts/restore.ts',
      'migrate-mongodb': 'scripts/migrate-mongodb.ts',
      check: 'scripts/check.ts',
      seed: 'scripts/seed.ts',
    },
    outdir,
    plugins,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // Of hundreds of modules each would be looked for, read and compiled by itself. CommonJS, as the code
    // cache holds nothing else.
    format: 'cjs',
    // What is imported later is then part of the file, and run only when it is imported.
    supported: { 'dynamic-import': false },
    external: EXTERNAL,
    // Names stay: mongoose tells its types by them, and so do people who read a stack.
    minifyWhitespace: true,
    minifySyntax: true,
    define: {
      'import.meta.url': '__importMetaUrl',
      'import.meta.dirname': '__dirname',
    },
    banner: { js: 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    // embedded-mongo resolves its own sources by it where it runs from them.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  mkdirSync(outdir, { recursive: true });
  writeFileSync(`${outdir}/package.json`, '{ "type": "commonjs" }\n');
}
