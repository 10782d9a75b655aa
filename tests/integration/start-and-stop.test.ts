import { once } from 'node:events';
import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { startNextAlone } from '../support/next-alone';
import { expectFailure, expectSuccess, newPerson, nextEvent, request } from '../support/person';
import {
  makeDataDir,
  runToEnd,
  spawnProduct,
  startServer,
  startServerForTest,
} from '../support/server';
import { startSharedDatabase } from '../support/shared-database';

// Every other value: tests/unit/server/config.test.ts.
test.each([
  ['PORT', 'eighty', 'PORT must be a whole number from 0 to 65535'],
  ['PUBLIC_URL', 'https://example.org/chat', 'PUBLIC_URL must be an address without a path'],
  ['HOST', 'no host at all', 'HOST (no host at all) cannot be used'],
  ['HOST', '203.0.113.9', 'HOST (203.0.113.9) cannot be used'],
])('%s=%s stops the start with one line that names it', async (name, value, line) => {
  const dataDir = makeDataDir();
  const { code, output } = await runToEnd({ dataDir, env: { [name]: value } });
  expect(code).toBe(1);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain(`Parley cannot start: ${line}`);
});

test('a database elsewhere needs a secret that every node shares', async () => {
  const { code, output } = await runToEnd({
    dataDir: makeDataDir(),
    env: { MONGODB_URI: 'mongodb://127.0.0.1:1/parley' },
  });
  expect(code).toBe(1);
  expect(output).toContain('JWT_SECRET_KEY is required when MONGODB_URI is set');
});

test('a data folder that is a file stops the start with one line', async () => {
  const dataDir = path.join(makeDataDir(), 'file');
  writeFileSync(dataDir, '');
  const { code, output } = await runToEnd({ dataDir });
  expect(code).toBe(1);
  expect(output).toContain('Parley cannot start: DATA_DIR');
});

test('a data folder that cannot be made stops the start with one line, secret or not', async () => {
  const file = path.join(makeDataDir(), 'file');
  writeFileSync(file, '');
  // The second one is refused in a way that Node's own recursive mkdir never returns from.
  for (const dataDir of [file, '/proc/parley']) {
    for (const secret of ['', 'x'.repeat(32)]) {
      const { code, output } = await runToEnd({ dataDir, env: { JWT_SECRET_KEY: secret } });
      expect(code).toBe(1);
      expect(output.trim().split('\n')).toHaveLength(1);
      expect(output).toContain(`Parley cannot start: DATA_DIR (${dataDir}) cannot be used`);
    }
  }
});

test('a database that cannot be reached stops the start and is named, without its password', async () => {
  const { code, output } = await runToEnd({
    dataDir: makeDataDir(),
    env: {
      MONGODB_URI: 'mongodb://someone:hidden@127.0.0.1:1/parley',
      JWT_SECRET_KEY: 'x'.repeat(32),
    },
  });
  expect(code).toBe(1);
  expect(output).toContain('The database cannot be reached (mongodb://127.0.0.1:1/parley)');
  expect(output).not.toContain('hidden');
});

test('a port that is taken is said in one line', async () => {
  const server = await startServerForTest();
  const { code, output } = await runToEnd({
    dataDir: makeDataDir(),
    env: { PORT: String(server.port) },
  });
  expect(code).toBe(1);
  expect(output).toContain(`Parley cannot start: PORT (${server.port}) cannot be used`);
  expect(output.trim().split('\n')).toHaveLength(1);
});

test('a second server on the same data folder is refused, and the first goes on', async () => {
  const server = await startServerForTest();
  const otherName = path.join(makeDataDir(), 'link');
  symlinkSync(server.dataDir, otherName);
  for (const dataDir of [server.dataDir, otherName]) {
    const { code, output } = await runToEnd({ dataDir });
    expect(code).toBe(1);
    expect(output).toContain('is in use by another Parley server');
  }
  expect((await fetch(`${server.url}/api/health/ready`)).status).toBe(200);
});

test('the secret is made once, for the owner alone, and sessions outlive a restart', async () => {
  const first = await startServer();
  const ada = await newPerson(first.url);
  const file = path.join(first.dataDir, 'jwt-secret');
  const secret = readFileSync(file, 'utf8');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(first.output()).not.toContain(secret);
  expect(await first.stop()).toBe(0);

  const second = await startServerForTest({ dataDir: first.dataDir });
  expect(readFileSync(file, 'utf8')).toBe(secret);
  const check = await request(`${second.url}/api/auth/check`, { token: ada.token });
  expect(check.status).toBe(200);
});

