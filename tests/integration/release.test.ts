import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { newPerson } from '../support/person';
import { sendPicture } from '../support/photos';
import { releaseArchive, withRelease } from '../support/release';
import { makeDataDir, startServer } from '../support/server';

const RELEASE_MAX_BYTES = 60 * 1024 * 1024;
withRelease();
const work = makeDataDir();
afterAll(() => rmSync(work, { recursive: true, force: true }));

const run = (program: string, args: string[], env: Record<string, string> = {}) =>
  spawnSync(program, args, {
    cwd: work,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
  });

test('a release, unpacked into an empty folder, serves people and takes commands, a backup among them, without npm or a network', async () => {
  const made = releaseArchive();
  const archive = path.basename(made);
  for (const file of [made, `${made}.sha256`]) {
    copyFileSync(file, path.join(work, path.basename(file)));
  }
  expect(statSync(path.join(work, archive)).size).toBeLessThan(RELEASE_MAX_BYTES);
  for (const [program, args] of [
    ['sha256sum', ['-c', '--quiet', `${archive}.sha256`]],
    ['tar', ['-xzf', archive]],
  ] as const) {
    expect(run(program, [...args]).status).toBe(0);
  }
  const root = path.join(work, archive.replace('.tar.gz', ''));
  expect(readdirSync(root)).toEqual(expect.arrayContaining(['LICENSE', 'LICENSES.txt']));
  for (const name of ['typescript', 'esbuild', 'vitest', 'tsx', '@biomejs', 'tailwindcss']) {
    expect(existsSync(path.join(root, 'node_modules', name))).toBe(false);
  }
  for (const name of ['app', 'components', 'scripts', 'tests']) {
    expect(existsSync(path.join(root, name))).toBe(false);
  }

  const parley = path.join(root, 'bin/parley');
  const server = await startServer({
    cwd: work,
    wrapper: ['/bin/sh', '-c', 'exec "$2"', 'sh'],
    args: [parley],
    env: { DATA_DIR: 'data' },
    dataDir: path.join(work, 'data'),
  });
  try {
    const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
    await ada.send(bob, 'from a release');
    await sendPicture(ada, bob);
    expect(
      (await bob.history(ada)).messages.map(({ text, image }) => [text, image !== null]),
    ).toEqual([
      ['from a release', false],
      ['', true],
    ]);
    const page = await fetch(`${server.url}/login`);
    const [, script = ''] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    expect((await fetch(server.url + script)).status).toBe(200);
    for (const file of ['sw.js', 'manifest.webmanifest']) {
      expect((await fetch(`${server.url}/${file}`)).status).toBe(200);
    }
    const env = { DATA_DIR: 'data' };
    expect(run(parley, ['admin', 'people'], env).stdout).toContain('2 in all.');
    expect(run(parley, ['backup', 'all.backup'], env).stdout).toContain('all.backup (');
    expect(run(parley, ['backup', '--verify', 'all.backup'], env).stdout).toMatch(/^Whole/);
  } finally {
    expect(await server.stop()).toBe(0);
  }
});

test('the command of a release says what it can do, and what is missing', () => {
  const [folder = ''] = readdirSync(work).filter((name) => /^parley-.*[^z6]$/.test(name));
  const parley = path.join(work, folder, 'bin/parley');
  expect(run(parley, ['--help']).stdout).toContain('parley backup FILE');
  expect(run(parley, ['dance'])).toMatchObject({ status: 2, stdout: '' });
  const old = path.join(work, 'old');
  mkdirSync(old);
  writeFileSync(
    path.join(old, 'node'),
    '#!/bin/sh\n[ "$1" = --version ] && echo v18.0.0\nexit 1\n',
    {
      mode: 0o755,
    },
  );
  const { status, stderr } = run(parley, [], { NODE: path.join(old, 'node') });
  expect([status, stderr]).toEqual([1, 'Parley needs Node 20.19 or newer; this is v18.0.0.\n']);
  const none = run(parley, [], { NODE: '/nowhere/node' });
  expect([none.status, none.stderr.includes('Parley needs Node')]).toEqual([1, true]);
});
