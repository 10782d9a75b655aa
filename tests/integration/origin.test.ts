import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { PlainBrowser } from '../support/browser-like';
import { newPerson, PASSWORD } from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';

const SECURE = 'https://chat.example.org';
/** Its own, since it warns only once. */
const server = serverForFile({});
/** As people reach it who have been told the address, through a proxy that ends TLS. */
const secured = serverForFile({ env: { PUBLIC_URL: SECURE } });

const account = () => ({
  fullName: 'Ada Lovelace',
  email: `ada-${randomUUID()}@example.org`,
  password: PASSWORD,
});

/** How often a line of that event stands in the log. */
const logged = (output: string, event: string) => output.split(`"msg":"${event}"`).length - 1;

/** Resolves with the reason a socket was refused for, or null when it was let in. */
function socketRefusal(url: string, headers: Record<string, string>): Promise<string | null> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  });
  return new Promise<string | null>((resolve) => {
    socket.once('connect', () => resolve(null));
    socket.once('connect_error', (error) => resolve(error.message));
  }).finally(() => socket.disconnect());
}

test('with PUBLIC_URL, whatever host a proxy passes on: a form, a call and a socket work', async () => {
  for (const headers of [
    { host: 'localhost' },
    { host: '127.0.0.1:3000' },
    { 'x-forwarded-host': 'inner.example', 'x-forwarded-proto': 'https' },
    { 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
  ] as Record<string, string>[]) {
    const browser = new PlainBrowser(SECURE, { connectTo: secured().url });
    const answer = await browser.submit('/signup', account(), headers);
    expect([headers, answer.status, answer.headers.location]).toEqual([headers, 303, '/chat']);
    const out = await browser.request('/api/auth/logout', { method: 'POST', headers });
    expect(out.status).toBe(200);
  }
  const ada = await newPerson(secured().url);
  const cookie = `__Secure-authjs.session-token=${ada.token}`;
  expect(await socketRefusal(secured().url, { cookie, origin: SECURE })).toBeNull();
});

test('without PUBLIC_URL a host that the proxy did not pass on is answered with what to set', async () => {
  const browser = new PlainBrowser('https://chat.example.org', { connectTo: server().url });
  const headers = { host: '127.0.0.1:3000' };
  const ada = account();
  const refused = await browser.submit('/signup', ada, headers);
  expect(refused.status).toBe(200);
  expect(refused.text).toMatch(/does not know the address .* set PUBLIC_URL to that address/);
  expect(refused.text).toContain(ada.email);
  expect(browser.cookieNames).toEqual([]);

  // Without any account there is no form for signing in.
  const person = await newPerson(server().url);
  expect((await browser.submit('/login', ada, headers)).text).toContain('PUBLIC_URL');
  const cookie = `authjs.session-token=${person.token}`;
  const origin = 'https://chat.example.org';
  const call = await browser.request(`/api/messages/send/${person.id}`, {
    method: 'POST',
    headers: { ...headers, cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'hello' }),
  });
  expect(call.status).toBe(403);
  expect(JSON.parse(call.text)).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('PUBLIC_URL'),
  });
  expect(await socketRefusal(server().url, { cookie, origin })).toBe('unauthorized');
  expect(logged(server().output(), 'origin.unknown_address')).toBe(1);

  // The same host under another scheme, or written otherwise, is the same host.
  const upper = new PlainBrowser('https://chat.example.org', { connectTo: server().url });
  const passed = await upper.submit('/signup', account(), { host: 'CHAT.example.org:443' });
  expect([passed.status, passed.headers.location]).toEqual([303, '/chat']);
});

test('opened at another address than PUBLIC_URL, the page and the log say which one it is', async () => {
  const browser = new PlainBrowser('http://chat.example.org', { connectTo: secured().url });
  const refused = await browser.submit('/signup', account());
  expect(refused.text).toContain('set up for another address (PUBLIC_URL)');
  expect(refused.text).toContain(`href="${SECURE}"`);
  expect(browser.cookieNames).toEqual([]);
  await expect.poll(() => logged(secured().output(), 'origin.other_address')).toBe(1);

  const person = await newPerson(secured().url);
  const cookie = `__Secure-authjs.session-token=${person.token}`;
  const call = await browser.request('/api/auth/logout', { method: 'POST', headers: { cookie } });
  expect(call.status).toBe(403);
  expect(await socketRefusal(secured().url, { cookie, origin: secured().url })).toBe(
    'unauthorized',
  );
});

test('another site can neither sign anybody in nor out', async () => {
  const person = await newPerson(server().url);
  const cookie = `authjs.session-token=${person.token}`;
  for (const headers of [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: server().url, 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  ] as Record<string, string>[]) {
    const browser = new PlainBrowser(server().url);
    const refused = await browser.submit('/signup', account(), headers);
    expect([headers, refused.status, browser.cookieNames]).toEqual([headers, 200, []]);
    for (const path of ['/api/auth/logout', '/api/auth/signout']) {
      const call = await browser.request(path, { method: 'POST', headers: { cookie, ...headers } });
      expect([headers, path, call.status]).toEqual([headers, path, 403]);
    }
  }
  expect((await person.call('/api/auth/check')).status).toBe(200);
});

