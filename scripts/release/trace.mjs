import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EXTERNAL } from '../build/server.mjs';

const require = createRequire(import.meta.url);
/** Comes with Next, without types. */
const TRACER = 'next/dist/compiled/@vercel/nft';

/** What the traced code names but a production server never loads; the first half as Next leaves it out. */
const NEVER = [
  /next\/dist\/compiled\/next-server\/.*\.dev\.js$/,
  /next\/dist\/compiled\/(?:webpack|@mswjs|babel|babel-packages|terser|amphtml-validator)\//,
  /next\/dist\/(?:lib\/upgrade|experimental\/testmode)\//,
  /node_modules\/(?:@next\/swc|typescript|esbuild|tsx|caniuse-lite|browserslist|baseline)/,
  /react(?:-dom|-dom-server-turbopack)?\/.*\.development\.js$/,
  /\.d\.[cm]?ts$|\.map$/,
];

/** @param {string} file */
const isNeeded = (file) => !NEVER.some((pattern) => pattern.test(file));

/**
 * Taken whole: native code for this machine, found by names that are put together when it is loaded, and
 * packages that have other files for a Node which can `require` modules.
 */
const WHOLE = ['@lmdb', '@msgpackr-extract', '@img', '@swc/helpers', '@zxcvbn-ts'].map(
  (name) => `node_modules/${name}`,
);

/** @param {string} folder @returns {string[]} */
const filesOf = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];

/** What the bundled programs load from outside; see scripts/build/server.mjs. */
const LOADED = [
  'lib/server/crypto/password-worker.mjs',
  ...[
    'next/dist/server/next.js',
    'next/dist/server/require-hook.js',
    'libheif-js/wasm-bundle.js',
    ...EXTERNAL.filter((name) => name !== 'next' && name !== 'libheif-js'),
  ].map((name) => require.resolve(name)),
];

/** What Next's build says the pages need of the packages. */
function filesOfPages() {
  return readdirSync('.next/server', { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.nft.json'))
    .flatMap(({ parentPath, name }) => {
      const { files } = JSON.parse(readFileSync(path.join(parentPath, name), 'utf8'));
      return files.map((/** @type {string} */ file) => path.join(parentPath, file));
    })
    .filter((file) => file.startsWith('node_modules/'));
}

/**
 * The files outside of the build that the server and its programs run on, found as Next finds those of its
 * standalone server: by following what each file loads.
 */
export async function traceRuntime() {
  /** @type {{ nodeFileTrace: (files: string[], options: object) => Promise<{ fileList: Set<string> }> }} */
  const { nodeFileTrace } = require(TRACER);
  const { fileList } = await nodeFileTrace(LOADED, {
    base: process.cwd(),
    ignore: (/** @type {string} */ file) => !isNeeded(file),
  });
  // The tracer leaves out those of the packages that it is given.
  const descriptions = EXTERNAL.map((name) => `node_modules/${name}/package.json`);
  const found = new Set(
    [...fileList, ...descriptions, ...filesOfPages(), ...WHOLE.flatMap(filesOf)].filter(isNeeded),
  );
  return [...found].filter((file) => !/^(?:\.next|dist|package\.json|packages)(?:\/|$)/.test(file));
}
