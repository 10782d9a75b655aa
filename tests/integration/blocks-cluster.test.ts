import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { expectSuccess, newPerson, Person } from '../support/person';
import { hasRedisFor } from '../support/redis';
import { twoNodesForTests } from '../support/two-nodes';

const ROUNDS = 25;
const SENDS_PER_ROUND = 4;

describe.skipIf(!hasRedisFor('blocks on two nodes'))('two nodes', () => {
  const place = twoNodesForTests();

  /** A block on one node among sends through the other and through both: a hundred crossings. */
  test('nothing gets through once the block is answered, whichever node takes it', async () => {
    const [east, west] = place().nodes;
    const [ada, bob] = [await newPerson(east.url), await newPerson(west.url)];
    const bobInTheEast = new Person(east.url, bob);
    const socket = await bob.connect();
    /** Again over a connection that was closed while it was idle: the same `clientId` is one message. */
    const lastingly = <T>(ask: () => Promise<T>): Promise<T> =>
      ask().catch((error: unknown) => {
        if (error instanceof TypeError) return ask();
        throw error;
      });
    const send = (from: Person) => {
      const json = { text: 'hello', clientId: randomUUID() };
      const path = `/api/messages/send/${ada.id}`;
      return lastingly(() =>
        from.call<{ newMessage: MessageDto }>(path, { method: 'POST', json }),
      ).then(({ body }) => body);
    };
    const block = (method: 'PUT' | 'DELETE') =>
      lastingly(() => ada.call(`/api/blocks/${bob.id}`, { method })).then(expectSuccess);
    const readLastSeq = () =>
      lastingly(() => ada.history(bob, 'peek=1&limit=1')).then(({ lastSeq }) => lastSeq);
    const sendBySocket = () =>
      socket.emitWithAck('message:send', { to: ada.id, text: 'hello', clientId: randomUUID() });
    const ways = [() => send(bob), sendBySocket, () => send(bobInTheEast), sendBySocket];
    let stored = 0;
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      // Now the block is on its way first, now the messages are.
      const early = round % 2 === 0 ? block('PUT') : null;
      // A send is quicker than a block: now and then it starts as much later as another request takes.
      if (round % 4 === 0) await readLastSeq();
      const sends = Array.from({ length: SENDS_PER_ROUND }, (_, index) => ways[index]?.());
      await (early ?? block('PUT'));
      const lastSeq = await readLastSeq();
      const late = await Promise.all(ways.map((way) => way()));
      expect(late.map((answer) => answer.success)).toEqual([false, false, false, false]);
      for (const answer of await Promise.all(sends)) {
        if (answer?.success) {
          stored++;
          expect(answer.newMessage.seq).toBeLessThanOrEqual(lastSeq);
        } else refused++;
      }
      expect(await readLastSeq()).toBe(lastSeq);
      await block('DELETE');
    }
    expect(stored + refused).toBe(ROUNDS * SENDS_PER_ROUND);
    // Both happened, or nothing was tested.
    expect(stored).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    socket.disconnect();
  });
});
