import dns from 'node:dns';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { type GetOptions, getPublic } from '@/lib/server/outgoing/get-public';
import { hostileLinks } from '../../support/hostile-links';
import { type PageServer, startPageServer } from '../../support/page-server';

const MAX_BYTES = 64 * 1024;

afterEach(() => {
  vi.restoreAllMocks();
});

const get = (site: PageServer, path: string, how: Partial<GetOptions> = {}) =>
  getPublic(new URL(path, site.url('/')), {
    accept: 'text/html',
    maxBytes: MAX_BYTES,
    mayBeCut: () => true,
    isWanted: () => true,
    signal: AbortSignal.timeout(30_000),
    privateHosts: new Set([site.host]),
    ...how,
  });

const answerWith =
  (headers: Record<string, string>, body: string | Buffer) =>
  (_request: unknown, response: ServerResponse) =>
    void response.writeHead(200, headers).end(body);

/** Sends on to somewhere, with a cookie. */
const sendOn = (site: PageServer, path: string, location: string, status = 302) =>
  site.on(path, (_request, response) => {
    response.writeHead(status, { location, 'set-cookie': 'seen=1' }).end('elsewhere');
  });

test('no hostile address leads to a connection', async () => {
  const site = await startPageServer();
  site.page('/', '<title>Inside</title>');
  const links = hostileLinks(site.port);
  expect(links.length).toBeGreaterThanOrEqual(60);
  for (const link of links) {
    const url = URL.canParse(link) ? new URL(link) : null;
    if (!url) continue;
    const reading = getPublic(url, {
      accept: '*/*',
      maxBytes: MAX_BYTES,
      mayBeCut: () => true,
      isWanted: () => true,
      signal: AbortSignal.timeout(5_000),
      privateHosts: new Set(),
    });
    await expect(reading, link).rejects.toThrow();
  }
  expect(site.connections()).toBe(0);
});

test.each([301, 302, 303, 307, 308])('nor does being sent on to one (%d)', async (status) => {
  const [site, inner] = [await startPageServer(), await startPageServer()];
  inner.page('/', '<title>Inside</title>');
  const places = [
    ...hostileLinks(inner.port),
    `//localhost:${inner.port}/`,
    'file:///etc/passwd',
    `ftp://127.0.0.1:${inner.port}/`,
    'data:text/html,<title>x</title>',
    'http://[',
    '',
  ];
  for (const [at, place] of places.entries()) {
    // A header has bytes, and no letters but those of ASCII.
    sendOn(site, `/${at}`, Buffer.from(place).toString('latin1'), status);
    await expect(get(site, `/${at}`), place).rejects.toThrow();
  }
  expect(inner.connections()).toBe(0);
});

