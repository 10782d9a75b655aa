import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const CHILD = path.join(import.meta.dirname, 'exit.child.ts');
const ROUNDS = 4;

test.each([
  ['that ends itself', 'exit', 7],
  ['with an error that nobody caught', 'throw', 1],
])('a process %s while it writes is gone, its database with it', async (_what, how, code) => {
  const dir = await mkdtemp(path.join(tmpdir(), 'em-exit-'));
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const child = spawn(process.execPath, ['--import', 'tsx', CHILD, dir, how], {
        stdio: 'ignore',
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      expect(await once(child, 'exit')).toEqual([code, null]);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
