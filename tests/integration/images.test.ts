import { createHash, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';
import { sendForm } from '../support/files';
import { expectFailure, expectSuccess, newPerson, type Person, request } from '../support/person';
import { sendPicture } from '../support/photos';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let ada: Person;
let bob: Person;

beforeAll(async () => {
  [ada, bob] = await Promise.all([newPerson(server().url), newPerson(server().url)]);
});

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#2a6' } });
const dataUrl = (bytes: Buffer, type = 'image/png') =>
  `data:${type};base64,${bytes.toString('base64')}`;

const sendImage = (image: string, extra: object = {}, person = ada, to = bob) =>
  person.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, {
    method: 'POST',
    json: { image, ...extra },
  });

function sendFile(bytes: Buffer, name = 'photo.png', fields: Record<string, string> = {}) {
  const form = new FormData();
  form.set('image', new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  return ada.call<{ newMessage: MessageDto }>(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    body: form,
  });
}

async function fetchImage(url: string, person: Person = ada) {
  return fetch(server().url + url, { headers: { authorization: `Bearer ${person.token}` } });
}

test('an image as a data URL is stored with its size and a placeholder, and served to both', async () => {
  const { newMessage } = expectSuccess(
    await sendImage(dataUrl(await blank(640, 480).png().toBuffer()), { text: 'look' }),
  );
  expect(newMessage).toMatchObject({
    text: 'look',
    image: {
      width: 640,
      height: 480,
      placeholder: expect.stringMatching(/^data:image\/webp;base64,/),
    },
  });
  for (const person of [ada, bob]) {
    const response = await fetchImage(newMessage.image?.url ?? '', person);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';.* sandbox$/,
    );
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(response.headers.get('cache-control')).toMatch(/^private,.*immutable/);
    const { width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect([width, height]).toEqual([640, 480]);
  }
  expect((await fetch(server().url + newMessage.image?.url)).status).toBe(401);
});

test('an image as a file of a form, with its caption and clientId', async () => {
  const clientId = randomUUID();
  const bytes = await blank(20, 10).jpeg().toBuffer();
  const first = await sendFile(bytes, 'a.jpg', { text: 'caption', clientId });
  expect(first.status).toBe(201);
  const again = await sendFile(bytes, 'a.jpg', { text: 'caption', clientId });
  expect(again.status).toBe(200);
  expect(expectSuccess(again).newMessage).toEqual(expectSuccess(first).newMessage);
  expect(expectSuccess(first).newMessage).toMatchObject({ text: 'caption', clientId });
});

test('a form may carry the data URL as text, or no image at all', async () => {
  const form = new FormData();
  form.set('image', dataUrl(await blank(20, 10).png().toBuffer()));
  const asText = await ada.call<{ newMessage: MessageDto }>(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    body: form,
  });
  expect(expectSuccess(asText).newMessage.image).toMatchObject({ width: 20, height: 10 });
  const empty = new FormData();
  empty.set('image', new File([], ''));
  empty.set('text', 'no picture chosen');
  const without = await ada.call<{ newMessage: MessageDto }>(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    body: empty,
  });
  expect(expectSuccess(without).newMessage).toMatchObject({
    text: 'no picture chosen',
    image: null,
  });
});

test('one image sent ten times at once with one clientId makes one message and leaves one file', async () => {
  const count = () => readdirSync(path.join(server().dataDir, 'uploads')).length;
  await sendFile(await blank(2, 2).png().toBuffer());
  const before = count();
  const clientId = randomUUID();
  const image = dataUrl(await blank(30, 30).png().toBuffer());
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => sendImage(image, { clientId })),
  );
  const ids = answers.map((answer) => expectSuccess(answer).newMessage._id);
  expect(new Set(ids).size).toBe(1);
  expect(count()).toBe(before + 1);
});

test('the list shows the words that several pictures were sent with, until something else is said', async () => {
  const [ada, ben] = [await newPerson(server().url), await newPerson(server().url)];
  const row = async () => {
    const { users } = await ben.people();
    const { text, hasImage, seq } = users.find(({ _id }) => _id === ada.id)?.lastMessage ?? {};
    return { text, hasImage, seq };
  };
  await sendPicture(ada, ben, { text: 'From the harbour' });
  for (let picture = 0; picture < 2; picture++) await sendPicture(ada, ben);
  expect(await row()).toEqual({ text: 'From the harbour', hasImage: true, seq: 3 });
  await ben.send(ada, 'Lovely');
  await sendPicture(ada, ben);
  expect(await row()).toEqual({ text: '', hasImage: true, seq: 5 });
});

