import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImageDto, MessageDto, UserDto } from '@/lib/shared/dto';
import { historyOf, writeHistory } from '../support/history';
import { ownMemoryMb } from '../support/memory';
import { expectFailure, expectSuccess, newPerson, type Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';
import { unzip } from '../support/unzip';

const server = serverForFile();
const EXPORT = '/api/auth/export';

interface ExportedFile {
  person: UserDto;
  missingPictures: string[];
  messages: MessageDto[];
}

async function download(person: Person, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${person.token}`;
  const response = await fetch(person.url + EXPORT, { headers: { authorization, ...headers } });
  expect(response.status).toBe(200);
  return { response, files: await unzip(Buffer.from(await response.arrayBuffer())) };
}

function textOf(files: Map<string, Buffer>, name: string): string {
  const file = files.get(name);
  if (!file) throw new Error(`${name} is not among ${[...files.keys()].join(', ')}`);
  return file.toString();
}

const folderOf = (other: Person) => `conversations/${other.id}`;
const conversationIn = (files: Map<string, Buffer>, other: Person) =>
  JSON.parse(textOf(files, `${folderOf(other)}/messages.json`)) as ExportedFile;

async function twoPeople(): Promise<[Person, Person]> {
  return Promise.all([newPerson(server().url), newPerson(server().url)]);
}

/** A request that can be cut in the middle of its answer. */
function openDownload(person: Person): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${person.token}` };
    http.get(person.url + EXPORT, { headers, agent: false }, resolve).on('error', reject);
  });
}

/** Asks until it is answered so: what ends on the server ends when it notices. */
async function untilStatus(person: Person, status: number): Promise<void> {
  for (;;) {
    const response = await openDownload(person);
    response.destroy();
    if (response.statusCode === status) return;
  }
}

test('an export holds what the API shows, message by message, and the very bytes of every picture', async () => {
  const [ada, bob] = await twoPeople();
  const first = await ada.send(bob, 'one, two');
  await sendPicture(bob, ada, { text: 'with a picture' });
  await ada.call(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    json: { text: 'an answer', replyTo: first._id, clientId: randomUUID() },
  });
  const react = { method: 'PUT', json: { emoji: '👍' } };
  expectSuccess(await bob.call(`/api/messages/${first._id}/reaction`, react));
  const edited = await ada.send(bob, 'to be edited');
  const edit = { method: 'PATCH', json: { text: 'edited by now' } };
  expectSuccess(await ada.call(`/api/messages/${edited._id}`, edit));
  const gone = await bob.send(ada, 'taken back by its sender');
  expectSuccess(await bob.call(`/api/messages/${gone._id}`, { method: 'DELETE' }));
  const mine = await bob.send(ada, 'removed by its reader alone');
  expectSuccess(await ada.call(`/api/messages/${mine._id}?for=me`, { method: 'DELETE' }));
  await ada.call(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    json: { forwardOf: first._id, clientId: randomUUID() },
  });
  await ada.send(ada, 'a note to myself');
  const shown = await ada.wholeHistory(bob);

  const { response, files } = await download(ada);
  expect(response.headers.get('content-type')).toBe('application/zip');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="parley-export-\d{4}-\d{2}-\d{2}\.zip"$/,
  );
  const exported = conversationIn(files, bob);
  expect(exported.messages).toEqual(shown.filter(({ hidden }) => !hidden));
  expect(exported.messages.map(({ text }) => text)).not.toContain('removed by its reader alone');
  expect(exported).toMatchObject({ missingPictures: [], person: { fullName: bob.user.fullName } });
  expect(conversationIn(files, ada).messages).toMatchObject([{ text: 'a note to myself' }]);
  // The other still has what she removed for herself.
  const his = conversationIn((await download(bob)).files, ada);
  expect(his.messages).toEqual(await bob.wholeHistory(ada));

  const images = shown.flatMap(({ image }) => (image ? [image] : []));
  expect(images).toHaveLength(1);
  for (const { url } of images) {
    const authorization = `Bearer ${ada.token}`;
    const upload = await fetch(ada.url + url, { headers: { authorization } });
    const name = url.split('/').at(-1) ?? '';
    expect(files.get(`pictures/${name}`)).toEqual(Buffer.from(await upload.arrayBuffer()));
    expect(textOf(files, `${folderOf(bob)}/page-1.html`)).toContain(`src="../../pictures/${name}"`);
  }
  const page = textOf(files, `${folderOf(bob)}/page-1.html`);
  for (const text of [
    'one, two',
    'with a picture',
    'an answer',
    'edited by now',
    'Message deleted',
  ])
    expect(page).toContain(text);
  for (const text of ['taken back', 'removed by', 'to be edited']) expect(page).not.toContain(text);
  const account = JSON.parse(textOf(files, 'account.json')) as Record<string, unknown>;
  expect(account).toMatchObject({ user: ada.user, sessions: [{ current: true }] });
  expect(textOf(files, 'index.html')).toContain(`href="${folderOf(bob)}/page-1.html"`);
  expect(JSON.stringify([...files.values()].map(String))).not.toMatch(/passwordHash|secret/i);
});

