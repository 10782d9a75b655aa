/**
 * `npm run try-nodes -- 22 24 26`: tests of the product on other versions of Node, as npm's `node` package
 * has them. Further arguments are files of tests; without them those below, which use what differs most
 * between versions: sockets, streams, crypto, workers and native code.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const VERSIONS = ['22', '24', '26'];
const FILES = [
  'tests/unit/server',
  'tests/unit/push',
  'tests/integration/messages.test.ts',
  'tests/integration/realtime.test.ts',
  'tests/integration/images.test.ts',
  'tests/integration/hostile-bodies.test.ts',
  'tests/integration/passkeys.test.ts',
  'tests/integration/push.test.ts',
  'tests/integration/search.test.ts',
  'tests/integration/start-and-stop.test.ts',
  'tests/e2e/two-people.test.ts',
];

const given = process.argv.slice(2);
const versions = given.filter((each) => /^[\d.]+$/.test(each));
const files = given.filter((each) => !versions.includes(each));
const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-nodes-'));
const results: { version: string; passed: boolean }[] = [];
try {
  for (const version of versions.length > 0 ? versions : VERSIONS) {
    const prefix = path.join(dir, version);
    const install = ['install', '--no-audit', '--no-fund', '--prefix', prefix, `node@${version}`];
    spawnSync('npm', install, { stdio: 'inherit' });
    const node = path.join(prefix, 'node_modules/node/bin/node');
    const named = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim();
    if (!named) {
      console.error(`npm has no Node ${version} for this system.`);
      results.push({ version, passed: false });
      continue;
    }
    console.log(`\nNode ${named}`);
    const { status } = spawnSync(
      node,
      ['node_modules/vitest/vitest.mjs', 'run', ...(files.length > 0 ? files : FILES)],
      { stdio: 'inherit' },
    );
    results.push({ version: named, passed: status === 0 });
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
console.log();
for (const { version, passed } of results)
  console.log(`${passed ? 'ok  ' : 'FAIL'} Node ${version}`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
