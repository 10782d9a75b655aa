import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { logRefusal } from '@/lib/server/log-refusal';

const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-log-'));
beforeAll(() => {
  process.env.DATA_DIR = dir;
});
afterEach(() => void vi.useRealTimers());
afterAll(() => rmSync(dir, { recursive: true }));

test('a flood of refusals is logged up to a bound, and the next line says how many were left out', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const info = vi.spyOn(log(), 'info').mockImplementation(() => undefined);
  for (let count = 0; count < 10_000; count++) logRefusal(new AppError('forbidden'), 'x.refused');
  expect(info).toHaveBeenCalledTimes(600);
  vi.advanceTimersByTime(1_000);
  logRefusal(new AppError('rate_limited'), 'x.refused');
  expect(info).toHaveBeenLastCalledWith({ code: 'rate_limited', leftOut: 9_400 }, 'x.refused');
});

test('a failure of the server’s own is no refusal', () => {
  const info = vi.spyOn(log(), 'info').mockImplementation(() => undefined);
  info.mockClear();
  logRefusal(new AppError('unavailable'), 'x.refused');
  logRefusal(new Error('anything'), 'x.refused');
  expect(info).not.toHaveBeenCalled();
});
