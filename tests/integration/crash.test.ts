import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newPerson, Person, type TestSocket } from '../support/person';
import { makeDataDir, startServer } from '../support/server';

const KILL_COUNT = 10;

/** Sends until the connection is gone; what was acknowledged is what must be there afterwards. */
async function sendUntilCut(socket: TestSocket, to: string, acknowledged: Set<string>) {
  while (socket.connected) {
    const clientId = randomUUID();
    const ack = await socket
      .timeout(2_000)
      .emitWithAck('message:send', { to, text: clientId, clientId })
      .catch(() => null);
    if (ack?.success) acknowledged.add(clientId);
  }
}

test('ten kills in the middle of sending lose no acknowledged message and leave no gap', async () => {
  const dataDir = makeDataDir();
  const acknowledged = new Set<string>();
  let server = await startServer({ dataDir });
  const accounts = [await newPerson(server.url), await newPerson(server.url)];

  for (let kill = 0; kill < KILL_COUNT; kill++) {
    const [ada, bob] = accounts.map((person) => new Person(server.url, person));
    if (!ada || !bob) throw new Error('two people');
    const before = acknowledged.size;
    const sockets = await Promise.all([ada, ada, bob, bob].map((person) => person.connect()));
    const sending = sockets.map((socket, index) =>
      sendUntilCut(socket, index < 2 ? bob.id : ada.id, acknowledged),
    );
    // Kill in the thick of it: after a number of acknowledgements that differs each time.
    await new Promise<void>((resolve) => {
      const look = () =>
        acknowledged.size >= before + 20 + 7 * kill ? resolve() : setImmediate(look);
      look();
    });
    await server.kill();
    await Promise.all(sending);
    server = await startServer({ dataDir });
  }

  const [ada, bob] = accounts.map((person) => new Person(server.url, person));
  if (!ada || !bob) throw new Error('two people');
  const history = await ada.wholeHistory(bob);
  const stored = new Set(history.map((message) => message.clientId));
  expect([...acknowledged].filter((clientId) => !stored.has(clientId))).toEqual([]);
  expect(history.map((message) => message.seq)).toEqual(history.map((_, index) => index + 1));
  expect(stored.size).toBe(history.length);
  // The row of the conversation agrees with its messages.
  const { users } = await ada.people();
  expect(users[0]).toMatchObject({ _id: bob.id, lastSeq: history.length });
  expect(acknowledged.size).toBeGreaterThan(KILL_COUNT * 20);
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});
