import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newPerson, Person, type TestSocket } from '../support/person';
import { makeDataDir, startServer } from '../support/server';

const KILL_COUNT = 6;

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

test('six kills in the middle of sending lose no acknowledged message and leave no gap', async () => {
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

test('six kills in the middle of changing lose no acknowledged change, and the list knows the latest', async () => {
  const dataDir = makeDataDir();
  let server = await startServer({ dataDir });
  const accounts = [await newPerson(server.url), await newPerson(server.url)];
  const here = () => {
    const [ada, bob] = accounts.map((person) => new Person(server.url, person));
    if (!ada || !bob) throw new Error('two people');
    return [ada, bob] as const;
  };
  const [first, second] = here();
  const ids: string[] = [];
  for (let index = 0; index < 4; index++) ids.push((await first.send(second, 'x'))._id);
  /** By message, the text of the last edit that was acknowledged, and of those that may have come after. */
  const acknowledged = new Map<string, string>();
  const tried = new Map<string, Set<string>>();
  let count = 0;
  let isOver = false;
  const editUntilCut = async (person: Person, id: string) => {
    while (!isOver) {
      const text = `${id} ${count++}`;
      tried.get(id)?.add(text);
      const answer = await person
        .call(`/api/messages/${id}`, { method: 'PATCH', json: { text } })
        .catch(() => null);
      if (!answer?.body.success) return;
      acknowledged.set(id, text);
      tried.set(id, new Set([text]));
    }
  };

  for (let kill = 0; kill < KILL_COUNT; kill++) {
    const [ada] = here();
    const before = count;
    for (const id of ids) tried.set(id, new Set([...(tried.get(id) ?? [])]));
    const editing = ids.map((id) => editUntilCut(ada, id));
    await new Promise<void>((resolve) => {
      const look = () => (count >= before + 20 + 3 * kill ? resolve() : setImmediate(look));
      look();
    });
    await server.kill();
    await Promise.all(editing);
    server = await startServer({ dataDir });
  }
  isOver = true;

  const [ada, bob] = here();
  const { messages, lastRev } = await bob.history(ada);
  for (const { _id, text } of messages) {
    expect(acknowledged.has(_id)).toBe(true);
    // An edit that was cut off may have been stored or not; an earlier one must not have come back.
    expect([...(tried.get(_id) ?? [])]).toContain(text);
  }
  expect(Math.max(...messages.map(({ rev }) => rev))).toBe(lastRev);
  expect((await bob.people()).users[0]).toMatchObject({
    lastRev,
    lastMessage: { text: messages.at(-1)?.text },
  });
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});
