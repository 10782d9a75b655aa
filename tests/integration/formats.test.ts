import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { create } from 'tar';
import { afterAll, expect, test } from 'vitest';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';
import { Store } from '../../packages/embedded-mongo/src/storage/store';
import { type Ended, run } from '../support/command';
import { fetchAs } from '../support/files';
import { expectSuccess, Person, request } from '../support/person';
import { makeDataDir, startServer } from '../support/server';

/** Data folders as earlier versions have written them; made by make.ts there. */
const FIXTURES = path.resolve('tests/fixtures/formats');
const names = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const FIXTURE_MAX_BYTES = 200_000;

interface Expected {
  password: string;
  people: { id: string; fullName: string; email: string }[];
  /** As that version answered them. */
  messages: MessageDto[];
  /** SHA-256 of what that version served under each address. */
  files: Record<string, string>;
}

const work = makeDataDir();
afterAll(() => rmSync(work, { recursive: true, force: true }));
const inWork = (name: string) => path.join(work, name);

async function unpack(name: string, target: string): Promise<string> {
  const dataDir = inWork(target);
  mkdirSync(dataDir, { mode: 0o700 });
  const archive = path.join(FIXTURES, name, 'data.tar.gz');
  expect((await run(['tar', '-xzf', archive, '-C', dataDir])).code).toBe(0);
  return dataDir;
}

test('the formats there are have a fixture each', () => {
  expect(names).toEqual(['0.1.0', '0.1.0-database-1']);
});

test.each(names)(
  'a data folder of %s is served with everything in it, and goes on',
  async (name) => {
    const text = readFileSync(path.join(FIXTURES, name, 'expected.json'), 'utf8');
    const size = readFileSync(path.join(FIXTURES, name, 'data.tar.gz')).length + text.length;
    expect(size).toBeLessThan(FIXTURE_MAX_BYTES);
    const { password, people, messages, files }: Expected = JSON.parse(text);
    const dataDir = await unpack(name, `served-${name}`);
    const secret = readFileSync(path.join(dataDir, 'jwt-secret'), 'utf8');
    const server = await startServer({ dataDir });
    try {
      const [ada, bob] = await Promise.all(
        people.map(async ({ email }) => {
          const answer = await request<{ user: OwnUserDto; token: string }>(
            `${server.url}/api/auth/login`,
            { method: 'POST', json: { email, password } },
          );
          return new Person(server.url, expectSuccess(answer));
        }),
      );
      if (!ada || !bob) throw new Error('there are two people in each');
      expect([ada, bob].map(({ user }) => [user._id, user.fullName])).toEqual(
        people.map(({ id, fullName }) => [id, fullName]),
      );
      const history = await bob.wholeHistory(ada);
      expect(messages.length).toBeGreaterThan(5);
      expect(history).toMatchObject(messages);
      expect(Object.keys(files).length).toBeGreaterThan(0);
      for (const [url, hash] of Object.entries(files)) {
        const bytes = Buffer.from(await (await fetchAs(bob, url)).arrayBuffer());
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
      }
      expect((await bob.send(ada, 'years later')).seq).toBe(messages.length + 1);
      const found = await ada.call<{ results: { message: MessageDto }[] }>('/api/search?q=Köln');
      expect(expectSuccess(found).results.map(({ message }) => message.seq)).toEqual([2]);
    } finally {
      expect(await server.stop()).toBe(0);
    }
    expect(readFileSync(path.join(dataDir, 'jwt-secret'), 'utf8')).toBe(secret);
    expect(JSON.parse(readFileSync(path.join(dataDir, 'format.json'), 'utf8')).format).toBe(1);
    const env = { DATA_DIR: dataDir };
    const check = await run([process.execPath, 'dist/check.js'], { env });
    expect([check.code, check.stdout]).toEqual([0, expect.stringContaining('No damage found.')]);
  },
);

/** Every file of a folder by what it holds, but locks and who has it open. */
function contentsOf(dir: string): Record<string, string> {
  if (!existsSync(dir)) return {};
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !/lock$/.test(entry.name) && !entry.parentPath.endsWith('/open'),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
      return [path.relative(dir, file), hash];
    }),
  );
}

