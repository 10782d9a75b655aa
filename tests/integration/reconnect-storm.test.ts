import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { newPerson } from '../support/person';
import { startServerForTest } from '../support/server';
import { gatherCrowd } from '../support/storm';

const CLIENT_COUNT = 2_000;
const ACCOUNT_COUNT = 40;
const CONNECT_LIMIT_MS = 90_000;
const TEST_TIMEOUT_MS = 240_000;
/** Below what one person may send in a minute. */
const SEND_MAX_COUNT = 400;

test(
  '2,000 clients that come back in one second are let in, and messages go on meanwhile',
  async () => {
    const { url } = await startServerForTest({ env: { RATE_LIMITS: 'on' } });
    const people = await Promise.all(Array.from({ length: ACCOUNT_COUNT }, () => newPerson(url)));
    const [ada, bob] = [await newPerson(url), await newPerson(url)];
    const [adaSocket, bobSocket] = [await ada.connect(), await bob.connect()];
    const tokens = people.map(({ token }) => token);
    const crowd = await gatherCrowd({ url, tokens, count: CLIENT_COUNT });
    onTestFinished(() => {
      crowd.leave();
      adaSocket.disconnect();
      bobSocket.disconnect();
    });
    await crowd.allConnected(CONNECT_LIMIT_MS);
    const heard: MessageDto[] = [];
    bobSocket.on('message:created', (message) => heard.push(message));

    crowd.cutAll();
    let isOver = false;
    const returned = crowd.allConnected(CONNECT_LIMIT_MS).finally(() => {
      isOver = true;
    });
    const sent: MessageDto[] = [];
    while (!isOver && sent.length < SEND_MAX_COUNT) {
      const payload = { to: bob.id, text: `message ${sent.length + 1}`, clientId: randomUUID() };
      const answer = await adaSocket.emitWithAck('message:send', payload);
      if (!answer.success) throw new Error(answer.code);
      sent.push(answer.newMessage);
    }
    await returned;

    expect(sent.length).toBeGreaterThan(0);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(sent.length);
    expect(heard).toEqual(sent);
    // The last of the crowd are as much there as the first: they hear what is said to them.
    const [first] = people;
    if (!first) throw new Error('nobody');
    expect((await first.send(ada, 'still here')).seq).toBe(1);
  },
  TEST_TIMEOUT_MS,
);
