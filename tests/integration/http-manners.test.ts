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