const program = (dataDir: string, ...args: string[]): Promise<Ended> =>
  run([process.execPath, ...args], { env: { DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' } });

/** Refuses in one line of the error output, which says all of that. */
function expectRefused({ code, stderr }: Ended, says: RegExp[]): void {
  expect(code).toBeGreaterThan(0);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  for (const each of says) expect(stderr).toMatch(each);
}

/** Every program that opens a data folder. */
const PROGRAMS: string[][] = [
  ['dist/server.js'],
  ['dist/seed.js'],
  ['dist/admin.js', 'people'],
  ['dist/check.js'],
  ['dist/backup.js', inWork('none.backup')],
  ['dist/migrate-mongodb.js', 'mongodb://127.0.0.1:9/parley'],
];

/** What the built-in database keeps its format under. */
const FORMAT_KEY = Buffer.from([0, 0]);

async function raiseDatabaseFormat(dir: string): Promise<void> {
  const store = Store.open(dir);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(99);
  store.db.transactionSync(() => store.db.putSync(FORMAT_KEY, bytes));
  await store.close();
}

test('a data folder of a newer format is refused by every program, with both versions and what to do, and nothing is written', async () => {
  const dataDir = await unpack('0.1.0', 'newer-folder');
  writeFileSync(path.join(dataDir, 'format.json'), '{"format":99,"version":"9.8.7"}');
  const before = contentsOf(dataDir);
  for (const args of [...PROGRAMS, ['dist/restore.js', inWork('none.backup'), '--replace']]) {
    expectRefused(await program(dataDir, ...args), [
      /has format 99, made by Parley 9\.8\.7; this Parley, 0\.1\.0, reads up to 1/,
      /use Parley 9\.8\.7 or newer/,
    ]);
    expect(contentsOf(dataDir)).toEqual(before);
  }
  expect(existsSync(inWork('none.backup'))).toBe(false);
});

test('a database of a newer format is refused in the same way', async () => {
  const dataDir = await unpack('0.1.0', 'newer-database');
  await raiseDatabaseFormat(path.join(dataDir, 'database'));
  const before = contentsOf(dataDir);
  for (const args of PROGRAMS) {
    expectRefused(await program(dataDir, ...args), [
      /database folder has format 99, this program reads up to 2: use a newer release/,
    ]);
    expect(contentsOf(dataDir)).toEqual(before);
  }
  expect(existsSync(inWork('none.backup'))).toBe(false);
});

/** A backup with something in it changed as a newer Parley might. */
async function newerBackup(
  name: string,
  whole: string,
  change: (folder: string) => void | Promise<void>,
): Promise<string> {
  const folder = inWork(`${name}-unpacked`);
  mkdirSync(folder);
  expect((await run(['tar', '-xzf', whole, '-C', folder])).code).toBe(0);
  await change(folder);
  for (const left of ['data.mdb-lock', 'open']) {
    rmSync(path.join(folder, 'database', left), { recursive: true, force: true });
  }
  const file = inWork(`${name}.backup`);
  await create({ gzip: true, cwd: folder, file }, readdirSync(folder));
  return file;
}

function changeJson(file: string, change: object): void {
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
}

test('a backup of a newer format, of a newer folder or with a newer database is restored nowhere, and says what to do', async () => {
  const dataDir = await unpack('0.1.0', 'backed-up');
  writeFileSync(path.join(dataDir, 'format.json'), '{"format":1,"version":"0.1.0"}');
  const whole = inWork('whole.backup');
  expect((await program(dataDir, 'dist/backup.js', whole)).code).toBe(0);
  const head = /has format 99, made by Parley 9\.8\.7; this Parley, 0\.1\.0, reads up to 1/;
  const newer = { format: 99, version: '9.8.7' };
  const sealed = inWork('sealed.backup');
  writeFileSync(sealed, `PARLEYB2${'x'.repeat(1_000)}`);
  const cases: [file: string, says: RegExp][] = [
    [
      await newerBackup('form', whole, (folder) => {
        const file = path.join(folder, 'manifest.json');
        // Nor need what a newer one says of itself be what today's does.
        writeFileSync(file, JSON.stringify({ ...newer, contents: [] }));
      }),
      head,
    ],
    [
      await newerBackup('folder', whole, (folder) =>
        changeJson(path.join(folder, 'format.json'), newer),
      ),
      head,
    ],
    [
      await newerBackup('database', whole, (folder) =>
        raiseDatabaseFormat(path.join(folder, 'database')),
      ),
      /database folder has format 99, this program reads up to 2/,
    ],
    [
      sealed,
      /encrypted in format 2; this Parley, 0\.1\.0, reads format 1: use the Parley that made it/,
    ],
  ];
  const used = inWork('used');
  cpSync(dataDir, used, { recursive: true });
  const before = contentsOf(used);
  const passphrase = inWork('passphrase');
  writeFileSync(passphrase, 'three quiet harbours');
  const withPassphrase = ['--passphrase-file', passphrase];
  for (const [file, says] of cases) {
    const verified = await program(used, 'dist/backup.js', '--verify', file, ...withPassphrase);
    expectRefused(verified, [says]);
    const args = ['dist/restore.js', file, '--replace', ...withPassphrase];
    expectRefused(await program(used, ...args), [says]);
    expect(contentsOf(used)).toEqual(before);
    const empty = inWork(`empty-${path.basename(file)}`);
    expectRefused(await program(empty, ...args), [says]);
    expect(contentsOf(empty)).toEqual({});
  }
});
