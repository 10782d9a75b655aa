import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { api, type Endpoint } from '@/lib/shared/api';
import type { Envelope } from '@/lib/shared/errors';
import { launchBrowser } from '../support/browser';
import { fetchAs, sendForm } from '../support/files';
import { startNextAlone } from '../support/next-alone';
import { newGuest } from '../support/pair';
import { newPerson, nextEvent, PASSWORD, Person } from '../support/person';
import { makeQuarters } from '../support/photos';
import { hasRedisFor, startRedis, type TestRedis } from '../support/redis';
import { bubble, openConversation, write } from '../support/screen';
import { makeDataDir, startServer, type TestServer } from '../support/server';
import { type SharedDatabase, startSharedDatabase } from '../support/shared-database';

/**
 * Pages and API on a host without long-lived processes (`next start`), beside a whole node on the same
 * database: the two ways in to the same handlers.
 */
describe.skipIf(!hasRedisFor('a serverless host beside a node'))('beside a whole node', () => {
  const databaseDir = makeDataDir();
  const dataDir = makeDataDir();
  let database: SharedDatabase;
  let redis: TestRedis;
  let node: TestServer;
  let alone: Awaited<ReturnType<typeof startNextAlone>>;

  beforeAll(async () => {
    [database, redis] = await Promise.all([startSharedDatabase(databaseDir), startRedis()]);
    const env = {
      MONGODB_URI: database.uri,
      REDIS_URL: redis.url,
      JWT_SECRET_KEY: 'the same secret on every node, long enough',
    };
    // Pictures and files are shared as well.
    [node, alone] = await Promise.all([
      startServer({ dataDir, env }),
      startNextAlone({ dataDir, env }),
    ]);
    // The first account is the administrator, which neither side’s people are to be.
    await newPerson(node.url);
  });

  afterAll(async () => {
    await Promise.all([node?.kill(), alone?.kill()]);
    await Promise.all([database?.close(), redis?.kill()]);
    for (const dir of [databaseDir, dataDir]) rmSync(dir, { recursive: true, force: true });
  });

  /** The same account as the other side sees it. */
  const on = (side: { url: string }, person: Person) => new Person(side.url, person);

  /** The same beginnings on each side: two people, one message, a picture of somebody's own. */
  async function begin(side: { url: string }) {
    const [own, other] = [await newPerson(side.url), await newPerson(side.url)];
    const received = await other.send(own, 'to be read');
    const sent = await own.send(other, 'to be changed');
    return { own, other, received, sent };
  }
  type Beginnings = Awaited<ReturnType<typeof begin>>;

  const fill = (path: string, { other, received }: Beginnings) =>
    path
      .replace(':userId', other.id)
      .replace(':messageId', received._id)
      .replace(':sid', '00000000-0000-4000-8000-000000000000')
      .replace(':ordinal', '1')
      .replace(':key', 'nobody')
      .replace(/:\w+/, received._id);

  async function ask(side: { url: string }, endpoint: Endpoint, where: Beginnings, token?: string) {
    const hasBody = endpoint.method !== 'GET';
    const response = await fetch(side.url + fill(endpoint.path, where), {
      method: endpoint.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      ...(hasBody && { body: '{}' }),
    });
    const type = response.headers.get('content-type');
    const text = await response.text();
    const answer = type === 'application/json' ? (JSON.parse(text) as Envelope<object>) : null;
    return [
      endpoint.method,
      endpoint.path,
      response.status,
      type,
      answer && !answer.success && answer.code,
    ];
  }

  // What ends the session comes last.
  const endpoints: Endpoint[] = [
    ...Object.values(api).filter((endpoint) => endpoint !== api.logOut),
    api.logOut,
  ];

  test('every route of the API answers nobody, and somebody who sends nothing, as on the node', async () => {
    const [here, there] = [await begin(node), await begin(alone)];
    for (const endpoint of endpoints) {
      expect(await ask(alone, endpoint, there)).toEqual(await ask(node, endpoint, here));
    }
    for (const endpoint of endpoints) {
      expect(await ask(alone, endpoint, there, there.own.token)).toEqual(
        await ask(node, endpoint, here, here.own.token),
      );
    }
  });

  test('what the contract promises is answered with the same status and the same fields', async () => {
    const picture = await makeQuarters({ width: 32, height: 32 });
    const fields = (body: unknown): string[] =>
      Object.entries(body as object)
        .map(([name, value]) => `${name}: ${value === null ? 'null' : typeof value}`)
        .sort();
    const answersOf = async (side: { url: string }) => {
      const where = await begin(side);
      const { own, other, received, sent } = where;
      const answers: unknown[] = [];
      const call = async (method: string, path: string, json?: object) => {
        const answer = await own.call(path, { method, ...(json && { json }) });
        answers.push([
          method,
          path.replace(/[0-9a-f]{24}/, 'ID'),
          answer.status,
          fields(answer.body),
        ]);
      };
      const dataUrl = `data:image/png;base64,${picture.toString('base64')}`;
      await call('POST', '/api/auth/login', { email: own.user.email, password: PASSWORD });
      await call('GET', '/api/auth/check');
      await call('GET', '/api/auth/options');
      await call('GET', '/api/auth/sessions');
      await call('PUT', '/api/auth/update-profile', { bio: 'here', profilePic: dataUrl });
      await call('GET', '/api/messages/users?limit=1');
      await call('GET', `/api/messages/${other.id}?peek=1`);
      await call('GET', `/api/messages/${other.id}?at=2026-01-01`);
      await call('GET', `/api/messages/${other.id}/changes?after=0`);
      await call('POST', `/api/messages/send/${other.id}`, {
        text: 'hello',
        replyTo: received._id,
      });
      await call('POST', `/api/messages/send/${other.id}`, { image: dataUrl });
      await call('PUT', `/api/messages/${received._id}/seen`);
      await call('PATCH', `/api/messages/${sent._id}`, { text: 'changed', baseRev: sent.rev });
      await call('PUT', `/api/messages/${received._id}/reaction`, { emoji: '👍' });
      await call('DELETE', `/api/messages/${sent._id}?for=everyone`);
      await call('GET', '/api/search?q=hello');
      await call('GET', `/api/users/${other.id}`);
      await call('PUT', `/api/conversations/${other.id}`, { pinned: true });
      await call('PUT', `/api/blocks/${other.id}`);
      await call('GET', '/api/blocks');
      await call('DELETE', `/api/blocks/${other.id}`);
      await call('POST', '/api/reports', { userId: other.id, reason: 'for a test' });
      await call('POST', '/api/auth/forgot', { email: own.user.email });
      await call('GET', '/api/health/live');
      await call('GET', '/api/health/ready');
      await call('GET', '/api/openapi.json');
      await call('GET', '/api/nothing/of/that/name');
      await call('PATCH', '/api/blocks');
      const file = await sendForm(own, other, { bytes: Buffer.from('a file'), name: 'notes.txt' });
      answers.push(['a file', file.status, fields(file.body)]);
      if (file.body.success) {
        const url = file.body.newMessage.file?.url ?? '';
        const download = await fetchAs(other, url);
        answers.push([download.status, await download.text()]);
      }
      const archive = await fetchAs(own, '/api/auth/export');
      answers.push([archive.status, archive.headers.get('content-type')]);
      await archive.arrayBuffer();
      await call('PUT', '/api/auth/password', {
        currentPassword: PASSWORD,
        newPassword: 'another quiet harbour 8',
      });
      await call('DELETE', '/api/auth/account', { password: 'another quiet harbour 8' });
      await call('GET', '/api/auth/check');
      return answers;
    };
    const [there, here] = [await answersOf(alone), await answersOf(node)];
    expect(there).toEqual(here);
  });

  test('a message sent on one side is on the other: at once by socket, and in the other’s answers', async () => {
    const [ada, bob] = [await newPerson(alone.url), await newPerson(node.url)];
    const socket = await bob.connect();
    onTestFinished(() => void socket.disconnect());
    const heard = nextEvent(socket, 'message:created');
    const sent = await ada.send(bob, 'from the host without sockets');
    expect(await heard).toEqual(sent);
    const answer = await bob.send(ada, 'from the node');
    const both = await on(alone, bob).wholeHistory(ada);
    expect(both.map(({ text }) => text)).toEqual([sent.text, answer.text]);
    expect(await on(node, ada).wholeHistory(bob)).toEqual(both);
  });

  test('in two browsers: who has no socket asks again and again, and both see what the other writes', async () => {
    const browser = await launchBrowser();
    const ada = await newGuest(browser, alone, { fullName: 'Ada Lovelace' });
    const bob = await newGuest(browser, node, { fullName: 'Bob Byte' });
    onTestFinished(async () => {
      await Promise.all([ada.context.close(), bob.context.close()]);
    });
    await ada.page.reload();
    await openConversation(ada.page, 'Bob Byte');
    await write(ada.page, 'written without a socket');
    await openConversation(bob.page, 'Ada Lovelace');
    await bubble(bob.page, 'written without a socket').waitFor();
    await write(bob.page, 'written with one');
    await bubble(ada.page, 'written with one').waitFor();
    await write(ada.page, 'and back');
    await bubble(bob.page, 'and back').waitFor();
    // It tries for one now and then, and nobody speaks to it there.
    const frames: unknown[] = [];
    ada.page.on('websocket', (each) => each.on('framereceived', (frame) => frames.push(frame)));
    await write(bob.page, 'once more');
    await bubble(ada.page, 'once more').waitFor();
    expect(frames).toEqual([]);
  });
});
