import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { expectSuccess, type Person } from './person';

const COLOURS = { red: '#e03131', blue: '#1864ab', green: '#2f9e44', yellow: '#fcc419' } as const;
export type Colour = keyof typeof COLOURS;

/** A picture of four plain quarters: red, blue; green, yellow. What is left of it says what was cut. */
export async function makeQuarters(
  { width, height }: { width: number; height: number },
  format: 'png' | 'jpeg' = 'png',
  orientation?: number,
): Promise<Buffer> {
  const quarter = (colour: Colour) => ({
    create: {
      width: width / 2,
      height: height / 2,
      channels: 3 as const,
      background: COLOURS[colour],
    },
  });
  const image = sharp({ create: { width, height, channels: 3, background: '#fff' } }).composite([
    { input: quarter('red'), left: 0, top: 0 },
    { input: quarter('blue'), left: width / 2, top: 0 },
    { input: quarter('green'), left: 0, top: height / 2 },
    { input: quarter('yellow'), left: width / 2, top: height / 2 },
  ]);
  const encoded = format === 'png' ? image.png() : image.jpeg({ quality: 95 });
  return (orientation ? encoded.withMetadata({ orientation }) : encoded).toBuffer();
}

/** The colour nearest to what an image shows at a place, given as parts of its size. */
export async function colourAt(bytes: Buffer, x: number, y: number): Promise<Colour> {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const index =
    (Math.floor(y * (info.height - 1)) * info.width + Math.floor(x * (info.width - 1))) *
    info.channels;
  const [red = 0, green = 0, blue = 0] = data.subarray(index, index + 3);
  const distance = (colour: string) => {
    const value = Number.parseInt(colour.slice(1), 16);
    return (
      Math.abs(red - (value >> 16)) +
      Math.abs(green - ((value >> 8) & 255)) +
      Math.abs(blue - (value & 255))
    );
  };
  const [nearest] = Object.entries(COLOURS).sort(([, a], [, b]) => distance(a) - distance(b));
  if (!nearest || distance(nearest[1]) > 90)
    throw new Error(`no known colour: ${red},${green},${blue}`);
  return nearest[0] as Colour;
}

/** The picture the server keeps of somebody. */
export async function storedAvatar(person: Person): Promise<Buffer> {
  const answer = await person.call<{ user: { profilePic: string } }>('/api/auth/check');
  if (!answer.body.success) throw new Error(answer.body.message);
  const response = await fetch(person.url + answer.body.user.profilePic, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

export async function sendPicture(
  from: Person,
  to: Person,
  { text = '', bytes }: { text?: string; bytes?: Buffer } = {},
): Promise<MessageDto> {
  const picture = bytes ?? (await makeQuarters({ width: 320, height: 200 }));
  const form = new FormData();
  if (text) form.set('text', text);
  form.set('image', new Blob([new Uint8Array(picture)]), 'a.png');
  const answer = await from.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, {
    method: 'POST',
    body: form,
  });
  expect(answer.status).toBe(201);
  return expectSuccess(answer).newMessage;
}

type Finger = { x: number; y: number };

/** Fingers on the glass: down at the first places, along the others, and up. */
export async function touch(page: Page, steps: Finger[][]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const [index, fingers] of steps.entries()) {
    await session.send('Input.dispatchTouchEvent', {
      type: index === 0 ? 'touchStart' : 'touchMove',
      touchPoints: fingers.map(({ x, y }, id) => ({ x, y, id })),
    });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}
