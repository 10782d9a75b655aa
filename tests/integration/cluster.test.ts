import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createClient } from 'redis';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { MessageDto, SearchAnswer } from '@/lib/shared/dto';
import { Link } from '../support/link';
import {
  expectSuccess,
  newPerson,
  nextEvent,
  PASSWORD,
  Person,
  request,
  type TestSocket,
} from '../support/person';
import { hasRedisFor, startRedis, type TestRedis } from '../support/redis';
import { makeDataDir, startServer, type TestServer } from '../support/server';
import { type SharedDatabase, startSharedDatabase } from '../support/shared-database';

describe.skipIf(!hasRedisFor('several nodes'))('two nodes with Redis between them', () => {
  const databaseDir = makeDataDir();
  let database: SharedDatabase;
  let redis: TestRedis;
  let east: TestServer;
  let west: TestServer;

  const startNode = (uri = database.uri) =>
    startServer({
      env: {
        MONGODB_URI: uri,
        JWT_SECRET_KEY: 'the same secret on every node, long enough',
        REDIS_URL: redis.url,
        RATE_LIMITS: 'on',
        LOG_LEVEL: 'silent',
      },
    });
  /** The same account as another node sees it. */
  const on = (node: TestServer, person: Person) => new Person(node.url, person);

  beforeAll(async () => {
    [database, redis] = await Promise.all([startSharedDatabase(databaseDir), startRedis()]);
    [east, west] = await Promise.all([startNode(), startNode()]);
  });

  afterAll(async () => {
    await Promise.all([east?.kill(), west?.kill()]);
    await Promise.all([database?.close(), redis?.kill()]);
    for (const dir of [databaseDir, east?.dataDir, west?.dataDir]) {
      if (dir) rmSync(dir, { recursive: true, force: true });
    }
  });

  test('what was sent on one node is found on the other at once', async () => {
    const [ada, bob] = await Promise.all([newPerson(east.url), newPerson(west.url)]);
    const there = on(west, bob);
    for (const word of ['harbour', 'quay', 'pier']) {
      await ada.send(bob, `the ${word} at noon`);
      const params = new URLSearchParams({ q: `${word} noon` });
      const found = expectSuccess(await there.call<SearchAnswer>(`/api/search?${params}`));
      expect(found.results.map(({ message }) => message.text)).toEqual([`the ${word} at noon`]);
    }
  });

  async function apart(): Promise<{
    ada: Person;
    bob: Person;
    adaSocket: TestSocket;
    bobSocket: TestSocket;
  }> {
    const [ada, bob] = await Promise.all([newPerson(east.url), newPerson(west.url)]);
    const [adaSocket, bobSocket] = await Promise.all([ada.connect(), bob.connect()]);
    onTestFinished(() => {
      adaSocket.disconnect();
      bobSocket.disconnect();
    });
    return { ada, bob, adaSocket, bobSocket };
  }

  test('a message reaches the other node at once, and both nodes count alike', async () => {
    const { ada, bob, adaSocket, bobSocket } = await apart();
    const heard = nextEvent(bobSocket, 'message:created');
    const sent = await ada.send(bob, 'from east to west');
    expect(await heard).toEqual(sent);
    const seen = nextEvent(adaSocket, 'conversation:seen');
    await bobSocket.emitWithAck('message:seen', { messageId: sent._id });
    expect(await seen).toMatchObject({ userId: bob.id, seq: 1 });
  });

  test('both nodes writing one conversation at once: no gap, no repeat', async () => {
    const { ada, bob, adaSocket, bobSocket } = await apart();
    const flood = (socket: TestSocket, to: Person) =>
      Promise.all(
        Array.from({ length: 100 }, () =>
          socket.emitWithAck('message:send', { to: to.id, text: 'x', clientId: randomUUID() }),
        ),
      );
    const acks = (await Promise.all([flood(adaSocket, bob), flood(bobSocket, ada)])).flat();
    expect(acks.every((ack) => ack.success)).toBe(true);
    const history = await ada.wholeHistory(bob);
    expect(history.map((message) => message.seq)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
  });

  test('two people who change the same messages 1,000 times over both nodes use each number once, and end equal', async () => {
    const { ada, bob, adaSocket, bobSocket } = await apart();
    const sent: MessageDto[] = [];
    for (let index = 0; index < 6; index++) {
      sent.push(await (index % 2 === 0 ? ada.send(bob, 'x') : bob.send(ada, 'x')));
    }
    const heard = new Set<number>();
    for (const socket of [adaSocket, bobSocket]) {
      socket.on('message:updated', ({ rev }) => heard.add(rev));
    }
    const change = async (person: Person, path: string, method: 'PATCH' | 'PUT', json: object) => {
      const answer = await person.call<{ message: MessageDto }>(`/api/messages/${path}`, {
        method,
        json,
      });
      return expectSuccess(answer).message.rev;
    };
    // Each lane changes one message in turn, so that none of its changes repeats the one before.
    const lane = async (person: Person, message: MessageDto, count: number) => {
      const revs: number[] = [];
      let reactions = 0;
      for (let index = 0; index < count; index++) {
        const isEdit = message.senderId === person.id && index % 3 === 0;
        revs.push(
          isEdit
            ? await change(person, message._id, 'PATCH', { text: `edit ${index}` })
            : await change(person, `${message._id}/reaction`, 'PUT', {
                emoji: reactions++ % 2 === 0 ? '❤️' : '👍',
              }),
        );
      }
      return revs;
    };
    const lanes = sent.flatMap((message) => [lane(ada, message, 83), lane(bob, message, 83)]);
    const revs = (await Promise.all(lanes)).flat();
    // The last four numbers: each deletes one of their own, twice at once.
    for (const [person, message] of [
      [ada, sent[0]],
      [bob, sent[1]],
      [ada, sent[2]],
      [bob, sent[3]],
    ] as const) {
      const remove = (node: TestServer) =>
        on(node, person).call<{ message: MessageDto }>(`/api/messages/${message?._id}`, {
          method: 'DELETE',
        });
      const twice = await Promise.all([remove(east), remove(west)]);
      const [first, second] = twice.map((answer) => expectSuccess(answer).message.rev);
      expect(first).toBe(second);
      revs.push(first ?? 0);
    }
    expect(revs.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index + 1),
    );
    const [hers, his] = await Promise.all([ada.history(bob), bob.history(ada)]);
    expect(his).toMatchObject({ messages: hers.messages, lastRev: revs.length });
    expect(hers.messages.map(({ deletedAt }) => deletedAt !== null)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    await expect.poll(() => heard.size).toBe(revs.length);
  });

  test('one clientId sent to both nodes at once makes one message', async () => {
    const { ada, bob } = await apart();
    const clientId = randomUUID();
    const nodes = [ada, on(west, ada)];
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, index) => nodes[index % 2]?.send(bob, 'once', clientId)),
    );
    expect(new Set(sent.map((message) => message?._id)).size).toBe(1);
    expect((await bob.history(ada)).lastSeq).toBe(1);
  });

  test('a person with a socket on each node stays online when one of them closes', async () => {
    const { ada, bob, adaSocket, bobSocket } = await apart();
    const list = async () => {
      const { users } = await ada.people(`q=${encodeURIComponent(bob.user.email)}`);
      return users[0]?.online;
    };
    await expect.poll(list).toBe(true);
    const bobOnEast = await on(east, bob).connect();
    const changes: boolean[] = [];
    adaSocket.on('presence:changed', ({ online }) => changes.push(online));
    const answer = await adaSocket.emitWithAck('presence:watch', { userIds: [bob.id] });
    expect(answer).toMatchObject({ presence: [{ online: true }] });
    const gone = nextEvent(adaSocket, 'presence:changed', ({ online }) => !online);
    bobSocket.disconnect();
    // Past the grace of the first node, the second still has him.
    await expect.poll(() => list()).toBe(true);
    bobOnEast.disconnect();
    await gone;
    expect(changes).toEqual([false]);
    expect(await list()).toBe(false);
  });

  test('a node that is killed frees its people', async () => {
    const third = await startNode();
    onTestFinished(() => rmSync(third.dataDir, { recursive: true, force: true }));
    const { ada, adaSocket } = await apart();
    const cleo = await newPerson(third.url);
    const arrived = nextEvent(adaSocket, 'presence:changed', ({ online }) => online);
    await adaSocket.emitWithAck('presence:watch', { userIds: [cleo.id] });
    const cleoSocket = await cleo.connect();
    await arrived;
    const freed = new Promise<void>((resolve) => {
      adaSocket.on('presence:changed', ({ userId, online }) => {
        if (userId === cleo.id && !online) resolve();
      });
    });
    await third.kill();
    await freed;
    cleoSocket.disconnect();
    const { users } = await ada.people(`q=${encodeURIComponent(cleo.user.email)}`);
    expect(users[0]?.online).toBe(false);
  });

  test('a node that ends tells nobody that somebody is offline who has found another meanwhile', async () => {
    const way = await Link.open(() => [database.link.port]);
    onTestFinished(() => way.close());
    const third = await startNode(`mongodb://127.0.0.1:${way.port}/parley`);
    onTestFinished(() => rmSync(third.dataDir, { recursive: true, force: true }));
    const { adaSocket } = await apart();
    const [cleo, dora] = await Promise.all([newPerson(third.url), newPerson(west.url)]);
    const cleoSocket = await cleo.connect();
    cleoSocket.io.reconnection(false);
    const changes: boolean[] = [];
    const isThere = async () => {
      const watched = await adaSocket.emitWithAck('presence:watch', {
        userIds: [cleo.id, dora.id],
      });
      if (!watched.success) throw new Error(watched.message);
      return watched.presence.find(({ userId }) => userId === cleo.id)?.online;
    };
    expect(await isThere()).toBe(true);
    adaSocket.on('presence:changed', ({ userId, online }) => {
      if (userId === cleo.id) changes.push(online);
    });
    // Its last writes take a while, and she comes to another node before they are done.
    way.setWeather({ latencyMs: 1_000, jitterMs: 0, bytesPerSecond: 1e9 });
    const ended = third.stop();
    await expect.poll(isThere).toBe(false);
    const back = await on(east, cleo).connect();
    await ended;
    // What the third node has told comes before what is told of Dora.
    const arrived = nextEvent(adaSocket, 'presence:changed', ({ userId }) => userId === dora.id);
    const doraSocket = await dora.connect();
    await arrived;
    // The first node may tell late that she came to it.
    expect([...new Set(changes)]).toEqual([true]);
    for (const socket of [cleoSocket, back, doraSocket]) socket.disconnect();
  });

  test('people whom Redis has forgotten are told of again', async () => {
    const { bob, adaSocket } = await apart();
    await adaSocket.emitWithAck('presence:watch', { userIds: [bob.id] });
    const told = nextEvent(adaSocket, 'presence:changed', ({ userId }) => userId === bob.id);
    const commands = await createClient({ url: redis.url }).connect();
    onTestFinished(() => commands.destroy());
    await commands.flushAll();
    expect(await told).toMatchObject({ online: true });
  });

  test('a session ended on one node closes its sockets on the other', async () => {
    const { bob, bobSocket } = await apart();
    const ended = nextEvent(bobSocket, 'session:ended');
    const closed = new Promise((resolve) => bobSocket.once('disconnect', resolve));
    await on(east, bob).call('/api/auth/logout', { method: 'POST' });
    // By the word of the other node or, if that comes first, by this node's own look at the session.
    expect(['signed_out', 'revoked']).toContain((await ended).reason);
    await closed;
  });

  test('attempts are counted across the nodes', async () => {
    const { ada } = await apart();
    const attempt = (node: TestServer) =>
      request(`${node.url}/api/auth/login`, {
        method: 'POST',
        json: { email: ada.user.email, password: 'wrong password' },
      });
    const statuses: number[] = [];
    for (let index = 0; index < 12; index++) {
      statuses.push((await attempt(index % 2 ? east : west)).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    const right = { email: ada.user.email, password: PASSWORD };
    const refused = await request(`${east.url}/api/auth/login`, { method: 'POST', json: right });
    expect(refused.status).toBe(429);
  });

  test('without Redis each node goes on, and its return makes every client catch up', async () => {
    const { ada, bob, bobSocket } = await apart();
    const neighbour = await newPerson(west.url);
    const neighbourSocket = await neighbour.connect();
    onTestFinished(() => void neighbourSocket.disconnect());
    await redis.kill();

    const local = nextEvent(bobSocket, 'message:created', ({ text }) => text === 'next door');
    const answer = await neighbourSocket.emitWithAck('message:send', {
      to: bob.id,
      text: 'next door',
      clientId: randomUUID(),
    });
    expect(answer.success).toBe(true);
    await local;
    expect((await ada.send(bob, 'stored all the same')).seq).toBe(1);
    const fresh = io(west.url, {
      auth: { token: bob.token },
      transports: ['websocket'],
      forceNew: true,
    });
    await new Promise<void>((resolve) => fresh.once('connect', () => resolve()));
    fresh.disconnect();

    const asked = nextEvent(bobSocket, 'resync');
    await redis.start();
    expect(await asked).toEqual({ withinMs: expect.any(Number) });
    const missed = await bob.history(ada, 'after=0');
    expect(missed.messages.map((message) => message.text)).toEqual(['stored all the same']);
    await vi.waitFor(
      async () => {
        const heard = nextEvent(bobSocket, 'message:created');
        await ada.send(bob, 'and live again');
        expect((await heard).text).toBe('and live again');
      },
      { timeout: 60_000 },
    );
  });
});
