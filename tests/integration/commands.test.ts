import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminCommands } from '@/lib/shared/accounts/admin-schemas';
import { launcher } from '../../scripts/release/launcher.mjs';
import { ROOT } from '../support/build';
import { AS_NOBODY, type Ended, isRoot, NOBODY, run } from '../support/command';
import { newPerson, type Person, request } from '../support/person';
import { makeDataDir } from '../support/server';
import { type SharedDatabase, startSharedDatabase } from '../support/shared-database';
import { serverForFile } from '../support/shared-server';

const server = serverForFile({});
const work = makeDataDir();
const inWork = (name: string) => path.join(work, name);
/** There once `beforeAll` has run. */
const PLACES = {
  backup: inWork('all.backup'),
  shelf: inWork('shelf'),
  empty: inWork('empty'),
  notes: inWork('notes.txt'),
  cut: inWork('cut.backup'),
  stopped: inWork('stopped'),
};
let ada: Person;
let bob: Person;
let report = '';
let mongodb: SharedDatabase;

const packageScripts: Record<string, string> = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
).scripts;

/** For people who work on Parley, not for those who run it. */
// biome-ignore format: a list
const DEVELOPERS = ['dev', 'test', 'format', 'lint', 'typecheck', 'validate', 'icons', 'screenshots',
  'try-nodes', 'first-message', 'tour', 'lighthouse', 'bench', 'chaos', 'fuzz', 'conformance'];

interface Call {
  args: () => string[];
  /** DATA_DIR, where it is not the server's. */
  dataDir?: string;
  env?: () => Record<string, string>;
}
interface Refusal extends Call {
  code: number;
  says: string | RegExp;
  /** It has no answer for programs, as it is not done by asking. */
  isText?: true;
}

interface Row {
  /** Also a word of bin/parley. */
  isInRelease: boolean;
  /** `--json` is one of its options. */
  hasJson: boolean;
  done: Call[];
  refused: Refusal[];
  /** Where this user may not read or write. */
  withoutRights: Call[];
}

const call = (...args: string[]): Call => ({ args: () => args });
const refusal = (code: number, says: string | RegExp, ...args: string[]): Refusal => ({
  args: () => args,
  code,
  says,
});
const on = <C extends Call>(dataDir: string, one: C): C => ({ ...one, dataDir });
const nowhere = inWork('nowhere/deep');
/** Of root's alone. */
const locked = inWork('locked');

const PERSON_REFUSALS = (name: string) => [
  refusal(2, 'PERSON is required', ...name.split(' ')),
  refusal(
    1,
    'There is no account for nobody@example.org',
    ...name.split(' '),
    'nobody@example.org',
    ...(name === 'delete' ? ['--yes'] : []),
  ),
  refusal(
    2,
    `"${name}" does not take c@example.org`,
    ...name.split(' '),
    'a@example.org',
    'c@example.org',
  ),
];

/** Each of the operator's commands: how it is done, and how it is not. */
const ADMIN: Record<string, { done: Call[]; refused: Refusal[] }> = {
  people: {
    done: [call('people'), call('people', '--q', 'person', '--limit', '1')],
    refused: [refusal(2, 'LIMIT must be a whole number', 'people', '--limit', 'many')],
  },
  invite: {
    done: [call('invite', '--uses', '2', '--days', '3')],
    refused: [refusal(2, 'USES', 'invite', '--uses', '0')],
  },
  disable: { done: [{ args: () => ['disable', bob.id] }], refused: PERSON_REFUSALS('disable') },
  enable: { done: [{ args: () => ['enable', bob.id] }], refused: PERSON_REFUSALS('enable') },
  'reset-link': {
    done: [{ args: () => ['reset-link', bob.id] }],
    refused: PERSON_REFUSALS('reset-link'),
  },
  'second-factor off': {
    done: [{ args: () => ['second-factor', 'off', bob.id] }],
    refused: PERSON_REFUSALS('second-factor off'),
  },
  'sessions end': {
    done: [{ args: () => ['sessions', 'end', bob.id] }],
    refused: PERSON_REFUSALS('sessions end'),
  },
  reports: {
    done: [call('reports', '--all', '--limit', '5')],
    refused: [refusal(2, 'LIMIT must be at least 1', 'reports', '--limit', '0')],
  },
  'reports done': {
    done: [{ args: () => ['reports', 'done', report] }],
    refused: [refusal(1, 'That report does not exist', 'reports', 'done', 'f'.repeat(24))],
  },
  stats: { done: [call('stats')], refused: [refusal(2, 'does not take x', 'stats', 'x')] },
  // The last: the others need somebody.
  delete: {
    done: [{ args: () => ['delete', bob.id, '--yes'] }],
    refused: [refusal(2, 'add --yes', 'delete', 'a@example.org'), ...PERSON_REFUSALS('delete')],
  },
};