test('nobody else’s conversations are in it, and a stranger’s export is an empty one', async () => {
  const [ada, bob] = await twoPeople();
  await ada.send(bob, 'between two people');
  const eve = await newPerson(server().url);
  const { files } = await download(eve);
  expect([...files.keys()].sort()).toEqual(['account.json', 'index.html', 'style.css']);
  expect(textOf(files, 'index.html')).toContain('There are no conversations yet.');
});

test('whatever is written stays text, and names keep their direction', async () => {
  const ada = await newPerson(server().url, { fullName: '<script>alert(1)</script>' });
  const bob = await newPerson(server().url, {
    fullName: 'دانا "quoted" <img src=x onerror=alert(1)>',
  });
  const part = fc.constantFrom(
    '<',
    '>',
    '&',
    '"',
    "'",
    '</article>',
    '<!--',
    ']]>',
    '&amp;',
    '\u202e',
    '\u2028',
    'سلام',
    'x',
    ' ',
    '\n',
    '😀',
    '</script>',
    '<b onclick=x>',
  );
  const texts = fc
    .sample(fc.array(part, { minLength: 1, maxLength: 30 }), 40)
    .map((parts) => `.${parts.join('')}.`);
  for (const text of texts) await ada.send(bob, text);
  const { files } = await download(bob, { 'accept-language': 'ar' });
  const page = textOf(files, `${folderOf(ada)}/page-1.html`);
  const tags = new Set([...page.matchAll(/<\/?([^\s>]*)/g)].map(([, name]) => name));
  expect([...tags].sort()).toEqual(
    [
      '!doctype',
      'a',
      'article',
      'bdi',
      'body',
      'div',
      'h1',
      'h2',
      'head',
      'header',
      'html',
      'link',
      'main',
      'meta',
      'nav',
      'p',
      'time',
      'title',
    ].filter((tag) => tags.has(tag)),
  );
  expect(page).toContain('<html lang="ar" dir="rtl">');
  const plainOf = (html: string) =>
    html.replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name] ?? '',
    );
  const shown = [...page.matchAll(/<div class="text" dir="auto">([^<]*)<\/div>/g)];
  expect(shown.map(([, html = '']) => plainOf(html))).toEqual(
    conversationIn(files, ada).messages.map(({ text }) => text),
  );
  const index = textOf(files, 'index.html');
  expect(index).toContain('<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>');
  expect(index).not.toMatch(/<(?:script|img)/);
});

test('a picture that is missing is named, and the rest is there', async () => {
  const [ada, bob] = await twoPeople();
  await sendPicture(ada, bob, { text: 'lost' });
  await sendPicture(ada, bob, { text: 'kept' });
  const [lost, kept] = (await ada.wholeHistory(bob)).map(({ image }) => image?.url ?? '');
  rmSync(path.join(server().dataDir, 'uploads', path.basename(lost ?? '')));
  const { files } = await download(ada);
  expect(conversationIn(files, bob).missingPictures).toEqual([lost]);
  expect(files.has(`pictures/${path.basename(kept ?? '')}`)).toBe(true);
  const page = textOf(files, `${folderOf(bob)}/page-1.html`);
  expect(page).toContain('This photo could not be read when the copy was made.');
  expect(page).toContain('kept');
});

