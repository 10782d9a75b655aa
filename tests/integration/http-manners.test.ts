import net from 'node:net';
import { expect, test } from 'vitest';
import { newPerson } from '../support/person';
import { exchange } from '../support/raw-http';
import { makeDataDir, runToEnd, startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

const ask = (head: string): Promise<string> =>
  exchange(server().port, `${head}\r\nConnection: close\r\n\r\n`);

test('an address with scheme and host is the address it names, by whatever Host it is asked', async () => {
  const live = await ask('GET http://parley.example/api/health/live HTTP/1.1\r\nHost: other');
  expect(live).toMatch(/^HTTP\/1\.1 200 /);
  const page = await ask('GET HTTP://parley.example/signup?a=b HTTP/1.1\r\nHost: other.example');
  expect(page).toMatch(/^HTTP\/1\.1 200 /);
  expect(page).toContain('ws://parley.example');
  const none = await ask('GET http://parley.example/api/nothing HTTP/1.1\r\nHost: other');
  expect(none).toMatch(/^HTTP\/1\.1 404 [\s\S]*"code":"not_found"/);
});

test('OPTIONS for the server as a whole is answered, and no other target without a path', async () => {
  expect(await ask('OPTIONS * HTTP/1.1\r\nHost: x')).toMatch(/^HTTP\/1\.1 204 [\s\S]*allow: GET/i);
  for (const target of ['*', 'ftp://x/', 'http://', 'nothing', 'mailto:a@b.c']) {
    const answer = await ask(`GET ${target} HTTP/1.1\r\nHost: x`);
    expect([target, answer.split('\r\n')[0]]).toEqual([target, 'HTTP/1.1 400 Bad Request']);
  }
});

const PREFETCHES: Record<string, string>[] = [
  {},
  { 'next-router-prefetch': '1', rsc: '1' },
  { purpose: 'prefetch' },
];

const NOTHING = [
  '/nothing',
  '/nothing.html',
  '/apis',
  '/icons/nothing.png',
  '/icons/../nothing',
  '/manifest-of-nothing',
  '/sw.js.html',
  '/favicon.ico/nothing',
  '/_next/nothing',
  '/_next/image?url=%2Ficons%2Ficon-192.png&w=256&q=75',
  '/_next/image',
  '/_next/static/nothing.js',
  '/_next/static/chunks/nothing.html',
  '/_next/data/x/nothing.json',
  '/.git/config',
  '/.env',
  '/.data/jwt-secret',
  '/package.json',
  '/server.ts',
  '/icons/',
  '/icons',
  '/_next/static/',
  '/chat/nothing',
];

test('whatever answers with HTML carries a policy, prefetches and addresses of nothing included', async () => {
  const ada = await newPerson(server().url);
  for (const address of ['/login', '/signup', '/', '/offline', '/chat', ...NOTHING]) {
    for (const prefetch of PREFETCHES) {
      const headers = new Headers({ ...prefetch, authorization: `Bearer ${ada.token}` });
      const answer = await fetch(server().url + address, { headers, redirect: 'manual' });
      const type = answer.headers.get('content-type') ?? '';
      const isPage = type.startsWith('text/html') || type.startsWith('text/x-component');
      if (!isPage) continue;
      expect([address, prefetch, answer.headers.get('content-security-policy')]).toEqual([
        address,
        prefetch,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
    }
  }
});

test('addresses of nothing are 404, the unused image optimiser among them', async () => {
  for (const address of NOTHING.filter((each) => !each.startsWith('/chat'))) {
    const answer = await fetch(server().url + address, { redirect: 'manual' });
    expect([address, answer.status]).toEqual([address, 404]);
  }
});

test('an address whose percent signs stand for nothing is a missing page to a browser, and refused to a program', async () => {
  for (const address of ['/%', '/%ff', '/chat/%zz?a=%']) {
    const page = await fetch(server().url + address, { headers: { accept: 'text/html,*/*' } });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const answer = await fetch(server().url + address);
    expect([address, answer.status]).toEqual([address, 400]);
    expect(await answer.json()).toMatchObject({ success: false, code: 'bad_request' });
  }
  const missing = await fetch(`${server().url}/%`, { headers: { accept: 'text/html' } });
  expect(missing.status).toBe(404);
  expect(await missing.text()).toContain('</html>');
});

/** Of each kind of answer one, as [method, address]. */
const ANSWERS = [
  ['GET', '/login'],
  ['GET', '/chat'],
  ['GET', '/nothing'],
  ['GET', '/sw.js'],
  ['GET', '/icon.svg'],
  ['GET', '/favicon.ico'],
  ['GET', '/icons/icon-192.png'],
  ['GET', '/manifest.webmanifest'],
  ['GET', '/_next/static/nothing.js'],
  ['GET', '/api/nothing'],
  ['GET', '/api/auth/check'],
  ['GET', '/api/auth/csrf'],
  ['GET', '/api/openapi.json'],
  ['GET', '/api/health/live'],
  ['GET', '/api/metrics'],
  ['POST', '/api/auth/login'],
  ['POST', '/share'],
  ['PROPFIND', '/api/auth/login'],
  ['GET', '/socket.io/?EIO=4&transport=polling'],
  ['GET', '/socket.io/?EIO=4&transport=nothing'],
] as const;

test('every answer keeps its type, stands in no frame, and tells other sites no address', async () => {
  for (const [method, address] of ANSWERS) {
    const { headers } = await fetch(server().url + address, { method, redirect: 'manual' });
    const policy = headers.get('content-security-policy') ?? '';
    const type = headers.get('content-type') ?? '';
    const needsCharset = /^text\/|\+xml|\/xml/.test(type);
    expect({ address, ...headersOf(headers), isOnePolicy: !policy.includes(', ') }).toEqual({
      address,
      'x-content-type-options': 'nosniff',
      'referrer-policy': expect.stringMatching(/^same-origin$/),
      'access-control-allow-origin': null,
      server: null,
      'x-powered-by': null,
      isOnePolicy: true,
    });
    for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"]) {
      expect([address, policy]).toEqual([address, expect.stringContaining(part)]);
    }
    if (needsCharset) expect([address, type]).toEqual([address, expect.stringMatching(/utf-8/i)]);
  }
});

test('the files of the build say their type and keep to it', async () => {
  const login = await fetch(`${server().url}/login`).then((page) => page.text());
  for (const pattern of [/\/_next\/static\/[^"]+\.js/, /\/_next\/static\/[^"]+\.css/]) {
    const [address = ''] = pattern.exec(login) ?? [];
    const { status, headers } = await fetch(server().url + address);
    expect([address, status, headers.get('x-content-type-options')]).toEqual([
      address,
      200,
      'nosniff',
    ]);
    expect(headers.get('content-type')).toMatch(/^text\/(javascript|css); charset=utf-8$/);
  }
});

const headersOf = (headers: Headers) =>
  Object.fromEntries(
    [
      'x-content-type-options',
      'referrer-policy',
      'access-control-allow-origin',
      'server',
      'x-powered-by',
    ].map((name) => [name, headers.get(name)]),
  );

test('pages of a person are kept by no cache, and answers of the API neither', async () => {
  const ada = await newPerson(server().url);
  const headers = { cookie: `authjs.session-token=${ada.token}` };
  for (const address of ['/chat', '/api/auth/check', '/api/messages/users']) {
    const answer = await fetch(server().url + address, { headers, redirect: 'manual' });
    expect([address, answer.status, answer.headers.get('cache-control')]).toEqual([
      address,
      200,
      expect.stringContaining('no-store'),
    ]);
  }
});

test('fields for passwords hide what is typed and take what a password manager fills in', async () => {
  for (const [address, kind] of [
    ['/login', 'current-password'],
    ['/signup', 'new-password'],
    ['/reset?token=any', 'new-password'],
  ] as const) {
    const page = await fetch(server().url + address).then((answer) => answer.text());
    const inputs = page.match(/<input[^>]*password[^>]*>/gi) ?? [];
    expect([address, inputs.length]).toEqual([address, 1]);
    expect(inputs[0]).toMatch(/type="password"/);
    expect(inputs[0]).toMatch(new RegExp(`autocomplete="${kind}"`, 'i'));
    expect(inputs[0]).not.toMatch(/onpaste|readonly|maxlength/i);
  }
});

test('a request whose length is told in two ways is refused, and its rest is no request', async () => {
  const smuggled = 'GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n';
  for (const lengths of [
    'Content-Length: 5\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nContent-Length: 5',
    'Content-Length: 5\r\nContent-Length: 6',
    'Transfer-Encoding: chunked, identity',
  ]) {
    const answer = await exchange(
      server().port,
      `POST /api/auth/login HTTP/1.1\r\nHost: x\r\n${lengths}\r\n\r\n0\r\n\r\n${smuggled}`,
    );
    expect([lengths, answer.match(/HTTP\/1\.1 \d+/g)]).toEqual([lengths, ['HTTP/1.1 400']]);
  }
});

test('a limit on open files that is too low stops the start with one line', async () => {
  const { code, output } = await runToEnd({
    dataDir: makeDataDir(),
    wrapper: ['sh', '-c', 'ulimit -n 40 && exec "$0" "$@"'],
  });
  expect(code).toBe(1);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain('Parley cannot start: only 40 files may be open at once');
});

test('more connections than there are files for are turned away, and the server goes on', async () => {
  const { url, port } = await startServerForTest({
    wrapper: ['sh', '-c', 'ulimit -n 300 && exec "$0" "$@"'],
  });
  let closed = 0;
  const sockets = Array.from({ length: 400 }, () => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.once('close', () => {
      closed++;
    });
    return socket;
  });
  await expect.poll(() => closed, { timeout: 10_000 }).toBeGreaterThan(200);
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(() => fetch(`${url}/api/health/ready`).then(({ status }) => status, String), {
      timeout: 10_000,
    })
    .toBe(200);
  expect((await newPerson(url)).token).not.toBe('');
});