const ROWS: Record<string, Row> = {
  start: {
    isInRelease: true,
    hasJson: false,
    done: [],
    refused: [{ ...refusal(2, 'is not understood', 'now'), isText: true }],
    // With the build that is there; see the test of its own for DATA_DIR.
    withoutRights: [],
  },
  build: {
    isInRelease: false,
    hasJson: false,
    done: [],
    refused: [{ ...refusal(2, 'is not understood', 'now'), isText: true }],
    withoutRights: [call()],
  },
  release: {
    isInRelease: false,
    hasJson: true,
    // Done by tests/support/release.ts, which reads its answer.
    done: [],
    refused: [refusal(2, 'is not understood', 'now'), refusal(1, 'ENOTDIR', '--out', PLACES.notes)],
    withoutRights: [call('--out', path.join(locked, 'release'))],
  },
  admin: {
    isInRelease: true,
    hasJson: true,
    done: Object.values(ADMIN).flatMap(({ done }) => done),
    refused: [
      refusal(2, 'A command is missing'),
      refusal(2, 'There is no command "dance"', 'dance'),
      on(PLACES.empty, refusal(1, 'holds no database', 'people')),
      on(nowhere, refusal(1, 'holds no database', 'people')),
      ...Object.values(ADMIN).flatMap(({ refused }) => refused),
    ],
    withoutRights: [call('people'), call('invite'), on(locked, call('stats'))],
  },
  seed: {
    isInRelease: true,
    hasJson: true,
    done: [call()],
    refused: [refusal(2, '"more" is not understood', 'more')],
    withoutRights: [on(locked, call())],
  },
  check: {
    isInRelease: true,
    hasJson: true,
    done: [call(), on(PLACES.stopped, call('--rewrite'))],
    refused: [
      refusal(2, '"more" is not understood', 'more'),
      refusal(2, 'the database is in use: stop the server', '--rewrite'),
      on(PLACES.empty, refusal(2, 'holds no database')),
      on(nowhere, refusal(2, 'holds no database')),
      {
        ...refusal(2, 'MONGODB_URI is set'),
        env: () => ({ MONGODB_URI: mongodb.uri }),
      },
    ],
    withoutRights: [on(locked, call())],
  },
  backup: {
    isInRelease: true,
    hasJson: true,
    done: [
      { args: () => [inWork(`${randomUUID()}.backup`)] },
      call('--verify', PLACES.backup),
      call('--list', PLACES.shelf),
      call('--prune', '1', PLACES.shelf),
    ],
    refused: [
      refusal(2, 'One file or folder is needed'),
      refusal(2, 'One file or folder is needed', '--list'),
      refusal(2, '"b" is one too many', 'a', 'b'),
      refusal(2, '--prune takes a number from 1', '--prune', '0', PLACES.shelf),
      refusal(2, /^Option '--prune( <value>)?' argument/, PLACES.shelf, '--prune'),
      refusal(2, 'one at a time', '--verify', '--list', PLACES.shelf),
      refusal(1, 'is there already', PLACES.notes),
      refusal(1, 'there is no folder', path.join(nowhere, 'x.backup')),
      refusal(1, 'is no folder', '--list', nowhere),
      refusal(1, 'is no folder', '--prune', '3', PLACES.notes),
      refusal(1, 'there is no file', '--verify', nowhere),
      refusal(1, 'is no backup of Parley', '--verify', PLACES.notes),
      refusal(1, 'is a folder', '--verify', PLACES.shelf),
      refusal(1, 'is damaged or not whole', '--verify', PLACES.cut),
      refusal(1, 'passphrase cannot be read', inWork('y.backup'), '--passphrase-file', nowhere),
      on(PLACES.empty, refusal(1, 'holds no database', inWork('z.backup'))),
      {
        ...refusal(1, 'cannot be reached', inWork('z.backup')),
        env: () => ({ MONGODB_URI: 'mongodb://127.0.0.1:9/parley' }),
      },
    ],
    withoutRights: [
      on(locked, call(inWork('open/a.backup'))),
      on(inWork('of-nobody'), call(path.join(locked, 'a.backup'))),
      call('--list', locked),
      call('--verify', PLACES.backup),
      call('--prune', '1', inWork('readable-shelf')),
    ],
  },
  restore: {
    isInRelease: true,
    hasJson: true,
    done: [{ args: () => [PLACES.backup], dataDir: inWork('restored') }],
    refused: [
      refusal(2, 'One file is needed'),
      refusal(2, '"b" is one too many', 'a', 'b'),
      refusal(1, 'is in use by another Parley server', PLACES.backup),
      on(PLACES.stopped, refusal(1, 'is not empty: with --replace', PLACES.backup)),
      on(inWork('r1'), refusal(1, 'there is no file', nowhere)),
      on(inWork('r2'), refusal(1, 'is no backup of Parley', PLACES.notes)),
      on(inWork('r3'), refusal(1, 'is damaged or not whole', PLACES.cut)),
      on(inWork('r4'), refusal(1, 'is a folder', PLACES.shelf)),
    ],
    withoutRights: [
      on(locked, call(inWork('readable.backup'))),
      on(inWork('of-nobody-2'), call(PLACES.backup)),
    ],
  },
  'migrate:mongodb': {
    isInRelease: true,
    hasJson: true,
    done: [on(PLACES.stopped, { args: () => [mongodb.uri] })],
    refused: [
      refusal(2, 'One address is needed'),
      refusal(2, 'One address is needed', 'localhost'),
      refusal(2, '"more" is not understood', 'mongodb://localhost/a', 'more'),
      refusal(1, 'is in use by another Parley server', 'mongodb://127.0.0.1:9/parley'),
      on(PLACES.stopped, refusal(1, 'cannot be reached', 'mongodb://u:secret@127.0.0.1:9/parley')),
      on(PLACES.empty, refusal(1, 'holds no database', 'mongodb://127.0.0.1:9/parley')),
    ],
    withoutRights: [on(locked, call('mongodb://127.0.0.1:9/parley'))],
  },
};

