import { chmodSync, chownSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { ConfigError } from '@/lib/server/config';
import { lockDataDir } from '@/lib/server/data-dir/data-dir-lock';
import { makePrivateDir } from '@/lib/server/data-dir/make-dir';

const newFolder = () => mkdtempSync(path.join(os.tmpdir(), 'parley-private-'));

test('a folder in a shared place is used only when it is this user’s alone', () => {
  const shared = newFolder();
  const own = path.join(shared, 'own');
  makePrivateDir(own);
  makePrivateDir(own);

  const link = path.join(shared, 'link');
  symlinkSync(own, link);
  expect(() => makePrivateDir(link)).toThrow(link);

  const open = path.join(shared, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  expect(() => makePrivateDir(open)).toThrow(open);
});

test.skipIf(process.getuid?.() !== 0)(
  'a folder of somebody else is refused, by root as well',
  () => {
    const folder = path.join(newFolder(), 'theirs');
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 12_345, 12_345);
    expect(() => makePrivateDir(folder)).toThrow(folder);
  },
);

test('a data folder whose lock would lie in a prepared place is not used', async () => {
  const shared = newFolder();
  const dataDir = path.join(newFolder(), 'long'.repeat(30));
  vi.stubEnv('TMPDIR', shared);
  try {
    const unlock = await lockDataDir(dataDir);
    await unlock();
    const prepared = newFolder();
    const name = `parley-locks-${process.getuid?.() ?? 'user'}`;
    symlinkSync(path.join(shared, name), path.join(prepared, name));
    vi.stubEnv('TMPDIR', prepared);
    await expect(lockDataDir(dataDir)).rejects.toThrow(ConfigError);
  } finally {
    vi.unstubAllEnvs();
  }
});
