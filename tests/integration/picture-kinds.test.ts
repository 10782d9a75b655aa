import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { ImageDto, MessageDto } from '@/lib/shared/dto';
import { makePatches, withPngChunks } from '../support/patches';
import { expectFailure, expectSuccess, newPerson, type Person } from '../support/person';
import { colourAt, makeQuarters } from '../support/photos';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let ada: Person;
let bob: Person;
let eve: Person;
beforeAll(async () => {
  const { url } = server();
  [ada, bob, eve] = await Promise.all([newPerson(url), newPerson(url), newPerson(url)]);
});

const fixture = (name: string): Buffer =>
  readFileSync(path.join(import.meta.dirname, '../fixtures', name));
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2a6' } });

function send(bytes: Buffer, { name = 'file', type = '' } = {}) {
  const form = new FormData();
  form.set('image', new File([new Uint8Array(bytes)], name, { type }));
  return ada.call<{ newMessage: MessageDto }>(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    body: form,
  });
}

const get = (url: string, person: Person) =>
  fetch(server().url + url, { headers: { authorization: `Bearer ${person.token}` } });

async function sendAndFetch(
  bytes: Buffer,
  file = {},
): Promise<{ image: ImageDto; stored: Buffer }> {
  const { image } = expectSuccess(await send(bytes, file)).newMessage;
  if (!image) throw new Error('the picture did not come back');
  const response = await get(image.url, bob);
  return { image, stored: Buffer.from(await response.arrayBuffer()) };
}

/** Plain frames, each with a square at another place. */
function makeGif(width: number, height: number, frames: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * frames * 3, 40);
  for (let frame = 0; frame < frames; frame++) {
    const start = (frame * width * height + (frame % width)) * 3;
    pixels.fill(220, start, start + 3);
  }
  const raw = { width, height: height * frames, channels: 3 as const, pageHeight: height };
  return sharp(pixels, { raw, limitInputPixels: false })
    .gif({ effort: 1, delay: Array<number>(frames).fill(50), loop: 0 })
    .toBuffer();
}

/** The PNG, its head claiming other sides than it has. */
function claiming(png: Buffer, { width, height }: { width: number; height: number }): Buffer {
  const copy = Buffer.from(png);
  copy.writeUInt32BE(width, 16);
  copy.writeUInt32BE(height, 20);
  return copy;
}

test('a picture that would cost too much is refused, with the true reason', async () => {
  const tiny = await blank(1, 1).png().toBuffer();
  const photo = await sharp(await makeQuarters({ width: 64, height: 64 }, 'jpeg')).toBuffer();
  const cases: [string, Buffer, number][] = [
    ['side_too_long', claiming(tiny, { width: 1, height: 50_000_000 }), 413],
    ['side_too_long', claiming(tiny, { width: 16_385, height: 1 }), 413],
    ['too_many_pixels', claiming(tiny, { width: 7100, height: 7100 }), 413],
    ['too_costly', await blank(7000, 7000).avif({ effort: 0 }).toBuffer(), 413],
    ['too_many_frames', await makeGif(16, 16, 1_001), 413],
    ['animation_too_large', await makeGif(1_000, 1_000, 121), 413],
    ['not_a_picture', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415],
    ['damaged', photo.subarray(0, 120), 415],
    ['damaged', fixture('heic/upright.heic').subarray(0, 4_000), 415],
    ['damaged', Buffer.from('\x89PNG\r\n\x1a\n and nothing more', 'latin1'), 415],
  ];
  for (const [reason, bytes, status] of cases) {
    const failure = expectFailure(await send(bytes));
    expect([failure.reason, failure.status]).toEqual([reason, status]);
  }
});

test('a long animation of a small picture is taken, every frame of it', async () => {
  const { stored, image } = await sendAndFetch(await makeGif(480, 270, 420));
  expect(image).toMatchObject({ width: 480, height: 270 });
  const metadata = await sharp(stored, { animated: true }).metadata();
  expect([metadata.format, metadata.pages]).toEqual(['gif', 420]);
});

test('a JPEG whose end is missing is taken as far as it goes', async () => {
  const whole = await makeQuarters({ width: 640, height: 400 }, 'jpeg');
  const { image, stored } = await sendAndFetch(whole.subarray(0, whole.length - 200));
  expect(image).toMatchObject({ width: 640, height: 400 });
  expect([await colourAt(stored, 0.1, 0.1), await colourAt(stored, 0.9, 0.1)]).toEqual([
    'red',
    'blue',
  ]);
});

