import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { renderWaitingPage } from '@/components/offline/waiting-page';
import { createListener, listen } from '@/lib/server/http/listener';

const STALL_MS = 2_000;
const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-listener-'));
const { httpServer, serve } = createListener({ stallTimeoutMs: STALL_MS });
let port: number;

beforeAll(async () => {
  process.env.DATA_DIR = dir;
  port = await listen(httpServer, { host: '127.0.0.1', port: 0 });
  serve(async (request, response) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('error', () => response.destroy());
    request.on('end', () => response.end(`${length} bytes`));
  });
});
afterAll(() => {
  httpServer.closeAllConnections();
  httpServer.close();
  rmSync(dir, { recursive: true });
});

function upload(length: number, connection = 'close'): { socket: Socket; answer: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.on('error', () => socket.destroy());
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: ${connection}\r\nContent-Length: ${length}\r\n\r\n`,
  );
  return { socket, answer: once(socket, 'close').then(() => text) };
}

test('a browser that comes before the server is ready gets a page in its language that asks again', async () => {
  const early = createListener({
    renderWaitingPage: ({ headers }) =>
      renderWaitingPage({ chosen: null, accepted: headers['accept-language'] ?? null }),
  });
  const earlyPort = await listen(early.httpServer, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    early.httpServer.closeAllConnections();
    early.httpServer.close();
  });
  const url = `http://127.0.0.1:${earlyPort}/chat`;
  const page = await fetch(url, {
    headers: { accept: 'text/html,*/*;q=0.8', 'accept-language': 'ar' },
  });
  expect(page.status).toBe(503);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('refresh')).toBe('2');
  expect(await page.text()).toMatch(
    /<html lang="ar" dir="rtl">[\s\S]*لا يمكن الوصول إلى Parley الآن/,
  );
  const program = await fetch(url);
  expect(program.status).toBe(503);
  expect(await program.json()).toMatchObject({ success: false, code: 'unavailable' });
});

test.concurrent('a slow upload is taken while something arrives, however long it takes', async () => {
  const { socket, answer } = upload(12);
  for (let sent = 0; sent < 12; sent++) {
    socket.write('x');
    await sleep(STALL_MS / 8);
  }
  expect(await answer).toMatch(/200 OK[\s\S]*12 bytes/);
  // Node's own limit on the whole of a request, five minutes, would end it after all.
  expect(httpServer.requestTimeout).toBe(0);
});

test.concurrent('an upload that stalls is ended, without an answer that could be taken for one', async () => {
  const { socket, answer } = upload(12);
  socket.write('x');
  expect(await answer).not.toContain('200 OK');
});

test('an idle connection outlives the minute that proxies keep theirs', async () => {
  const { socket, answer } = upload(0, 'keep-alive');
  await once(socket, 'data');
  socket.destroy();
  expect(await answer).toMatch(/keep-alive: timeout=75/i);
});
