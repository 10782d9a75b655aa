import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { AuthOptionsDto, MessageDto, SearchAnswer } from '@/lib/shared/dto';
import { hostileLinks } from '../support/hostile-links';
import { type PageServer, startPageServer } from '../support/page-server';
import {
  expectFailure,
  expectSuccess,
  newPerson,
  nextEvent,
  PASSWORD,
  type Person,
  request,
} from '../support/person';
import { startServer, startServerForTest, type TestServer } from '../support/server';
import { unzip } from '../support/unzip';

interface Scene {
  site: PageServer;
  server: TestServer;
  ada: Person;
  bob: Person;
}

const HEAD = `<title>Plain</title>
  <meta property="og:site_name" content="Harbour Office">
  <meta property="og:title" content="Tides of the week">
  <meta property="og:description" content="High water at six">
  <meta property="og:image" content="/tides.png">`;

/** Ada writes to Bob, on a server that may look at the pages of one site, which has one with everything. */
async function setUp(env: Record<string, string> = {}): Promise<Scene> {
  const site = await startPageServer();
  const server = await startServerForTest({
    env: { LINK_PREVIEWS: 'on', LINK_PREVIEW_PRIVATE_HOSTS: site.host, ...env },
  });
  const [ada, bob] = await Promise.all([newPerson(server.url), newPerson(server.url)]);
  site.page('/tides', HEAD);
  const create = { width: 1_200, height: 630, channels: 3, background: '#27a' } as const;
  const picture = await sharp({ create }).png().toBuffer();
  site.on('/tides.png', (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
  });
  return { site, server, ada, bob };
}

const uploadsOf = ({ server }: Scene): string[] => {
  const dir = path.join(server.dataDir, 'uploads');
  return existsSync(dir) ? readdirSync(dir) : [];
};