test('a password that the proxy asks for does not hide the session', async () => {
  const person = await newPerson(server().url);
  const headers = {
    cookie: `authjs.session-token=${person.token}`,
    authorization: `Basic ${Buffer.from('door:keeper').toString('base64')}`,
  };
  expect((await fetch(`${server().url}/api/auth/check`, { headers })).status).toBe(200);
  const page = await fetch(`${server().url}/chat`, { headers, redirect: 'manual' });
  expect(page.status).toBe(200);
  // A cookie call all the same: another site may not use it.
  const call = await fetch(`${server().url}/api/auth/logout`, {
    method: 'POST',
    headers: { ...headers, origin: 'https://evil.example' },
  });
  expect(call.status).toBe(403);
});

test('two servers on one host keep their people apart, and an old cookie is still good', async () => {
  const second = await startServerForTest();
  const browser = new PlainBrowser(server().url);
  await browser.submit('/signup', account());
  const own = (name: string) => name.startsWith('parley-');
  const names = browser.cookieNames.filter(own);
  expect(names).not.toEqual([]);
  const onSecond = new PlainBrowser(second.url);
  await onSecond.submit('/signup', account());
  for (const name of onSecond.cookieNames.filter(own)) expect(names).not.toContain(name);
  const both = { cookie: `${browser.cookie}; ${onSecond.cookie}` };
  for (const { url } of [server(), second]) {
    expect((await fetch(`${url}/api/auth/check`, { headers: both })).status).toBe(200);
  }

  const person = await newPerson(second.url);
  const old = `authjs.session-token=${person.token}`;
  const out = await new PlainBrowser(second.url).request('/api/auth/logout', {
    method: 'POST',
    headers: { cookie: old },
  });
  expect(out.headers['set-cookie']?.join()).toContain('authjs.session-token=;');
  expect((await person.call('/api/auth/check')).status).toBe(401);
});

test('an https address is kept by browsers, and plain http is not claimed to be safe', async () => {
  const polling = '/socket.io/?EIO=4&transport=polling';
  const paths = [
    '/login',
    '/api/health/live',
    '/nothing/here',
    '/_next/static/nothing.js',
    polling,
  ];
  for (const path of paths) {
    const answer = await fetch(secured().url + path);
    expect([path, answer.headers.get('strict-transport-security')]).toEqual([
      path,
      'max-age=31536000',
    ]);
  }
  const plain = await fetch(`${server().url}/login`);
  expect(plain.headers.get('strict-transport-security')).toBeNull();
});

test('at an https address every cookie of a sign-in is this host’s alone, and sockets are encrypted', async () => {
  const browser = new PlainBrowser(SECURE, { connectTo: secured().url });
  const page = await browser.request('/signup');
  expect(page.headers['content-security-policy']).toMatch(/ wss:\/\/chat\.example\.org(;| )/);
  expect(page.headers['content-security-policy']).not.toContain(' ws:');
  expect(page.headers['cross-origin-opener-policy']).toBe('same-origin');
  const csrf = await browser.request('/api/auth/csrf');
  const entered = await browser.submit('/signup', account());
  const lines = [csrf, entered].flatMap(({ headers }) => headers['set-cookie'] ?? []);
  expect(lines.length).toBeGreaterThanOrEqual(3);
  for (const line of lines) {
    expect(line).toMatch(/^__Host-/);
    for (const attribute of [/; secure/i, /; httponly/i, /; samesite=lax/i, /; path=\/(;|$)/i]) {
      expect(line).toMatch(attribute);
    }
    expect(line).not.toMatch(/; domain=/i);
  }
});

test('the log says once when a proxy stands in front that is not trusted, or adds no address', async () => {
  expect(logged(secured().output(), 'proxy.not_trusted')).toBe(1);

  const unaware = await startServerForTest();
  await fetch(`${unaware.url}/login`);
  expect(unaware.output()).not.toContain('proxy.');
  for (const header of ['x-forwarded-for', 'x-real-ip']) {
    await fetch(`${unaware.url}/login`, { headers: { [header]: '203.0.113.9' } });
  }
  expect(logged(unaware.output(), 'proxy.not_trusted')).toBe(1);
  expect(unaware.output()).toContain('Set TRUST_PROXY');

  const trusting = await startServerForTest({ env: { TRUST_PROXY: '1' } });
  await fetch(`${trusting.url}/api/health/live`);
  await fetch(`${trusting.url}/login`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
  expect(trusting.output()).not.toContain('proxy.');
  await fetch(`${trusting.url}/login`);
  await fetch(`${trusting.url}/login`);
  expect(logged(trusting.output(), 'proxy.no_address')).toBe(1);
});

test('the metrics are not for those whom a proxy on the same machine forwards', async () => {
  const read = (headers: Record<string, string>) =>
    new PlainBrowser(server().url).request('/api/metrics', { headers });
  expect((await read({})).status).toBe(200);
  for (const headers of [
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-host': 'localhost' },
    { 'x-forwarded-proto': 'https' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 varnish' },
    { host: 'chat.example.org' },
  ] as Record<string, string>[]) {
    expect([headers, (await read(headers)).status]).toEqual([headers, 401]);
  }
  // nginx with nothing but proxy_pass says no more of itself than the old version it speaks.
  const status = await new Promise<string>((resolve, reject) => {
    const socket = connect(server().port, '127.0.0.1');
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => resolve(chunk.toString().split('\r\n', 1)[0] ?? ''));
    socket.end(`GET /api/metrics HTTP/1.0\r\nHost: 127.0.0.1:${server().port}\r\n\r\n`);
  });
  expect(status).toContain('401');
});
