// What taking pictures in costs: time, processor time and the most memory above the idle server, for
// small files of extreme shape and for what phones send. One at a time, then four at once.
//
//   npm run build && node --import tsx bench/pictures.ts
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { newPerson, type Person } from '../tests/support/person';
import { startServer, type TestServer } from '../tests/support/server';

const MEGABYTE = 1024 * 1024;
const SAMPLE_INTERVAL_MS = 20;

interface Sample {
  name: string;
  bytes: Buffer;
}

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2a6' }, limitInputPixels: false });

async function grain(width: number, height: number) {
  const noise = await sharp({
    create: {
      width: Math.ceil(width / 8),
      height: Math.ceil(height / 8),
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .png()
    .toBuffer();
  return sharp(noise).resize(width, height, { fit: 'fill' });
}

/** An animation of a square that moves over a plain ground. */
async function animation(width: number, height: number, frames: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * frames * 3, 40);
  const side = Math.min(40, width, height);
  for (let frame = 0; frame < frames; frame++) {
    const left = (frame * 3) % Math.max(1, width - side);
    for (let y = 0; y < side; y++) {
      const start = ((frame * height + y) * width + left) * 3;
      pixels.fill(200, start, start + side * 3);
    }
  }
  return sharp(pixels, {
    raw: { width, height: height * frames, channels: 3, pageHeight: height },
    limitInputPixels: false,
  })
    .gif({ effort: 1, delay: Array(frames).fill(50), loop: 0 })
    .toBuffer();
}

async function makeSamples(): Promise<Sample[]> {
  const samples: [string, () => Promise<Buffer>][] = [
    ['PNG 1 x 50,000,000', async () => withHeight(await blank(1, 100_000).png().toBuffer())],
    ['PNG 7000 x 7000, one colour', () => blank(7000, 7000).png().toBuffer()],
    [
      'PNG 7000 x 7000, lying on its side',
      () => blank(7000, 7000).withMetadata({ orientation: 6 }).png().toBuffer(),
    ],
    ['AVIF 7000 x 7000, one colour', () => blank(7000, 7000).avif({ effort: 0 }).toBuffer()],
    ['AVIF 6000 x 4000, one colour', () => blank(6000, 4000).avif({ effort: 0 }).toBuffer()],
    ['WebP 7000 x 7000, one colour', () => blank(7000, 7000).webp({ effort: 0 }).toBuffer()],
    ['GIF 16 x 16, 4,900 frames', () => animation(16, 16, 4_900)],
    ['GIF 480 x 270, 420 frames', () => animation(480, 270, 420)],
    ['GIF 340 x 340, 1,000 frames', () => animation(340, 340, 1_000)],
    ['JPEG 8064 x 6048', async () => (await grain(8064, 6048)).jpeg({ quality: 85 }).toBuffer()],
    [
      'JPEG 8064 x 6048, progressive',
      async () => (await grain(8064, 6048)).jpeg({ progressive: true }).toBuffer(),
    ],
    [
      'PNG 1080 x 16,000, a screenshot',
      async () => (await grain(1080, 16_000)).png({ palette: true }).toBuffer(),
    ],
  ];
  const made: Sample[] = [];
  for (const [name, make] of samples) made.push({ name, bytes: await make() });
  for (const folder of process.argv.slice(2)) {
    for (const file of readdirSync(folder).sort()) {
      made.push({ name: file, bytes: readFileSync(path.join(folder, file)) });
    }
  }
  return made;
}

/** The same PNG, its head claiming 50,000,000 rows. */
function withHeight(png: Buffer): Buffer {
  const copy = Buffer.from(png);
  copy.writeUInt32BE(50_000_000, 20);
  return copy;
}

/** Resident memory and processor time of the server and all its children. */
function measure(pid: number): { bytes: number; cpuMs: number } {
  let bytes = 0;
  let ticks = 0;
  const pids = [pid];
  for (let next = pids.pop(); next !== undefined; next = pids.pop()) {
    try {
      const status = readFileSync(`/proc/${next}/status`, 'utf8');
      bytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
      const stat = readFileSync(`/proc/${next}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // With what its children had used when they ended.
      for (const field of [11, 12, 13, 14]) ticks += Number(fields[field]);
      const children = readFileSync(`/proc/${next}/task/${next}/children`, 'utf8');
      pids.push(...children.split(' ').filter(Boolean).map(Number));
    } catch {
      // It has just ended.
    }
  }
  return { bytes, cpuMs: ticks * 10 };
}

async function send(from: Person, to: Person, { bytes, name }: Sample): Promise<string> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(bytes)]), name);
  const { status, body } = await from.call<{ newMessage: { image: { width: number } } }>(
    `/api/messages/send/${to.id}`,
    { method: 'POST', body: form },
  );
  return body.success ? String(status) : `${status} ${body.reason ?? body.code}`;
}

async function watched(server: TestServer, work: () => Promise<string>) {
  const pid = server.process.pid ?? 0;
  const idle = measure(pid);
  let peak = idle.bytes;
  const sampling = setInterval(() => {
    peak = Math.max(peak, measure(pid).bytes);
  }, SAMPLE_INTERVAL_MS);
  const begun = performance.now();
  const outcome = await work();
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(sampling);
  return { outcome, seconds, peakMb: (peak - idle.bytes) / MEGABYTE };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-bench-'));
const samples = await makeSamples();
console.log('picture | file kB | answer | seconds | peak MB above idle');
for (const sample of samples) {
  // A server of its own each time: what one picture leaves behind must not count for the next.
  const dataDir = mkdtempSync(path.join(folder, 'data-'));
  const server = await startServer({ dataDir });
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  for (const count of [1, 4]) {
    const { outcome, seconds, peakMb } = await watched(server, async () => {
      const answers = await Promise.all(
        Array.from({ length: count }, () => send(ada, bob, sample)),
      );
      return [...new Set(answers)].join(', ');
    });
    const name = count === 1 ? sample.name : '  four at once';
    const kilobytes = Math.round(sample.bytes.length / 1024);
    console.log(
      `${name} | ${kilobytes} | ${outcome} | ${seconds.toFixed(2)} | ${Math.round(peakMb)}`,
    );
  }
  await server.kill();
}
rmSync(folder, { recursive: true, force: true });