/** How the links sent so far ended, by result. */
async function results({ server }: Scene): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.url}/api/metrics`)).text();
  const found = text.matchAll(/^parley_link_previews_total\{result="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, result, count]) => [result ?? '', Number(count)]));
}

const current = async ({ ada, bob }: Scene, { seq }: MessageDto): Promise<MessageDto> => {
  const { messages } = await ada.history(bob, `after=${seq - 1}&limit=1`);
  const [message] = messages;
  if (!message) throw new Error(`there is no message ${seq}`);
  return message;
};

const titleOf = async (scene: Scene, message: MessageDto) =>
  (await current(scene, message)).preview?.title ?? null;

/** Sends a link, and waits until its preview has come. */
async function sendPreviewed(scene: Scene, text = scene.site.url('/tides')): Promise<MessageDto> {
  const sent = await scene.ada.send(scene.bob, text);
  await expect.poll(() => titleOf(scene, sent)).not.toBeNull();
  return current(scene, sent);
}

/** Everything sent before it has ended once this one has. */
const settled = (scene: Scene, expected: Record<string, number>) =>
  expect.poll(() => results(scene)).toEqual(expected);

const removePreview = (person: Person, { _id }: MessageDto) =>
  person.call<{ message: MessageDto }>(`/api/messages/${_id}/preview`, { method: 'DELETE' });
const edit = (person: Person, { _id }: MessageDto, text: string) =>
  person.call<{ message: MessageDto }>(`/api/messages/${_id}`, { method: 'PATCH', json: { text } });
const remove = (person: Person, { _id }: MessageDto) =>
  person.call<{ message: MessageDto }>(`/api/messages/${_id}`, { method: 'DELETE' });
const post = (from: Person, to: Person, json: object) =>
  from.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, { method: 'POST', json });

test('what the page behind a link says comes as a change of the message, on both sides, with its picture', async () => {
  const scene = await setUp();
  const { site, ada, bob } = scene;
  const sockets = await Promise.all([ada.connect(), bob.connect()]);
  const told = sockets.map((socket) =>
    nextEvent(socket, 'message:updated', ({ preview }) => preview !== null),
  );
  const text = `See ${site.url('/tides#today')} and ${site.url('/other')}`;
  const sent = await ada.send(bob, text);
  expect(sent).toMatchObject({ preview: null, rev: 0 });
  const [forAda, forBob] = await Promise.all(told);
  const preview = {
    url: site.url('/tides#today'),
    siteName: 'Harbour Office',
    title: 'Tides of the week',
    description: 'High water at six',
    image: { width: 720, height: 378, placeholder: expect.stringMatching(/^data:image\/webp/) },
  };
  for (const message of [forAda, forBob, await current(scene, sent)]) {
    expect(message).toMatchObject({
      _id: sent._id,
      text,
      rev: 1,
      editedAt: null,
      image: null,
      preview,
    });
  }
  const address = `${scene.server.url}${forBob?.preview?.image?.url}`;
  const seen = async (person: Person) =>
    fetch(address, { headers: { authorization: `Bearer ${person.token}` } });
  const picture = await seen(bob);
  expect(picture.headers.get('content-type')).toBe('image/webp');
  expect(await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).toMatchObject({
    width: 720,
    height: 378,
  });
  expect((await seen(ada)).status).toBe(200);
  expect((await seen(await newPerson(scene.server.url))).status).toBe(404);
  expect(site.asked.map((each) => each.path)).toEqual(['/tides', '/tides.png']);
  for (const { headers } of site.asked) {
    expect(headers).toMatchObject({ host: site.host, 'accept-encoding': 'gzip' });
    expect(Object.keys(headers)).toEqual(
      expect.not.arrayContaining(['cookie', 'referer', 'origin']),
    );
  }
  for (const socket of sockets) socket.disconnect();
  // Neither counted as a picture of the conversation nor found by a search.
  const found = await ada.call<SearchAnswer>('/api/search?q=tides%20harbour');
  expect(expectSuccess(found).results).toEqual([]);
  const images = await ada.call<{ total: number }>(`/api/messages/${bob.id}/images`);
  expect(expectSuccess(images).total).toBe(0);
});

test('a server that was not told to looks at no page', async () => {
  const scene = await setUp({ LINK_PREVIEWS: '' });
  const { site, server, ada, bob } = scene;
  const options = async (url: string) =>
    expectSuccess(await request<AuthOptionsDto>(`${url}/api/auth/options`)).linkPreviews;
  expect(await options(server.url)).toBe(false);
  const sent = await ada.send(bob, site.url('/tides'));
  expect(
    expectSuccess(await edit(ada, sent, `${site.url('/tides')} again`)).message.preview,
  ).toBeNull();
  expect(await results(scene)).toEqual({});
  expect(site.connections()).toBe(0);
  const other = await setUp();
  expect(await options(other.server.url)).toBe(true);
});

test('none of sixty hostile addresses leads to a server of this machine', async () => {
  const scene = await setUp();
  const { ada, bob } = scene;
  const inner = await startPageServer();
  inner.page('/', HEAD);
  const links = hostileLinks(inner.port);
  expect(links.length).toBeGreaterThanOrEqual(60);
  for (const link of links) await ada.send(bob, `look: ${link}`);
  await sendPreviewed(scene);
  const ended = async () => {
    const { attached, ...others } = await results(scene);
    expect(attached).toBe(1);
    return Object.values(others).reduce((sum, count) => sum + count, 0);
  };
  // What is no link at all, a name before the host for one, is not even asked for.
  const asLinks = (await ada.wholeHistory(bob)).filter(({ text }) => text.startsWith('look: '));
  expect(asLinks.every(({ preview }) => preview === null)).toBe(true);
  await expect.poll(ended).toBeGreaterThanOrEqual(55);
  // Two ways to write one address are one page, of which nothing is known.
  const { failed, nothing, attached } = await results(scene);
  expect(await ended()).toBe((failed ?? 0) + (nothing ?? 0));
  expect(attached).toBe(1);
  expect(inner.connections()).toBe(0);
});

test('no page, and no picture of a page, sends on to a server of this machine', async () => {
  const scene = await setUp();
  const { site, ada, bob } = scene;
  const inner = await startPageServer();
  inner.page('/', HEAD);
  const places = [
    `http://127.0.0.1:${inner.port}/`,
    `http://localhost:${inner.port}/`,
    `//[::ffff:127.0.0.1]:${inner.port}/`,
    `http://2130706433:${inner.port}/`,
    'file:///etc/passwd',
    'http://169.254.169.254/latest/meta-data/',
  ];
  for (const [at, location] of places.entries()) {
    site.on(`/on/${at}`, (_request, response) => response.writeHead(302, { location }).end());
    site.page(
      `/picture/${at}`,
      `<title>${at}</title><meta property="og:image" content="${location}">`,
    );
    site.page(
      `/sent-on/${at}`,
      `<title>${at}</title><meta property="og:image" content="/on/${at}">`,
    );
    site.page(`/refresh/${at}`, `<meta http-equiv="refresh" content="0;url=${location}">`);
    for (const kind of ['on', 'refresh']) await ada.send(bob, site.url(`/${kind}/${at}`));
    for (const kind of ['picture', 'sent-on']) {
      const sent = await sendPreviewed(scene, site.url(`/${kind}/${at}`));
      expect(sent.preview).toMatchObject({ title: String(at), image: null });
    }
  }
  await settled(scene, {
    attached: 2 * places.length,
    failed: places.length,
    nothing: places.length,
  });
  expect(inner.connections()).toBe(0);
  expect(uploadsOf(scene)).toEqual([]);
});

