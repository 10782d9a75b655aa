import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newPerson } from '../support/person';
import { startServerForTest } from '../support/server';

const WARM_UP_COUNT = 300;
const COUNT = 200;
/** By socket 175 kB were measured, by HTTP 207 kB; with a quarter more something is made anew for each message. */
const SOCKET_MAX_BYTES = 220_000;
const HTTP_MAX_BYTES = 260_000;
/** What comes now and then, such as figures and pings, is no more than this. */
const STEADY_MAX_RATIO = 1.25;

test('a message allocates no more than it did, by socket and by HTTP, and later ones as much as earlier ones', async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-allocations-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = path.join(dir, 'counter.sock');
  const server = await startServerForTest({
    args: ['--import', './tests/support/count-allocations.mjs', 'dist/server.js'],
    env: { ALLOCATIONS_SOCKET: file },
  });
  /** The bytes that the server's main thread has allocated since this was asked last. */
  const allocatedBytes = async (): Promise<number> => {
    const socket = connect(file).setEncoding('utf8');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    await once(socket, 'close');
    return Number(text);
  };
  const [ada, bob] = await Promise.all([newPerson(server.url), newPerson(server.url)]);
  const [sender, receiver] = await Promise.all([ada.connect(), bob.connect()]);
  const bySocket = async (text: string) => {
    const payload = { to: bob.id, text, clientId: randomUUID() };
    expect((await sender.emitWithAck('message:send', payload)).success).toBe(true);
  };
  const byHttp = (text: string) => ada.send(bob, text);
  const measure = async (send: (text: string) => Promise<unknown>) => {
    await allocatedBytes();
    for (let number = 0; number < COUNT; number++) await send(`message ${number}`);
    return (await allocatedBytes()) / COUNT;
  };
  for (const { send, maxBytes } of [
    { send: bySocket, maxBytes: SOCKET_MAX_BYTES },
    { send: byHttp, maxBytes: HTTP_MAX_BYTES },
  ]) {
    // Until what is used again and again is compiled, and every list that is kept has its size.
    for (let number = 0; number < WARM_UP_COUNT; number++) await send(`before ${number}`);
    const first = await measure(send);
    const second = await measure(send);
    expect(first).toBeLessThan(maxBytes);
    expect(second / first).toBeLessThan(STEADY_MAX_RATIO);
  }
  sender.disconnect();
  receiver.disconnect();
});