const parley = inWork('release/bin/parley');

/** How `npm run NAME -- …` or `parley NAME …` runs it. */
function commandOf(name: string, form: 'npm' | 'parley'): string[] {
  if (form === 'parley') return [parley, name];
  const [, ...args] = (packageScripts[name] ?? '').split(' ');
  return [process.execPath, ...args];
}

const runRow = (
  name: string,
  { args, dataDir, env }: Call,
  {
    more = [],
    form = 'npm',
    wrapper = [],
  }: { more?: string[]; form?: 'npm' | 'parley'; wrapper?: readonly string[] } = {},
): Promise<Ended> =>
  run([...commandOf(name, form), ...args(), ...more], {
    wrapper,
    env: { DATA_DIR: dataDir ?? server().dataDir, ...env?.() },
  });

/** One line to the error output for people, one value to the output for programs; never a stack. */
function expectRefused(
  ended: Ended,
  isJson: boolean,
  { code, says }: Pick<Refusal, 'code' | 'says'>,
) {
  const { stdout, stderr } = ended;
  if (isJson) {
    expect(stderr).toBe('');
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ success: false, message: expect.stringMatching(says) });
    expect(answer.message).not.toMatch(/\n|^\s+at /m);
  } else {
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  }
  expect(ended.code).toBe(code);
}