test('a long screenshot keeps its width, so that its text stays readable', async () => {
  const { image } = await sendAndFetch(await blank(1080, 16_000).png().toBuffer());
  expect(image).toMatchObject({ width: 1080, height: 16_000 });
  const wide = await sendAndFetch(await blank(12_000, 3_000).png().toBuffer());
  expect(wide.image).toMatchObject({ width: 4320, height: 1080 });
});

test('photos of an iPhone are taken, upright, in their colours and without the place', async () => {
  // What the numbers of the fixture mean in Display P3, in sRGB.
  const colours = {
    red: [241, 0, 23],
    blue: [0, 103, 175],
    green: [0, 162, 55],
    yellow: [255, 193, 0],
  };
  const quarters = async (stored: Buffer) => {
    const { data, info } = await sharp(stored).raw().toBuffer({ resolveWithObject: true });
    return [0.1, 0.9].flatMap((y) =>
      [0.1, 0.9].map((x) => {
        const at = Math.round(y * info.height) * info.width + Math.round(x * info.width);
        const pixel = data.subarray(at * info.channels, at * info.channels + 3);
        const same = Object.entries(colours).find(([, colour]) =>
          colour.every((value, channel) => Math.abs(value - (pixel[channel] ?? 0)) < 7),
        );
        return same?.[0] ?? [...pixel];
      }),
    );
  };
  const upright = await sendAndFetch(fixture('heic/upright.heic'), { name: 'IMG_1.HEIC' });
  expect(upright.image).toMatchObject({ width: 1200, height: 900 });
  expect(await quarters(upright.stored)).toEqual(['red', 'blue', 'green', 'yellow']);
  const turned = await sendAndFetch(fixture('heic/turned.heic'), {
    name: 'IMG_2.jpg',
    type: 'image/jpeg',
  });
  expect(turned.image).toMatchObject({ width: 900, height: 1200 });
  expect(await quarters(turned.stored)).toEqual(['green', 'red', 'yellow', 'blue']);
  const mirrored = await sendAndFetch(fixture('heic/turned-and-mirrored.heic'));
  expect(await quarters(mirrored.stored)).toEqual(['yellow', 'blue', 'green', 'red']);
  for (const { stored } of [upright, turned, mirrored]) {
    const metadata = await sharp(stored).metadata();
    expect([metadata.exif, metadata.icc, metadata.format]).toEqual([undefined, undefined, 'webp']);
  }
});

test('a HEIC becomes a profile picture', async () => {
  const form = new FormData();
  form.set('profilePic', new File([new Uint8Array(fixture('heic/turned.heic'))], 'me.heic'));
  const answer = await ada.call<{ user: { profilePic: string } }>('/api/auth/update-profile', {
    method: 'PUT',
    body: form,
  });
  const stored = await get(expectSuccess(answer).user.profilePic, eve);
  expect(stored.headers.get('cache-control')).toContain('private');
  const { width, height } = await sharp(Buffer.from(await stored.arrayBuffer())).metadata();
  expect([width, height]).toEqual([512, 512]);
});

test('an animation that cannot be kept becomes its first image', async () => {
  const still = async (bytes: Buffer) => {
    const { image, stored } = await sendAndFetch(bytes);
    expect((await sharp(stored, { animated: true }).metadata()).pages ?? 1).toBe(1);
    return image;
  };
  expect(await still(fixture('avif/animated.avif'))).toMatchObject({ width: 64, height: 48 });
  const apng = withPngChunks(await blank(20, 10).png().toBuffer(), { acTL: [1, 0] });
  expect(await still(apng)).toMatchObject({ width: 20, height: 10 });
});

test('the edge of a picture keeps its colour when it came multiplied by its transparency', async () => {
  const { stored } = await sendAndFetch(fixture('avif/premultiplied.avif'));
  const { data, info } = await sharp(stored)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const halfway = [];
  for (let at = 0; at < data.length; at += info.channels) {
    const alpha = data[at + 3] ?? 0;
    if (alpha > 90 && alpha < 160) halfway.push(data[at] ?? 0);
  }
  expect(halfway.length).toBeGreaterThan(20);
  // Multiplied, a red of 255 at half transparency would be 128.
  expect(Math.min(...halfway)).toBeGreaterThan(225);
});

test('a picture of a message is shown to its two people alone, a profile picture to everybody', async () => {
  const { image } = await sendAndFetch(await makePatches(8));
  for (const [person, status] of [
    [ada, 200],
    [bob, 200],
    [eve, 404],
  ] as const) {
    const response = await get(image.url, person);
    expect([person.user.fullName, response.status]).toEqual([person.user.fullName, status]);
    await response.arrayBuffer();
  }
  // A message that was never sent, and a name made up.
  const guessed = image.url.replace(/-[0-9a-f]{12}\./, '-000000000000.');
  expect((await get(guessed, ada)).status).toBe(404);
});
