import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DecodeAnswer, DecodeTask } from '@/lib/server/images/decoder/task';
import { DecoderLimitError, DecoderProcess } from '@/lib/server/images/decoder-process';
import { DecoderQueue } from '@/lib/server/images/decoder-queue';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'parley-decoder-'));
beforeAll(() => vi.stubEnv('DATA_DIR', dataDir));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true, force: true });
});

const picture = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#27a' } })
    .png()
    .toBuffer();
const generous = { memoryBytes: 2 ** 31, cpuMs: 60_000, heicCpuMs: 60_000, wallMs: 60_000 };

test('a picture that takes more memory or time than it may is stopped, with its process', async () => {
  const source = { bytes: await picture() };
  for (const limits of [
    { ...generous, memoryBytes: 1024 * 1024 },
    { ...generous, wallMs: 1 },
  ]) {
    const decoder = new DecoderProcess(limits);
    const running = decoder.run({ source, kind: 'image' }, { isHeic: false });
    await expect(running).rejects.toBeInstanceOf(DecoderLimitError);
    expect(decoder.hasEnded).toBe(true);
  }
});

test('after a process was stopped the next picture is decoded by a new one', async () => {
  const started: DecoderProcess[] = [];
  const queue = new DecoderQueue(() => {
    const limits = started.length === 0 ? { ...generous, wallMs: 1 } : generous;
    const decoder = new DecoderProcess(limits);
    started.push(decoder);
    return decoder;
  });
  const source = { bytes: await picture() };
  const outcomes = await Promise.allSettled(
    ['a', 'b'].map((owner) => queue.run(owner, { source, kind: 'image' }, { isHeic: false })),
  );
  queue.close();
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ value: { image: { width: 40, height: 30 } } });
  expect(started).toHaveLength(2);
});

test('people take turns, so that nobody waits behind all pictures of another', async () => {
  const done: string[] = [];
  const queue = new DecoderQueue(() => ({
    hasEnded: false,
    end: () => undefined,
    run: async ({ source }: DecodeTask): Promise<DecodeAnswer> => {
      if ('path' in source) done.push(source.path);
      return { failure: '' };
    },
  }));
  const send = (owner: string, path: string) =>
    queue.run(owner, { source: { path }, kind: 'image' }, { isHeic: false });
  await Promise.all([send('ada', 'a1'), send('ada', 'a2'), send('ada', 'a3'), send('bob', 'b1')]);
  queue.close();
  expect(done).toEqual(['a1', 'a2', 'b1', 'a3']);
});

test('where no process can be started the picture fails, and the next one is tried again', async () => {
  let isFull = true;
  const queue = new DecoderQueue(() => {
    if (isFull) throw new Error('no more processes');
    return {
      hasEnded: false,
      end: () => undefined,
      run: () => Promise.resolve<DecodeAnswer>({ failure: 'run' }),
    };
  });
  const send = () => queue.run('ada', { source: { path: 'a' }, kind: 'image' }, { isHeic: false });
  await expect(send()).rejects.toThrow('no more processes');
  isFull = false;
  expect(await send()).toEqual({ failure: 'run' });
  queue.close();
});