test('a browser’s cookie starts it from our pages and by a typed address, and from no other site', async () => {
  const [ada] = await twoPeople();
  const cookie = `authjs.session-token=${ada.token}`;
  const ask = (headers: Record<string, string>, method = 'GET') =>
    fetch(ada.url + EXPORT, { method, headers: { cookie, ...headers } });
  for (const site of ['same-origin', 'none']) {
    const response = await ask({ 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' });
    expect(response.status).toBe(200);
    expect((await unzip(Buffer.from(await response.arrayBuffer()))).has('index.html')).toBe(true);
  }
  for (const site of ['cross-site', 'same-site']) {
    for (const method of ['GET', 'HEAD']) {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
      expect((await ask(headers, method)).status).toBe(403);
    }
  }
  const none = await fetch(ada.url + EXPORT, { method: 'HEAD' });
  expect(none.status).toBe(401);
});

/** A conversation that takes a while to export. */
async function longConversation(on = server()): Promise<[Person, Person]> {
  const [ada, bob] = [await newPerson(on.url), await newPerson(on.url)];
  await writeHistory(on, historyOf({ between: [ada, bob], count: 20_000 }));
  return [ada, bob];
}

test('one at a time: another is refused until the first is read or cut, which ends its work; HEAD says so and takes no place', async () => {
  const [ada] = await longConversation();
  const first = await openDownload(ada);
  expect(first.statusCode).toBe(200);
  const refused = await ada.call(EXPORT);
  expect(expectFailure(refused)).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const headers = { authorization: `Bearer ${ada.token}` };
  const head = async () => fetch(ada.url + EXPORT, { method: 'HEAD', headers });
  expect((await head()).status).toBe(429);
  first.destroy();
  await untilStatus(ada, 200);
  while ((await head()).status !== 200);
  const free = await head();
  expect([free.status, free.headers.get('content-type')]).toEqual([200, 'application/zip']);
});

test('the end of the session ends an export that is under way, cut short so that nobody takes it for whole', async () => {
  const [ada] = await longConversation();
  const response = await openDownload(ada);
  const bytes: Buffer[] = [];
  const cut = new Promise<void>((resolve) => {
    response.on('error', () => resolve());
    response.on('end', () => resolve());
  });
  // What was asked for before is on its way; the rest is not read until the session is over.
  expectSuccess(await ada.call('/api/auth/logout', { method: 'POST' }));
  response.on('data', (chunk: Buffer) => bytes.push(chunk));
  await cut;
  expect(response.complete).toBe(false);
  await expect(unzip(Buffer.concat(bytes))).rejects.toThrow();
});

const PICTURE_BYTES = 512 * 1024;

test.skipIf(process.platform !== 'linux')(
  'a gigabyte of a hundred thousand messages and their pictures is never held in memory',
  async () => {
    // As on a small machine: without a limit, what is not needed any more is collected late.
    const own = await startServerForTest({ args: ['--max-old-space-size=192', 'dist/server.js'] });
    const uploads = path.join(own.dataDir, 'uploads');
    mkdirSync(uploads, { recursive: true });
    const original = path.join(uploads, 'avatar-original.webp');
    writeFileSync(original, randomBytes(PICTURE_BYTES));
    const peakFor = async (count: number) => {
      const [ada, bob] = [await newPerson(own.url), await newPerson(own.url)];
      const imageOf = (seq: number): ImageDto | null => {
        if (seq % 50 !== 0) return null;
        const name = `message-${ada.id}-${randomUUID()}-${randomUUID()}.webp`;
        // Another name for the same bytes: a gigabyte to read, and none to write.
        linkSync(original, path.join(uploads, name));
        const url = `/api/uploads/${name}`;
        return { url, width: 64, height: 64, placeholder: 'data:image/webp;base64,AA==' };
      };
      await writeHistory(own, historyOf({ between: [ada, bob], count, imageOf }));
      let [peak, length] = [0, 0];
      const headers = { authorization: `Bearer ${ada.token}` };
      const { body } = await fetch(ada.url + EXPORT, { headers });
      for await (const chunk of body ?? []) {
        length += chunk.length;
        peak = Math.max(peak, ownMemoryMb(own.process.pid));
      }
      expect(length).toBeGreaterThan((count / 50) * PICTURE_BYTES);
      return peak;
    };
    const small = await peakFor(10_000);
    const large = await peakFor(100_000);
    console.log(`memory while exporting: ${Math.round(small)} MB, ${Math.round(large)} MB`);
    // Held whole, the gigabyte alone would be five times as much.
    expect(large / small).toBeLessThan(2);
  },
);