test('large images shrink to 2048 pixels a side, and no metadata is kept', async () => {
  const bytes = await blank(3000, 1500)
    .withExif({ IFD0: { Copyright: 'secret place' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
    .jpeg()
    .toBuffer();
  const { newMessage } = expectSuccess(await sendFile(bytes));
  expect(newMessage.image).toMatchObject({ width: 2048, height: 1024 });
  const stored = Buffer.from(await (await fetchImage(newMessage.image?.url ?? '')).arrayBuffer());
  const metadata = await sharp(stored).metadata();
  expect(metadata.exif).toBeUndefined();
  expect(stored.includes('secret place')).toBe(false);
});

test('a photo taken sideways is stored upright', async () => {
  const bytes = await blank(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { newMessage } = expectSuccess(await sendFile(bytes));
  expect(newMessage.image).toMatchObject({ width: 20, height: 40 });
});

test('an animation stays animated', async () => {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 12, height: 8, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  for (const format of ['gif', 'webp'] as const) {
    const bytes = await sharp(frames, { join: { animated: true } })
      .toFormat(format, { delay: [100, 100, 100], loop: 0 })
      .toBuffer();
    const { newMessage } = expectSuccess(await sendFile(bytes));
    expect(newMessage.image).toMatchObject({ width: 12, height: 8 });
    const stored = await (await fetchImage(newMessage.image?.url ?? '')).arrayBuffer();
    expect((await sharp(Buffer.from(stored), { animated: true }).metadata()).pages).toBe(3);
  }
});

test('what is no image is refused with 415, whatever it calls itself', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>';
  const whole = await blank(400, 400).png().toBuffer();
  const cases: Record<string, Buffer> = {
    nothing: Buffer.alloc(0),
    text: Buffer.from('hello'),
    svg: Buffer.from(svg),
    html: Buffer.from('<!doctype html><script>alert(1)</script>'),
    'half a file': whole.subarray(0, whole.length / 2),
    'a GIF header with script': Buffer.from('GIF89a/*<svg/onload=alert(1)>*/=1;'),
    tiff: await blank(4, 4).tiff().toBuffer(),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    for (const answer of [await sendFile(bytes), await sendImage(dataUrl(bytes))]) {
      const failure = expectFailure(answer);
      expect([name, failure.status, failure.code]).toEqual([name, 415, 'unsupported_type']);
    }
  }
});

test('too many bytes and too many pixels are refused with 413', async () => {
  const big = expectFailure(await sendFile(Buffer.alloc(16 * 1024 * 1024 + 1)));
  expect(big).toMatchObject({ status: 413, code: 'too_large' });
  const huge = expectFailure(await sendFile(Buffer.alloc(60 * 1024 * 1024)));
  expect(huge).toMatchObject({ status: 413, code: 'too_large' });
  const bomb = await blank(12_000, 12_000).png({ compressionLevel: 9 }).toBuffer();
  expect(bomb.length).toBeLessThan(1024 * 1024);
  expect(expectFailure(await sendFile(bomb))).toMatchObject({ status: 413, code: 'too_large' });
});

test('no file outside the uploads can be read', async () => {
  for (const name of [
    '..%2Fjwt-secret',
    '%2e%2e%2fjwt-secret',
    'jwt-secret',
    'a.webp%00',
    'x.svg',
  ]) {
    expect((await fetchImage(`/api/uploads/${name}`)).status).toBe(404);
  }
});

test('a profile picture is square, replaces the one before, and can be removed', async () => {
  const update = (json: object) =>
    ada.call<{ user: OwnUserDto }>('/api/auth/update-profile', { method: 'PUT', json });
  const first = expectSuccess(
    await update({ profilePic: dataUrl(await blank(900, 300).png().toBuffer()), bio: 'new bio' }),
  ).user;
  expect(first.bio).toBe('new bio');
  const picture = await fetchImage(first.profilePic);
  const { width, height } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
  expect([width, height]).toEqual([512, 512]);
  const { users } = await bob.people(`q=${encodeURIComponent(ada.user.email)}`);
  expect(users[0]).toMatchObject({ profilePic: first.profilePic, bio: 'new bio' });

  const form = new FormData();
  const bytes = new Uint8Array(await blank(10, 10).png().toBuffer());
  form.set('profilePic', new File([bytes], 'me.png', { type: 'image/png' }));
  const second = expectSuccess(
    await ada.call<{ user: OwnUserDto }>('/api/auth/update-profile', { method: 'PUT', body: form }),
  ).user;
  expect(second.profilePic).not.toBe(first.profilePic);
  expect(second.fullName).toBe(ada.user.fullName);
  expect((await fetchImage(first.profilePic)).status).toBe(404);
  expect(expectSuccess(await update({ profilePic: null })).user.profilePic).toBe('');
  expect((await fetchImage(second.profilePic)).status).toBe(404);
  expect(expectFailure(await update({ profilePic: '/etc/passwd' })).status).toBe(400);
});

test('with Cloudinary set, images go there, signed, and its failure is a 503 that keeps nothing', async () => {
  const secret = 'cloud-secret';
  const uploads: { kind: string; publicId: string; isSigned: boolean; bytes: number }[] = [];
  let isDown = false;
  const cloud = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      if (isDown) {
        outgoing.writeHead(500).end('{"error":{"message":"down"}}');
        return;
      }
      const form = await new Response(Buffer.concat(chunks), {
        headers: { 'content-type': incoming.headers['content-type'] ?? '' },
      }).formData();
      const signed = [...form]
        .filter(
          ([name, value]) =>
            typeof value === 'string' && !['api_key', 'signature', 'file'].includes(name),
        )
        .map(([name, value]) => `${name}=${value}`)
        .sort()
        .join('&');
      const digests = ['sha1', 'sha256'].map((algorithm) =>
        createHash(algorithm)
          .update(signed + secret)
          .digest('hex'),
      );
      const file = form.get('file');
      const [, kind = ''] = /\/demo\/(\w+)\/upload$/.exec(incoming.url ?? '') ?? [];
      uploads.push({
        kind,
        publicId: String(form.get('public_id')),
        isSigned: digests.includes(String(form.get('signature'))),
        bytes: file instanceof Blob ? file.size : 0,
      });
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(
        JSON.stringify({
          secure_url: `https://res.cloudinary.com/demo/${kind}/upload/${form.get('public_id')}${kind === 'image' ? '.webp' : ''}`,
        }),
      );
    })();
  });
  await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void cloud.close());
  const { port } = cloud.address() as AddressInfo;
  const clouded = await startServerForTest({
    env: {
      CLOUD_NAME: 'demo',
      CLOUD_API_KEY: 'key',
      CLOUD_API_SECRET: secret,
      CLOUD_UPLOAD_PREFIX: `http://127.0.0.1:${port}`,
      LOG_LEVEL: 'silent',
    },
  });
  const [cleo, dan] = [await newPerson(clouded.url), await newPerson(clouded.url)];
  const image = dataUrl(await blank(50, 50).png().toBuffer());
  const { newMessage } = expectSuccess(await sendImage(image, {}, cleo, dan));
  expect(newMessage.image).toMatchObject({
    url: expect.stringMatching(
      /^https:\/\/res\.cloudinary\.com\/demo\/image\/upload\/parley\/message-/,
    ),
    width: 50,
    height: 50,
  });
  expect(uploads).toEqual([
    {
      kind: 'image',
      publicId: expect.stringContaining('parley/'),
      isSigned: true,
      bytes: expect.any(Number),
    },
  ]);
  expect(uploads[0]?.bytes).toBeGreaterThan(0);
  const form = await sendForm(cleo, dan, { bytes: Buffer.from('tides'), name: 'tides.txt' });
  expect(expectSuccess(form).newMessage.file).toMatchObject({
    url: expect.stringMatching(
      /^https:\/\/res\.cloudinary\.com\/demo\/raw\/upload\/parley\/message-[\w-]+\.bin$/,
    ),
    name: 'tides.txt',
    bytes: 5,
  });
  expect(uploads[1]).toMatchObject({ kind: 'raw', isSigned: true, bytes: 5 });

  isDown = true;
  const failure = expectFailure(await sendImage(image, {}, cleo, dan));
  expect(failure).toMatchObject({ status: 503, code: 'unavailable' });
  expect((await cleo.history(dan)).lastSeq).toBe(2);
  const page = await request(`${clouded.url}/api/health/live`);
  expect(page.status).toBe(200);
});
