import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type ArchiveWriter, streamZip } from '@/lib/server/zip-stream';
import { unzip } from '../../support/unzip';

const FILE_BYTES = 100_000;
const madeAt = new Date('2026-11-29T10:00:00Z');

function begin(fill: (archive: ArchiveWriter) => Promise<void>) {
  const stop = new AbortController();
  return { stop, reader: streamZip(fill, { stop, madeAt }).getReader() };
}

/** Whatever can go on without being read has. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 200; turns++) await turn();
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    chunks.push(value);
  }
}

test('what was put in comes out, texts of any length and bytes', async () => {
  const bytes = new Uint8Array(FILE_BYTES).map((_, index) => index % 251);
  const text = 'öçü😀 '.repeat(50_000);
  const { reader } = begin(async (archive) => {
    await archive.addText('a/text.txt', [text, text]);
    await archive.addBytes('b.webp', bytes);
    await archive.addText('empty.txt', []);
  });
  const files = await unzip(await readAll(reader));
  expect([...files.keys()]).toEqual(['a/text.txt', 'b.webp', 'empty.txt']);
  expect(files.get('a/text.txt')?.toString()).toBe(text + text);
  expect(files.get('b.webp')).toEqual(Buffer.from(bytes));
});

test('nothing is made ahead of its reader, also behind a text that is still being compressed', async () => {
  let made = 0;
  const { reader } = begin(async (archive) => {
    await archive.addText('text.txt', ['x'.repeat(FILE_BYTES)]);
    for (let number = 0; number < 100; number++) {
      await archive.addBytes(`${number}.webp`, new Uint8Array(FILE_BYTES));
      made++;
    }
  });
  const { value = new Uint8Array() } = await reader.read();
  await settle();
  expect(made).toBeLessThan(5);
  expect((await unzip(Buffer.concat([value, await readAll(reader)]))).size).toBe(101);
  expect(made).toBe(100);
});

test('a reader who leaves ends the work', async () => {
  let made = 0;
  let end: (error: unknown) => void = () => {};
  const ended = new Promise<unknown>((resolve) => {
    end = resolve;
  });
  const { stop, reader } = begin(async (archive) => {
    try {
      for (;;) {
        await archive.addBytes(`${made}.webp`, new Uint8Array(FILE_BYTES));
        made++;
      }
    } catch (error) {
      end(error);
      throw error;
    }
  });
  await reader.read();
  const left = new Error('left');
  await reader.cancel(left);
  await ended;
  expect(stop.signal.reason).toBe(left);
  const before = made;
  await settle();
  expect(made).toBe(before);
});

test('a failure reaches the reader, so that nobody takes the part for the whole', async () => {
  async function* failing() {
    yield 'one';
    throw new Error('the database is gone');
  }
  const inText = begin((archive) => archive.addText('a.txt', failing()));
  await expect(readAll(inText.reader)).rejects.toThrow('the database is gone');
  const between = begin(() => Promise.reject(new Error('no more')));
  await expect(readAll(between.reader)).rejects.toThrow('no more');
});

test('what was read is let go, however much comes', async () => {
  const mebibyte = 1024 * 1024;
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const { reader } = begin(async (archive) => {
    for (let number = 0; number < 300; number++) {
      await archive.addBytes(`${number}.webp`, new Uint8Array(mebibyte).fill(number));
    }
  });
  for (;;) {
    const { done } = await reader.read();
    if (done) break;
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  expect(peak).toBeLessThan(150 * mebibyte);
});