test('a stop answers what is under way, lets sockets look elsewhere, and exits with 0', async () => {
  const server = await startServerForTest();
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const socket = await ada.connect();
  const reason = new Promise<string>((resolve) => socket.once('disconnect', resolve));
  const sends = Array.from({ length: 20 }, (_, index) => ada.send(bob, `${index}`));
  await sends[0];
  const code = server.stop();
  const settled = await Promise.allSettled(sends);
  expect(await code).toBe(0);
  // "io server disconnect" would tell the client never to come back.
  expect(await reason).toBe('transport close');

  const again = await startServerForTest({ dataDir: server.dataDir });
  const acknowledged = settled.filter((send) => send.status === 'fulfilled').length;
  const page = await request<{ lastSeq: number }>(`${again.url}/api/messages/${bob.id}?peek=1`, {
    token: ada.token,
  });
  expect(expectSuccess(page).lastSeq).toBeGreaterThanOrEqual(acknowledged);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s sent twice, and at the first sign of life, still exits with 0',
  async (signal) => {
    const { child } = spawnProduct({ dataDir: makeDataDir() });
    const ended = once(child, 'exit');
    // The line itself is the first sign; the second signal lands in the middle of the stop.
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!chunk.includes('ready at')) return;
      child.kill(signal);
      setImmediate(() => child.kill(signal));
    });
    expect(await ended).toEqual([0, null]);
  },
);

test('a stop before anybody is served exits with 0', async () => {
  const dataDir = makeDataDir();
  const { child } = spawnProduct({ dataDir });
  const ended = once(child, 'exit');
  await vi.waitFor(() => statSync(path.join(dataDir, 'server.lock')), { timeout: 10_000 });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test.each(['', 'development'])(
  'what is built runs as production, also with NODE_ENV=%s',
  async (NODE_ENV) => {
    const server = await startServerForTest({ env: { NODE_ENV } });
    const [page, gallery] = await Promise.all([
      fetch(`${server.url}/login`),
      fetch(`${server.url}/gallery`),
    ]);
    expect([page.status, gallery.status]).toEqual([200, 404]);
    // Only production forbids this to scripts.
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe-eval');
  },
);

test('an address with colons is printed as one that can be opened', async () => {
  const { child, output } = spawnProduct({ dataDir: makeDataDir(), env: { HOST: '::1' } });
  const ended = once(child, 'exit');
  await vi.waitFor(() => expect(output()).toContain('ready at'), { timeout: 30_000 });
  const [, url = ''] = /ready at (\S+)/.exec(output()) ?? [];
  expect((await fetch(`${url}/api/health/live`)).status).toBe(200);
  child.kill('SIGTERM');
  await ended;
});

test('a database that goes away later is answered 503, and comes back by itself', async () => {
  const dir = makeDataDir();
  const database = await startSharedDatabase(dir);
  const server = await startServerForTest({
    env: { MONGODB_URI: database.uri, JWT_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' },
  });
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  await ada.send(bob, 'before');

  database.link.shut(true);
  const failure = expectFailure(
    await ada.call(`/api/messages/send/${bob.id}`, { method: 'POST', json: { text: 'during' } }),
  );
  expect(failure).toMatchObject({ status: 503, code: 'unavailable' });
  expect(failure.message).not.toMatch(/mongo/i);
  const ready = await fetch(`${server.url}/api/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ missing: ['database'] });
  expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);

  database.link.shut(false);
  await vi.waitFor(async () => expect((await ada.send(bob, 'after')).seq).toBe(2), {
    timeout: 20_000,
    interval: 200,
  });
  await server.kill();
  await database.close();
  rmSync(dir, { recursive: true, force: true });
});

test('without server.ts, as on a serverless host, pages and the API work and sockets are refused cleanly', async () => {
  const dataDir = makeDataDir();
  const alone = await startNextAlone({ dataDir });
  const { url } = alone;
  try {
    const [ada, bob] = [await newPerson(url), await newPerson(url)];
    await ada.send(bob, 'no socket needed');
    expect((await bob.people()).unseenMessages).toEqual({ [ada.id]: 1 });
    await expect(bob.connect()).rejects.toThrow();
    const page = await fetch(`${url}/chat`, {
      headers: { cookie: `authjs.session-token=${bob.token}` },
    });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('no socket needed');
    // Nobody may pass for the listener that is not there, and read the operator's figures.
    const local = JSON.stringify({ address: '127.0.0.1', isLocal: true, host: null, origin: null });
    const posing = { 'x-parley-caller': `undefined ${encodeURIComponent(local)}` };
    expect((await fetch(`${url}/api/metrics`, { headers: posing })).status).toBe(401);
  } finally {
    await alone.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('a node told to stop says that it is not ready, and serves on while proxies take it out', async () => {
  const server = await startServerForTest({ env: { DRAIN_SECONDS: '4' } });
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const ready = async () => {
    const response = await fetch(`${server.url}/api/health/ready`);
    return { status: response.status, body: await response.json() };
  };
  expect((await ready()).status).toBe(200);
  const stopped = server.stop();
  await expect
    .poll(ready)
    .toMatchObject({ status: 503, body: { missing: ['stopping'], success: false } });
  // Whoever still comes is served as before, over a new connection too.
  const socket = await bob.connect();
  const arrived = nextEvent(socket, 'message:created');
  expect((await ada.send(bob, 'still here')).seq).toBe(1);
  expect((await arrived).text).toBe('still here');
  expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);
  expect(await stopped).toBe(0);
  socket.disconnect();
});
