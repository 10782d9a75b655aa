import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-code-'));
const cache = path.join(dir, 'cache');
const library = path.join(dir, 'library.js');

/** What a process prints that loads the library with the cache. */
function run(): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['main.js'], {
    cwd: dir,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout;
}

const say = (word: string) =>
  writeFileSync(library, `exports.say = function named() { return '${word}' + __filename; };\n`);

beforeAll(async () => {
  await build({
    entryPoints: ['lib/server/start/code-cache.ts'],
    outfile: path.join(dir, 'code-cache.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  writeFileSync(path.join(dir, 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(
    path.join(dir, 'main.js'),
    `require('./code-cache').installCodeCache(${JSON.stringify(cache)}, __dirname);
     const { say } = require('./library');
     require('./late').load().then(({ sep }) => console.log(say(), sep, require.main === module));`,
  );
  writeFileSync(path.join(dir, 'late.js'), "exports.load = () => import('node:path');\n");
});
afterAll(() => rmSync(dir, { recursive: true }));

test('code that was compiled once runs the same when it comes out of the cache', () => {
  say('one');
  const plain = run();
  expect(plain).toBe(`one${library} / true\n`);
  writeFileSync(cache, '');
  expect(run()).toBe(plain);
  const size = readFileSync(cache).length;
  expect(size).toBeGreaterThan(200);
  expect(run()).toBe(plain);
  expect(readFileSync(cache)).toHaveLength(size);
});

test('a source that has changed, even to one of the same length, is compiled anew', () => {
  say('two');
  expect(run()).toBe(`two${library} / true\n`);
});

test('a cache that is of another Node, damaged, cut off or no file at all stops nothing', () => {
  const whole = readFileSync(cache);
  const other = Buffer.from(
    whole.toString('latin1').replace(process.version, 'v19.0.1 '),
    'latin1',
  );
  const damaged = Buffer.from(whole).fill(7, 200);
  for (const content of [other, damaged, whole.subarray(0, 40), whole.subarray(0, 2)]) {
    writeFileSync(cache, content);
    expect(run()).toBe(`two${library} / true\n`);
  }
  rmSync(cache);
  mkdirSync(cache);
  expect(run()).toBe(`two${library} / true\n`);
});
