import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/build';
import { newPerson } from '../support/person';
import { sendPicture } from '../support/photos';
import { makeDataDir, runToEnd, startServer, type TestServer } from '../support/server';

const dataDir = makeDataDir();
const file = path.join(dataDir, 'database/data.mdb');
const spare = path.join(dataDir, 'spare.mdb');
let server: TestServer;

function check(...args: string[]) {
  const env = { ...process.env, NODE_ENV: 'development' as const, DATA_DIR: dataDir };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'check', ...args],
    { cwd: ROOT, encoding: 'utf8', env },
  );
  return { status, output: stdout + stderr, stdout };
}

beforeAll(async () => {
  server = await startServer({ dataDir });
  const [ada, bob] = await Promise.all([newPerson(server.url), newPerson(server.url)]);
  await ada.send(bob, 'a sentence to look for');
  await sendPicture(ada, bob);
});

afterAll(async () => {
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a check beside a running server reads everything and finds nothing wrong', async () => {
  const { status, stdout } = check('--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    sound: true,
    damage: [],
    collections: expect.arrayContaining([
      expect.objectContaining({ name: 'parley.messages', documents: 2, errors: [] }),
    ]),
  });
  await server.stop();
  copyFileSync(file, spare);
});

test('a damaged message is found by a check, which says how to restore', () => {
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf('a sentence'); at >= 0; at = bytes.indexOf('a sentence', at)) {
    bytes.write('A', at);
  }
  writeFileSync(file, bytes);
  const { status, output } = check();
  expect(status).toBe(1);
  expect(output).toMatch(/parley\.messages: 2 documents[\s\S]+DAMAGED: record 1 cannot be read/);
  expect(output).toContain('To restore: stop the server');
});

test.each([
  ['cut short', () => truncateSync(file, 12_288), 'is damaged: '],
  ['empty', () => truncateSync(file, 0), 'is empty, but this is not a new installation'],
])('a start with a database file that is %s ends with one line', async (_, damage, reason) => {
  copyFileSync(spare, file);
  damage();
  const { code, output } = await runToEnd({ dataDir, env: { LOG_LEVEL: 'error' } });
  expect(code).toBe(1);
  expect(output).toMatch(/^Parley cannot start: [^\n]+$/m);
  // Neither a stack nor a line of the log beside it.
  expect(output).not.toMatch(/^\s+at |"level"/m);
  expect(output).toContain(reason);
  copyFileSync(spare, file);
});