beforeAll(async () => {
  for (const name of ['release/bin', 'shelf', 'empty', 'open', 'readable-shelf', 'stopped']) {
    mkdirSync(inWork(name), { recursive: true });
  }
  for (const name of ['dist', '.next', 'node_modules', 'package.json']) {
    symlinkSync(path.join(ROOT, name), inWork(`release/${name}`));
  }
  writeFileSync(parley, launcher('9.8.7'), { mode: 0o755 });
  writeFileSync(PLACES.notes, 'no backup\n');
  [ada, bob] = [await newPerson(server().url), await newPerson(server().url)];
  await ada.send(bob, 'hello');
  const made = await bob.call<{ report: { _id: string } }>('/api/reports', {
    method: 'POST',
    json: { userId: ada.id, reason: 'to have one' },
  });
  expect(made.status).toBe(201);
  const listed = await runRow('admin', call('reports', '--json'));
  report = JSON.parse(listed.stdout).reports[0]._id;
  expect((await runRow('backup', call(PLACES.backup))).code).toBe(0);
  writeFileSync(PLACES.cut, readFileSync(PLACES.backup).subarray(0, -2_000));
  cpSync(PLACES.backup, path.join(PLACES.shelf, 'parley-20200101T000000Z.backup'));
  cpSync(PLACES.backup, path.join(PLACES.shelf, 'parley-20200102T000000Z.backup'));
  for (const target of [PLACES.stopped, inWork('of-nobody'), locked]) {
    const restored = await runRow('restore', on(target, call(PLACES.backup)));
    expect(restored.code, restored.stderr).toBe(0);
  }
  mongodb = await startSharedDatabase(inWork('mongodb'));
  if (!isRoot) return;
  // Others may go through the folders, and into none of them.
  chmodSync(work, 0o755);
  chmodSync(server().dataDir, 0o755);
  chmodSync(locked, 0o700);
  chmodSync(PLACES.backup, 0o600);
  cpSync(PLACES.backup, inWork('readable.backup'));
  chmodSync(inWork('readable.backup'), 0o644);
  cpSync(PLACES.shelf, inWork('readable-shelf'), { recursive: true });
  chownSync(inWork('open'), NOBODY, NOBODY);
  mkdirSync(inWork('of-nobody-2'), { mode: 0o700 });
  for (const name of ['of-nobody', 'of-nobody-2']) {
    chownSync(inWork(name), NOBODY, NOBODY);
    for (const file of readdirSync(inWork(name), { recursive: true, encoding: 'utf8' })) {
      chownSync(path.join(inWork(name), file), NOBODY, NOBODY);
    }
  }
});

afterAll(async () => {
  await mongodb?.close();
  rmSync(work, { recursive: true, force: true });
});

const namesInRelease = [...launcher('1').matchAll(/^ {2}([\w:| -]+)\)/gm)]
  .flatMap(([, names = '']) => names.split('|').map((name) => name.trim()))
  .filter((name) => !/^(?:start:.*|-.*|version|help)$/.test(name));

test('every command of package.json, of bin/parley and of the operator has its rows here', () => {
  const scripts = Object.keys(packageScripts).filter((name) => !DEVELOPERS.includes(name));
  expect(Object.keys(ROWS).sort()).toEqual(scripts.sort());
  const inRelease = Object.keys(ROWS).filter((name) => ROWS[name]?.isInRelease);
  expect([...new Set(namesInRelease)].sort()).toEqual(inRelease.sort());
  expect(Object.keys(ADMIN).sort()).toEqual(Object.keys(adminCommands).sort());
});

const formsOf = (name: string) =>
  (ROWS[name]?.isInRelease ? ['npm', 'parley'] : ['npm']) as ('npm' | 'parley')[];

test.each(Object.keys(ROWS).flatMap((name) => formsOf(name).map((form) => [name, form] as const)))(
  '%s (%s) explains itself, names every option it takes, and refuses any other in one line',
  async (name, form) => {
    const [help, odd] = await Promise.all([
      runRow(name, call('--help'), { form }),
      runRow(name, call('--colour'), { form }),
    ]);
    expect([help.code, help.stderr]).toEqual([0, '']);
    if (form === 'parley' && name === 'start') {
      expect(help.stdout).toContain('starts the server');
      expectRefused(odd, false, { code: 2, says: /"--colour".* --help says more\.$/m });
      return;
    }
    expectRefused(odd, false, { code: 2, says: /only (--[\w-]+(?:, )?)+\. --help says more\.$/m });
    const taken = [...new Set(odd.stderr.match(/(?<=(?:only |, ))--[\w-]+(?=[,.])/g))];
    const named = [...new Set(help.stdout.match(/(?<![\w-])--[a-z][\w-]*/g))];
    expect(named.sort()).toEqual(taken.sort());
    expect(named.includes('--json')).toBe(ROWS[name]?.hasJson);
    if (ROWS[name]?.hasJson) {
      const json = await runRow(name, call('--colour', '--json'), { form });
      expectRefused(json, true, { code: 2, says: /--colour/ });
    }
  },
);

