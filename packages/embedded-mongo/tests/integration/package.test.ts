import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PACKAGE = path.resolve(import.meta.dirname, '../..');
const INSTALLED = path.resolve(PACKAGE, '../../node_modules');

/** A folder outside of the workspace with the package as `npm publish` would send it. */
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'embedded-mongo-package-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', dir], { cwd: PACKAGE });
  const installed = path.join(dir, 'node_modules/@parley/embedded-mongo');
  mkdirSync(installed, { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8'));
  const tarball = path.join(dir, `parley-embedded-mongo-${version}.tgz`);
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  for (const name of ['bson', 'lmdb', 'mongodb', 'mongoose', '@types']) {
    symlinkSync(path.join(INSTALLED, name), path.join(dir, 'node_modules', name));
  }
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

function run(file: string, code: string): string {
  writeFileSync(path.join(dir, file), code);
  return execFileSync(process.execPath, [file], { cwd: dir, encoding: 'utf8' });
}

/** The example of the README that contains a text. */
function example(text: string): string {
  const readme = readFileSync(path.join(PACKAGE, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);
  const found = blocks.find((code) => code.includes(text));
  if (found === undefined) throw new Error(`no example with ${text}`);
  return found;
}

test.each([
  ['mongoose', 'mongoose.connect'],
  ['the driver', 'MongoClient.connect'],
])('the packed package works with %s as the README shows it', (_, text) => {
  expect(run('example.mjs', example(text))).toMatch(/name: 'Tom'/);
  rmSync(path.join(dir, 'data'), { recursive: true });
});

test('what the README shows copies documents, types, options and indexes to another database', () => {
  writeFileSync(path.join(dir, 'copy.mjs'), example('copyDatabase'));
  const said = run(
    'moves.mjs',
    `import { startEmbeddedMongo } from '@parley/embedded-mongo';
    import { Double, Long, MongoClient } from 'mongodb';
    import { copyDatabase } from './copy.mjs';
    const databases = await Promise.all(['a', 'b'].map((dir) => startEmbeddedMongo({ dir })));
    const clients = await Promise.all(databases.map(({ uri }) => MongoClient.connect(uri)));
    const [from, to] = clients.map((client) => client.db());
    await from.createCollection('cats', { collation: { locale: 'sv', strength: 2 } });
    await from.collection('cats').createIndex({ name: 1 }, { unique: true });
    await from.collection('cats').insertMany(
      Array.from({ length: 1500 }, (_, i) => ({ name: i, d: new Double(3), l: new Long(5), r: /a/i })),
    );
    await copyDatabase(from, to);
    const read = async (db) => JSON.stringify([
      await db.collection('cats').find({}, { raw: true }).sort({ _id: 1 }).toArray(),
      await db.collection('cats').indexes(),
      (await db.listCollections().toArray()).map(({ name, options }) => [name, options]),
    ]);
    const [before, after] = [await read(from), await read(to)];
    console.log(before.length > 100_000 && before === after ? 'the same' : [before, after]);
    for (const each of [...clients, ...databases]) await each.close();`,
  );
  expect(said.trim()).toBe('the same');
});

test('its types are found by TypeScript', () => {
  writeFileSync(
    path.join(dir, 'uses.mts'),
    `import { type CheckReport, checkEmbeddedMongo, startEmbeddedMongo } from '@parley/embedded-mongo';
    const { uri, close } = await startEmbeddedMongo({ dir: 'data', slowMs: 50 });
    const report: CheckReport = await checkEmbeddedMongo({ dir: 'data' });
    console.log(uri.length, report.sound);
    await close();
    // @ts-expect-error the folder is required
    await startEmbeddedMongo({});
    `,
  );
  const require = createRequire(import.meta.url);
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(
    process.execPath,
    [tsc, '--strict', '--noEmit', '--module', 'nodenext', '--types', 'node', 'uses.mts'],
    { cwd: dir, stdio: 'inherit' },
  );
});