test('pages that are slow, endless, of another kind or without an end of sendings-on do no harm', async () => {
  const scene = await setUp();
  const { site, ada, bob } = scene;
  const start = '<head><title>Long</title></head>';
  site.on('/silent', () => {});
  site.on('/drip', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(timer));
  });
  site.on('/round', (_request, response) => response.writeHead(301, { location: '/round' }).end());
  site.on('/words', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"title":"no"}');
  });
  site.on('/brotli', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'br' }).end(start);
  });
  site.on('/drawing.svg', (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>');
  });
  site.on('/bomb.png', (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' });
    response.end(gzipSync(Buffer.alloc(50_000_000)));
  });
  site.on('/no.png', (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end('no picture');
  });
  const failing = ['/silent', '/drip', '/round', '/words', '/brotli', '/drawing.svg', '/bomb.png'];
  for (const each of failing) await ada.send(bob, site.url(each));
  await ada.send(bob, site.url('/no.png'));

  site.on('/endless', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).write(start);
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  });
  site.on('/bomb', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
    response.end(gzipSync(Buffer.concat([Buffer.from(start), Buffer.alloc(50_000_000, ' ')])));
  });
  site.page('/pictured', '<title>Pictured</title><meta property="og:image" content="/bomb.png">');
  for (const each of ['/endless', '/bomb']) {
    const { preview } = await sendPreviewed(scene, site.url(each));
    expect(preview).toMatchObject({ title: 'Long', image: null });
  }
  const { preview } = await sendPreviewed(scene, site.url('/pictured'));
  expect(preview).toMatchObject({ title: 'Pictured', image: null });
  await settled(scene, { attached: 3, failed: failing.length, nothing: 1 });
  expect(site.asked.filter((each) => each.path === '/round')).toHaveLength(4);
});

test('a link to a picture is shown as that picture', async () => {
  const scene = await setUp();
  const sent = await scene.ada.send(scene.bob, scene.site.url('/tides.png'));
  await expect.poll(async () => (await current(scene, sent)).preview?.image?.width).toBe(720);
  expect((await current(scene, sent)).preview).toMatchObject({ title: '', description: '' });
});

test('who says no before sending gets no preview, by whichever way it is sent, and nothing is asked for', async () => {
  const scene = await setUp();
  const { site, ada, bob } = scene;
  const text = site.url('/tides');
  const byJson = expectSuccess(await post(ada, bob, { text, preview: false })).newMessage;
  const form = new FormData();
  form.set('text', text);
  form.set('preview', 'false');
  expectSuccess(await ada.call(`/api/messages/send/${bob.id}`, { method: 'POST', body: form }));
  const socket = await ada.connect();
  const answer = await socket.emitWithAck('message:send', {
    to: bob.id,
    text,
    clientId: randomUUID(),
    preview: false,
  });
  expect(answer.success).toBe(true);
  socket.disconnect();
  // Nor does sending it on, or changing it, bring one.
  expectSuccess(await post(ada, bob, { forwardOf: byJson._id }));
  expectSuccess(await edit(ada, byJson, `${text} again`));
  for (const wrong of ['no', 1, null]) {
    expect(expectFailure(await post(ada, bob, { text, preview: wrong })).status).toBe(400);
  }
  expect(await results(scene)).toEqual({});
  expect(site.connections()).toBe(0);
  expectSuccess(await post(ada, bob, { text, preview: true }));
  await settled(scene, { attached: 1 });
});

