import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { newPerson, type Person, type TestSocket } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
const DROPPED_WITHIN_MS = 100_000;
const HEARTBEAT_MS = 5_000;
const PONG = '3';
/** As large as texts get, and three bytes a character. */
const LONG_TEXT = '満'.repeat(4_000);

async function connectedSockets(): Promise<number> {
  const answer = await fetch(`${server().url}/api/metrics`);
  const [, count] = /^parley_sockets_connected (\d+)/m.exec(await answer.text()) ?? [];
  return Number(count);
}

/**
 * Stops a client from reading anything more, as a program gone astray would. It goes on answering
 * heartbeats, or they would be what drops it.
 */
function stopReading(socket: TestSocket): void {
  const { transport } = socket.io.engine;
  if (!('ws' in transport)) throw new Error('not a WebSocket');
  const ws = transport.ws as { pause(): void; send(data: string): void };
  ws.pause();
  const answering = setInterval(() => ws.send(PONG), HEARTBEAT_MS);
  onTestFinished(() => clearInterval(answering));
}

function send(socket: TestSocket, to: Person, text: string) {
  return socket.emitWithAck('message:send', { to: to.id, text, clientId: randomUUID() });
}

test('a client that does not read is dropped, and gets everything once it does', async () => {
  const ada = await newPerson(server().url);
  const bob = await newPerson(server().url);
  const [adaSocket, bobSocket] = [await ada.connect(), await bob.connect()];
  onTestFinished(() => {
    adaSocket.disconnect();
    bobSocket.disconnect();
  });
  expect(await connectedSockets()).toBe(2);
  stopReading(bobSocket);

  let sent = 0;
  const endsAt = Date.now() + DROPPED_WITHIN_MS;
  while ((await connectedSockets()) === 2) {
    expect(Date.now()).toBeLessThan(endsAt);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send(adaSocket, bob, LONG_TEXT)),
    );
    expect(answers.every((answer) => answer.success)).toBe(true);
    sent += answers.length;
  }
  expect(await connectedSockets()).toBe(1);

  expect(await bob.wholeHistory(ada)).toHaveLength(sent);
});

test('sends beyond the queue of a conversation are told to try again, and only those', async () => {
  const ada = await newPerson(server().url);
  const bob = await newPerson(server().url);
  const socket = await ada.connect();
  const answers = await Promise.all(
    Array.from({ length: 3_000 }, (_, index) => send(socket, bob, `message ${index}`)),
  );
  const refused = answers.filter((answer) => !answer.success);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) expect(answer).toMatchObject({ code: 'unavailable' });
  const stored = await ada.wholeHistory(bob);
  expect(stored).toHaveLength(answers.length - refused.length);
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
  socket.disconnect();
});