test('bin/parley itself: its version, its words, and a word it does not know', async () => {
  for (const args of [['version'], ['--version']]) {
    expect(await run([parley, ...args])).toEqual({ code: 0, stdout: '9.8.7\n', stderr: '' });
  }
  for (const args of [['help'], ['--help'], ['-h']]) {
    const { code, stdout } = await run([parley, ...args]);
    expect(code).toBe(0);
    for (const name of namesInRelease) expect(stdout).toMatch(new RegExp(`parley \\[?${name}\\b`));
  }
  expectRefused(await run([parley, 'dance']), false, { code: 2, says: /parley --help lists them/ });
});

const refusals = Object.entries(ROWS).flatMap(([name, { refused }]) =>
  refused.map(
    (one) => [`${name} ${one.args().join(' ').replaceAll(work, '…')}`, name, one] as const,
  ),
);

test.each(refusals)(
  '%s is refused in one line, for people and for programs',
  async (_, name, one) => {
    const before = existsSync(one.dataDir ?? work);
    const asText = () => runRow(name, one).then((ended) => expectRefused(ended, false, one));
    const asJson = async () => {
      if (one.isText) return;
      expectRefused(await runRow(name, one, { more: ['--json'] }), true, one);
    };
    // Some of them lock the data folder, and would meet one another.
    if (/^(?:restore|migrate)/.test(name)) {
      await asText();
      await asJson();
    } else await Promise.all([asText(), asJson()]);
    // What is only read is not made.
    if (name !== 'restore') expect(existsSync(one.dataDir ?? work)).toBe(before);
  },
);

const answered = Object.entries(ROWS).flatMap(([name, { done }]) =>
  done.map((one, index) => [name, index + 1, one] as const),
);

test.each(answered)(
  '%s, way %i, answers a program with one value and nothing else',
  async (name, _, one) => {
    const { code, stdout, stderr } = await runRow(name, one, { more: ['--json'] });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ success: true });
    expect(stdout).toMatch(/^[^\n]+\n$/);
    expect(code).toBe(0);
  },
);

if (!isRoot)
  process.stderr.write(
    '\n*** SKIPPED: commands of a user without rights. Not run as root. ***\n\n',
  );

const withoutRights = Object.entries(ROWS).flatMap(([name, row]) =>
  row.withoutRights.map(
    (one) => [`${name} ${one.args().join(' ').replaceAll(work, '…')}`, name, one] as const,
  ),
);

test.runIf(isRoot).each(withoutRights)(
  '%s of a user without rights ends with one line that says whose it is',
  async (_, name, one) => {
    const says = /as the user who runs (?:it|the server)|as the one whose it is/;
    const ended = await runRow(name, one, { wrapper: AS_NOBODY });
    expectRefused(ended, false, { code: name === 'check' ? 2 : 1, says });
  },
);

test.runIf(isRoot)(
  'a server is not started in the data of another user, nor is its operator’s socket open to them',
  async () => {
    const started = await run([process.execPath, 'scripts/start.mjs'], {
      wrapper: AS_NOBODY,
      env: { DATA_DIR: locked, PORT: '0' },
    });
    expectRefused(started, false, { code: 1, says: /^Parley cannot start: .*as the user/ });
    const socket = path.join(server().dataDir, 'admin.sock');
    expect(existsSync(socket)).toBe(true);
    const asked = await runRow('admin', call('invite'), { wrapper: AS_NOBODY });
    expectRefused(asked, false, {
      code: 1,
      says: 'Not done: the server belongs to another user: run this as the user who runs it',
    });
    expect((await request(`${server().url}/api/health/live`)).status).toBe(200);
  },
);