test('a sender takes a preview off again, for good and for both, and nobody else does', async () => {
  const scene = await setUp();
  const { site, server, ada, bob } = scene;
  const sent = await sendPreviewed(scene);
  expect(uploadsOf(scene)).toHaveLength(1);
  for (const other of [bob, await newPerson(server.url)]) {
    expect(expectFailure(await removePreview(other, sent)).status).toBe(404);
  }
  const socket = await bob.connect();
  const told = nextEvent(socket, 'message:updated', ({ rev }) => rev === 2);
  const { message } = expectSuccess(await removePreview(ada, sent));
  expect(message).toMatchObject({ rev: 2, preview: null, text: sent.text, editedAt: null });
  expect(await told).toMatchObject({ preview: null });
  socket.disconnect();
  expect(uploadsOf(scene)).toEqual([]);
  expect(expectSuccess(await removePreview(ada, sent)).message.rev).toBe(2);
  // Nothing brings it back.
  site.page('/other', '<title>Other</title>');
  expectSuccess(await edit(ada, sent, site.url('/other')));
  await sendPreviewed(scene);
  expect((await current(scene, sent)).preview).toBeNull();
  expect(site.asked.map((each) => each.path)).not.toContain('/other');
});

test('an edit keeps the preview of the same link, and drops or replaces that of another', async () => {
  const scene = await setUp();
  const { site, ada } = scene;
  site.page('/other', '<title>Other</title>');
  const sent = await sendPreviewed(scene);
  const kept = expectSuccess(await edit(ada, sent, `Look: ${sent.text}`)).message;
  expect(kept.preview).toEqual(sent.preview);
  const dropped = expectSuccess(await edit(ada, sent, 'nothing to see')).message;
  expect(dropped.preview).toBeNull();
  expect(uploadsOf(scene)).toEqual([]);
  expectSuccess(await edit(ada, sent, site.url('/other')));
  await expect.poll(() => titleOf(scene, sent)).toBe('Other');
  const replaced = expectSuccess(await edit(ada, sent, site.url('/tides'))).message;
  expect(replaced.preview).toBeNull();
  await expect.poll(() => titleOf(scene, sent)).toBe('Tides of the week');
  expect(uploadsOf(scene)).toHaveLength(1);
});

test('a page is asked for once for all who link to it, also where nothing came of it', async () => {
  const scene = await setUp();
  const { site, ada, bob } = scene;
  site.on('/away', (_request, response) => response.writeHead(503).end());
  for (const each of ['/tides', '/away', '/tides#part', '/away'])
    await ada.send(bob, site.url(each));
  await expect
    .poll(async () => Object.values(await results(scene)).reduce((sum, count) => sum + count, 0))
    .toBe(4);
  expect(site.asked.map((each) => each.path).sort()).toEqual(['/away', '/tides', '/tides.png']);
  // Each has a picture of its own, and goes with it.
  expect(uploadsOf(scene)).toHaveLength(2);
});

test('with a message deleted for everyone its preview is gone, from the disk as well', async () => {
  const scene = await setUp();
  const { ada, bob } = scene;
  const sent = await sendPreviewed(scene);
  const copy = expectSuccess(await post(bob, ada, { forwardOf: sent._id })).newMessage;
  await expect.poll(() => titleOf(scene, copy)).toBe('Tides of the week');
  const nameOf = ({ preview }: MessageDto) => path.basename(preview?.image?.url ?? '');
  const kept = nameOf(await current(scene, copy));
  const { message: deleted } = expectSuccess(await remove(ada, sent));
  expect(deleted).toMatchObject({ preview: null, text: '' });
  expect(uploadsOf(scene)).toEqual([kept]);
  const headers = { authorization: `Bearer ${bob.token}` };
  const address = `${scene.server.url}${sent.preview?.image?.url}`;
  expect((await fetch(address, { headers })).status).toBe(404);
  expect(expectSuccess(await removePreview(ada, sent)).message.rev).toBe(deleted.rev);
  expect((await current(scene, copy)).preview?.title).toBe('Tides of the week');
});