test('a name is looked up once for a connection, and one inner address among others is too many', async () => {
  const site = await startPageServer();
  const lookUp = vi.spyOn(dns, 'lookup') as unknown as ReturnType<typeof vi.fn>;
  const answers = [
    [{ address: '127.0.0.1', family: 4 }],
    [
      { address: '1.1.1.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
    [{ address: '::ffff:127.0.0.1', family: 6 }],
    [],
  ];
  for (const found of answers) {
    lookUp.mockImplementation(
      (_host: string, _options: object, done: (...args: unknown[]) => void) => done(null, found),
    );
    const reading = get(site, `http://rebound.example.org:${site.port}/`);
    await expect(reading).rejects.toThrow('inner network');
  }
  expect(lookUp).toHaveBeenCalledTimes(answers.length);
  expect(site.connections()).toBe(0);
});

test('it is sent on three times and no more, and says nothing of one place to the next', async () => {
  const site = await startPageServer();
  sendOn(site, '/4', '/3');
  sendOn(site, '/3', site.url('/2'));
  sendOn(site, '/2', '1');
  sendOn(site, '/1', '/0?there');
  site.page('/0?there', '');
  sendOn(site, '/round', '/round');
  expect((await get(site, '/3')).url.href).toBe(site.url('/0?there'));
  for (const { headers } of site.asked) {
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
    expect(headers['accept-encoding']).toBe('gzip');
  }
  await expect(get(site, '/4')).rejects.toThrow('sent on too often');
  const before = site.asked.length;
  await expect(get(site, '/round')).rejects.toThrow('sent on too often');
  expect(site.asked).toHaveLength(before + 4);
});

test('a long answer is cut, packed or not, and a picture that long refused', async () => {
  const site = await startPageServer();
  const long = Buffer.alloc(64 * 1024 * 1024, 'a');
  const packed = gzipSync(long);
  expect(packed.length).toBeLessThan(100_000);
  site.on('/long', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    // No length is told, and there is no end.
    const more = () => {
      while (!response.destroyed && response.write(long.subarray(0, 65_536)));
    };
    response.on('drain', more);
    more();
  });
  site.on('/packed', answerWith({ 'content-encoding': 'gzip' }, packed));
  // Whoever waits for its end waits for ever.
  site.on('/open', (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).write(packed.subarray(0, 30_000));
  });
  site.on('/nested', answerWith({ 'content-encoding': 'gzip' }, gzipSync(packed)));
  site.on(
    '/told',
    answerWith({ 'content-length': String(MAX_BYTES + 1) }, long.subarray(0, MAX_BYTES + 1)),
  );
  expect((await get(site, '/long')).body.length).toBe(MAX_BYTES);
  expect((await get(site, '/packed')).body.length).toBe(MAX_BYTES);
  expect((await get(site, '/open')).body.length).toBe(MAX_BYTES);
  expect((await get(site, '/nested')).body.length).toBeLessThanOrEqual(MAX_BYTES);
  for (const path of ['/long', '/packed', '/told']) {
    await expect(get(site, path, { mayBeCut: () => false })).rejects.toThrow('too long');
  }
});

test('packed words are read, also where their end is missing', async () => {
  const site = await startPageServer();
  const packed = gzipSync('<title>Packed</title>');
  site.on('/whole', answerWith({ 'content-encoding': 'GZIP' }, packed));
  site.on('/half', answerWith({ 'content-encoding': 'gzip' }, packed.subarray(0, -8)));
  site.on('/none', answerWith({ 'content-encoding': 'gzip' }, 'not packed at all'));
  expect((await get(site, '/whole')).body.toString()).toBe('<title>Packed</title>');
  expect((await get(site, '/half')).body.toString()).toContain('Packed');
  await expect(get(site, '/none')).rejects.toThrow();
  for (const encoding of ['deflate', 'br', 'zstd', 'gzip, gzip', 'compress']) {
    site.on('/other', answerWith({ 'content-encoding': encoding }, packed));
    await expect(get(site, '/other')).rejects.toThrow('packed by');
  }
});

test('an answer that does not come to its end in time is given up', async () => {
  const site = await startPageServer();
  site.on('/silent', () => {});
  site.on('/slow', (_request, response) => {
    response.writeHead(200).write('<title>');
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  });
  site.on('/cut', (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('some', () => response.destroy());
  });
  site.on('/other-protocol', (_request, response) => {
    response.socket?.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
  });
  site.on('/nonsense', (_request, response) => void response.socket?.end('SSH-2.0-nothing\r\n'));
  for (const path of ['/other-protocol', '/nonsense']) {
    await expect(get(site, path, { signal: new AbortController().signal })).rejects.toThrow();
  }
  for (const path of ['/silent', '/slow']) {
    const signal = AbortSignal.timeout(200);
    await expect(get(site, path, { signal })).rejects.toThrow();
    await expect.poll(() => signal.aborted).toBe(true);
  }
  await expect(get(site, '/cut')).rejects.toThrow();
});

test('an answer of another status or type is none', async () => {
  const site = await startPageServer();
  for (const status of [204, 206, 304, 401, 404, 500]) {
    site.on('/', (_request, response) => void response.writeHead(status).end());
    await expect(get(site, '/')).rejects.toThrow(`status ${status}`);
  }
  site.on('/', answerWith({ 'content-type': 'application/pdf' }, 'x'));
  const isWanted = (type: string) => type === 'text/html';
  await expect(get(site, '/', { isWanted })).rejects.toThrow('another type');
});