test('a message that is deleted, changed or blocked while its page is read gets no preview', async () => {
  const scene = await setUp();
  const { site, ada, bob } = scene;
  /** Sends a link to a page that answers once that was done. */
  const meanwhile = async (name: string, act: (sent: MessageDto) => Promise<unknown>) => {
    let answer: (() => void) | undefined;
    site.on(`/${name}`, (_request, response) => {
      response.setHeader('content-type', 'text/html');
      answer = () => void response.end(HEAD);
    });
    const sent = await ada.send(bob, site.url(`/${name}`));
    await expect.poll(() => answer !== undefined).toBe(true);
    await act(sent);
    answer?.();
    return sent;
  };
  const deleted = await meanwhile('deleted', (sent) => remove(ada, sent));
  const changed = await meanwhile('changed', (sent) => edit(ada, sent, 'no link any more'));
  const declined = await meanwhile('declined', (sent) => removePreview(ada, sent));
  // A block holds for each preview that is not attached yet.
  await settled(scene, { needless: 3 });
  const blocked = await meanwhile('blocked', () =>
    bob.call(`/api/blocks/${ada.id}`, { method: 'PUT' }),
  );
  await settled(scene, { needless: 3, failed: 1 });
  const all = [deleted, changed, declined, blocked];
  for (const sent of all) expect(await titleOf(scene, sent)).toBeNull();
  await expect.poll(() => uploadsOf(scene)).toEqual([]);
});

test('a message with a picture of its own has no preview, a note has one, which goes with the account', async () => {
  const scene = await setUp();
  const { site, ada, bob } = scene;
  const form = new FormData();
  form.set('text', site.url('/tides'));
  const create = { width: 8, height: 8, channels: 3, background: '#27a' } as const;
  const bytes = await sharp({ create }).png().toBuffer();
  form.set('image', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'a.png');
  expectSuccess(await ada.call(`/api/messages/send/${bob.id}`, { method: 'POST', body: form }));
  await ada.send(ada, site.url('/tides'));
  await settled(scene, { attached: 1 });
  const [note] = (await ada.history(ada)).messages;
  expect(note?.preview?.title).toBe('Tides of the week');
  expect(uploadsOf(scene)).toHaveLength(2);
  // The note's picture goes with the account, that of the message stays with the other.
  const json = { password: PASSWORD };
  expectSuccess(await ada.call('/api/auth/account', { method: 'DELETE', json }));
  await expect.poll(() => uploadsOf(scene)).toHaveLength(1);
});

test('an export has the preview and its picture', async () => {
  const scene = await setUp();
  const { ada, bob } = scene;
  const sent = await sendPreviewed(scene);
  const headers = { authorization: `Bearer ${bob.token}` };
  const response = await fetch(`${scene.server.url}/api/auth/export`, { headers });
  const files = await unzip(Buffer.from(await response.arrayBuffer()));
  const folder = `conversations/${ada.id}`;
  const written = JSON.parse(files.get(`${folder}/messages.json`)?.toString() ?? '{}') as {
    missingPictures: string[];
    messages: MessageDto[];
  };
  expect(written.missingPictures).toEqual([]);
  expect(written.messages[0]?.preview).toEqual(sent.preview);
  const picture = `pictures/${path.basename(sent.preview?.image?.url ?? '')}`;
  expect(files.get(picture)?.length).toBeGreaterThan(100);
  const html = files.get(`${folder}/page-1.html`)?.toString() ?? '';
  expect(html).toContain('Tides of the week');
  expect(html).toContain(picture);
});

test('the sweep of the uploads keeps the pictures of previews', async () => {
  const scene = await setUp();
  const sent = await sendPreviewed(scene);
  const [name = ''] = uploadsOf(scene);
  const uploads = path.join(scene.server.dataDir, 'uploads');
  await scene.server.stop();
  const orphan = `message-${'0'.repeat(24)}-${randomUUID()}-${randomUUID()}.webp`;
  await copyFile(path.join(uploads, name), path.join(uploads, orphan));
  const past = new Date(Date.now() - 2 * 60 * 60_000);
  for (const each of [name, orphan]) utimesSync(path.join(uploads, each), past, past);
  const again = await startServer({ dataDir: scene.server.dataDir, env: { LOG_LEVEL: 'info' } });
  try {
    await expect.poll(() => again.output()).toMatch(/uploads\.(?:not_)?swept/);
    // It says how many it does not know: one of the two.
    expect(again.output()).toContain('"unknown":1');
    expect(readdirSync(uploads)).toContain(name);
    const headers = { authorization: `Bearer ${scene.bob.token}` };
    const address = `${again.url}${sent.preview?.image?.url}`;
    expect((await fetch(address, { headers })).status).toBe(200);
  } finally {
    await again.kill();
  }
});
