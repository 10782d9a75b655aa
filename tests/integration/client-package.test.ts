import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { CreatedBotAnswer } from '@/lib/shared/bots/bot-schemas';
import type { MessageDto } from '@/lib/shared/dto';
import type { Client, Hints, Message } from '@/packages/client/src/types';
import { Link } from '../support/link';
import { botOfReadme, DRIVEN, installPackedClient, startProgram } from '../support/packed-client';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { newPicture } from '../support/pictures';
import { makeDataDir, startServer, type TestServer } from '../support/server';

let dir: string;
let removeDir: () => void;
let server: TestServer;
let connect: (options: object) => Promise<Client>;

beforeAll(async () => {
  ({ dir, remove: removeDir } = installPackedClient());
  const entry = path.join(dir, 'node_modules/@parley/client/dist/index.js');
  ({ connect } = await import(pathToFileURL(entry).href));
  server = await startServer({ dataDir: makeDataDir() });
});
afterAll(async () => {
  await server?.kill();
  rmSync(server?.dataDir, { recursive: true, force: true });
  removeDir?.();
});

/** Killed without warning, and back at the same address. */
async function restartServer(): Promise<void> {
  const { dataDir, port } = server;
  await server.kill();
  server = await startServer({ dataDir, env: { PORT: String(port) } });
}

async function newBot(owner: Person): Promise<{ id: string; key: string }> {
  const json = { fullName: 'Echo' };
  const { bot, key } = expectSuccess(
    await owner.call<CreatedBotAnswer>('/api/bots', { method: 'POST', json }),
  );
  return { id: bot._id, key };
}

async function openLink(): Promise<{ link: Link; url: string }> {
  const link = await Link.open(() => [server.port]);
  onTestFinished(() => link.close());
  return { link, url: `http://127.0.0.1:${link.port}` };
}

const textsOf = (messages: readonly MessageDto[], senderId: string): string[] =>
  messages.filter((each) => each.senderId === senderId).map(({ text }) => text);

/** The client in this very process; closed at the end of the test. */
async function connectAs(token: string, options: object = {}): Promise<Client> {
  const client = await connect({ url: server.url, token, ...options });
  onTestFinished(() => client.close());
  return client;
}

async function newPair(): Promise<{ ada: Person; bob: Person; client: Client }> {
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  return { ada, bob, client: await connectAs(ada.token) };
}

test('the bot of the README has at most 30 lines, and answers each message once, in order, through a cut line, a killed server and its own end', async () => {
  const code = botOfReadme();
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(30);
  const owner = await newPerson(server.url);
  const { id, key } = await newBot(owner);
  const { link, url } = await openLink();
  const start = () =>
    startProgram(dir, { name: 'bot.mjs', code, env: { PARLEY_URL: url, PARLEY_KEY: key } });
  let sentCount = 0;
  const say = async (count: number) => {
    for (let each = 0; each < count; each++) await owner.send(id, `${sentCount++}`);
  };
  const expected = () => Array.from({ length: sentCount }, (_, at) => `You said: ${at}`);
  const person = { id } as Person;
  const answers = async () => textsOf(await owner.wholeHistory(person), id);
  const untilAnswered = () => expect.poll(answers).toEqual(expected());

  // Written before it was there for the first time.
  await say(2);
  let bot = start();
  await untilAnswered();

  await say(5);
  link.cut();
  await say(5);
  link.shut(true);
  await say(5);
  link.shut(false);
  await untilAnswered();

  await say(3);
  await restartServer();
  await say(5);
  await untilAnswered();

  for (let round = 0; round < 4; round++) {
    await say(3);
    await bot.kill();
    await say(2);
    bot = start();
    await say(3);
  }
  await untilAnswered();
  expect(await bot.stop()).toBe(0);
  await say(3);
  bot = start();
  await untilAnswered();
  // Nothing more comes of any of it.
  await say(1);
  await untilAnswered();
  const { messages } = await owner.history(person);
  expect(messages.at(-1)?.seq).toBe(2 * sentCount);
  const unseen = async () => {
    const asked = (await owner.wholeHistory(person)).filter((each) => each.senderId === owner.id);
    return asked.filter(({ seen }) => !seen).length;
  };
  await expect.poll(unseen).toBe(0);
});

test('a bot that is killed after its answer was taken, before it could note that, does not answer twice', async () => {
  const owner = await newPerson(server.url);
  const { id, key } = await newBot(owner);
  const code = `
    import { appendFileSync } from 'node:fs';
    import { connect } from '@parley/client';
    import { fileStorage } from '@parley/client/node';
    const { URL: url, KEY: token, DIES } = process.env;
    const client = await connect({ url, token, storage: fileStorage('./dying-bot') });
    client.onMessage(async (message) => {
      appendFileSync('handled.txt', message.text + '\\n');
      await client.answer(message, { text: 'first to ' + message.text });
      await client.answer(message, { text: 'second to ' + message.text });
      if (DIES) process.kill(process.pid, 'SIGKILL');
    });
  `;
  const env = { URL: server.url, KEY: key };
  await owner.send(id, 'a');
  await owner.send(id, 'b');
  const dying = startProgram(dir, { name: 'dying.mjs', code, env: { ...env, DIES: '1' } });
  await expect.poll(() => dying.process.signalCode).toBe('SIGKILL');
  startProgram(dir, { name: 'dying.mjs', code, env });
  const answers = async () => textsOf((await owner.history({ id } as Person)).messages, id);
  await expect.poll(answers).toEqual(['first to a', 'second to a', 'first to b', 'second to b']);
  // It was handed out again, which is what the answers had to bear.
  expect(readFileSync(path.join(dir, 'handled.txt'), 'utf8')).toBe('a\na\nb\n');
});

test('what a program wrote without a connection is sent by its next run, once and in order, with its file', async () => {
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const { link, url } = await openLink();
  const code = `
    import { connect } from '@parley/client';
    import { fileStorage } from '@parley/client/node';
    ${DRIVEN}
    const { URL: url, KEY: token } = process.env;
    scope.client = await connect({ url, token, storage: fileStorage('./writer') });
    console.log('ready');
  `;
  const program = { name: 'writer.mjs', code, env: { URL: url, KEY: ada.token } };
  const first = startProgram(dir, program);
  await expect.poll(first.output).toContain('ready');
  link.shut(true);
  await first.run(`
    const file = new File(['much'.repeat(1000)], 'notes.txt', { type: 'text/plain' });
    void scope.client.send('${bob.id}', { text: 'one' });
    void scope.client.send('${bob.id}', { text: 'two', file });
    void scope.client.send('${bob.id}', { text: 'three' });
  `);
  const folder = path.join(dir, 'writer');
  const kept = () => readdirSync(folder).filter((name) => name.startsWith('send-'));
  await expect.poll(() => kept().filter((name) => name.endsWith('.json')).length).toBe(3);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of kept()) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  await first.kill();
  link.shut(false);
  startProgram(dir, program);
  const history = async () => (await bob.history(ada)).messages;
  await expect.poll(async () => textsOf(await history(), ada.id)).toEqual(['one', 'two', 'three']);
  expect((await history())[1]?.file).toMatchObject({ name: 'notes.txt', bytes: 4000 });
  await expect.poll(kept).toEqual([]);
});

test('what is sent, edited, deleted and reacted to is told to the other, and answered as it is then', async () => {
  const { ada, bob, client } = await newPair();
  const other = await connectAs(bob.token);
  const heard: Message[] = [];
  const changed: Message[] = [];
  other.onMessage((message) => heard.push(message));
  other.onChange((message) => changed.push(message));
  const first = await client.send(bob.id, { text: ' hello ' });
  expect(first).toMatchObject({ seq: 1, senderId: ada.id, receiverId: bob.id });
  const reply = await other.send(ada.id, { text: 'hi', replyTo: first });
  expect(reply.replyTo).toMatchObject({ messageId: first._id });
  const edited = await client.edit(first, 'hello, Bob');
  expect(edited).toMatchObject({ _id: first._id, text: 'hello, Bob', rev: 1 });
  const reacted = await other.react(edited, '🎉');
  expect(reacted.reactions).toEqual([{ userId: bob.id, emoji: '🎉' }]);
  const second = await client.send(bob.id, { text: 'never mind' });
  const removed = await client.remove(second);
  expect(removed).toMatchObject({ text: '' });
  expect(removed.deletedAt).not.toBeNull();
  await expect.poll(() => heard.map(({ seq }) => seq)).toEqual([1, 3]);
  await expect.poll(() => changed.at(-1)).toMatchObject({ _id: second._id, text: '' });
  expect(changed.find(({ _id }) => _id === first._id)).toBeDefined();
  const page = await client.conversation(bob.id).messages({ after: 1, limit: 1 });
  expect(page).toMatchObject({ lastSeq: 3, hasBefore: true, hasAfter: true });
  expect(page.messages.map(({ text }) => text)).toEqual(['hi']);
});

test('refusals carry the codes of the contract, and hold up nothing that comes after', async () => {
  const { ada, bob, client } = await newPair();
  const sent = await client.send(bob.id, { text: 'mine' });
  const theirs = await bob.send(ada, 'theirs');
  const failures = {
    'no such person': client.send('0'.repeat(24), { text: 'anybody?' }),
    'too long': client.send(bob.id, { text: 'x'.repeat(4_001) }),
    empty: client.send(bob.id, { text: ' \n' }),
    'no picture': client.send(bob.id, { image: new Blob(['no picture'], { type: 'image/png' }) }),
    'no emoji': client.react(sent, 'not an emoji'),
    'not mine': client.edit(theirs, 'changed'),
    'nobody to read': client.conversation('1'.repeat(24)).messages(),
  };
  const codes = Object.fromEntries(
    await Promise.all(
      Object.entries(failures).map(async ([name, failure]) => [
        name,
        await failure.then(
          () => 'taken',
          (error: { code: string }) => error.code,
        ),
      ]),
    ),
  );
  expect(codes).toEqual({
    'no such person': 'not_found',
    'too long': 'bad_request',
    empty: 'bad_request',
    'no picture': 'unsupported_type',
    'no emoji': 'bad_request',
    'not mine': 'not_found',
    'nobody to read': 'not_found',
  });
  expectSuccess(await bob.call(`/api/blocks/${ada.id}`, { method: 'PUT' }));
  await expect(client.send(bob.id, { text: 'blocked?' })).rejects.toMatchObject({
    name: 'ApiError',
    code: 'forbidden',
  });
  expectSuccess(await bob.call(`/api/blocks/${ada.id}`, { method: 'DELETE' }));
  expect((await client.send(bob.id, { text: 'again' })).text).toBe('again');
  await expect(connect({ url: server.url, token: 'no token' })).rejects.toMatchObject({
    code: 'unauthorized',
  });
});

test('an edit of a text that says something else by now is a conflict', async () => {
  const { bob, ada, client } = await newPair();
  const sent = await client.send(bob.id, { text: 'a' });
  const json = { text: 'b' };
  expectSuccess(await ada.call(`/api/messages/${sent._id}`, { method: 'PATCH', json }));
  await expect(client.edit(sent, 'c')).rejects.toMatchObject({ code: 'conflict', reason: 'stale' });
  await expect(client.react(sent, '👍')).resolves.toMatchObject({ text: 'b' });
});

test('pictures and files go and come back, a large one in parts through a line that is cut', async () => {
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const { link, url } = await openLink();
  const client = await connectAs(ada.token, { url });
  const { bytes } = await newPicture('blue.png', 48);
  const image = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
  const picture = await client.send(bob.id, { text: 'look', image });
  expect(picture.image).toMatchObject({ width: 48, height: 30 });
  if (!picture.image) throw new Error('no picture');
  const shown = await client.download(picture.image);
  expect(shown.headers.get('content-type')).toMatch(/^image\//);

  link.setWeather({ latencyMs: 0, jitterMs: 0, bytesPerSecond: 10 * 1024 * 1024 });
  const large = new Uint8Array(20 * 1024 * 1024).map((_, at) => at % 251);
  const sending = client.send(bob.id, {
    file: new Blob([large], { type: 'video/mp4' }),
    fileName: 'film.mp4',
  });
  await expect.poll(() => link.forwardedBytes).toBeGreaterThan(9 * 1024 * 1024);
  link.cut();
  const beforeBytes = link.forwardedBytes;
  const { file } = await sending;
  expect(file).toMatchObject({ name: 'film.mp4', bytes: large.length });
  // Not from its beginning.
  expect(link.forwardedBytes - beforeBytes).toBeLessThan(large.length * 0.8);
  if (!file) throw new Error('no file');
  const came = new Uint8Array(await (await client.download(file)).arrayBuffer());
  expect(Buffer.compare(came, large)).toBe(0);
  await expect(client.download({ url: `${file.url}x` })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('receipts, typing and presence are told, and seen is what was handled', async () => {
  const { ada, bob, client } = await newPair();
  const hints: { [K in keyof Hints]: Hints[K][] } = {
    receipt: [],
    typing: [],
    presence: [],
    connection: [],
    ended: [],
    error: [],
  };
  client.on('receipt', (value) => hints.receipt.push(value));
  client.on('typing', (value) => hints.typing.push(value));
  client.on('presence', (value) => hints.presence.push(value));
  await client.send(bob.id, { text: 'are you there?' });
  await client.watchPresence([bob.id]);
  const other = await connectAs(bob.token, { marksSeen: true });
  await expect.poll(() => hints.presence.at(-1)).toMatchObject({ userId: bob.id, online: true });
  const receipt = { userId: bob.id, deliveredSeq: 1 };
  await expect.poll(() => hints.receipt.at(-1)).toEqual({ ...receipt, seenSeq: 0 });
  other.conversation(ada.id).typing(true);
  await expect.poll(() => hints.typing.at(-1)).toEqual({ userId: bob.id, typing: true });
  other.onMessage(() => undefined);
  await expect.poll(() => hints.receipt.at(-1)).toEqual({ ...receipt, seenSeq: 1 });
  expect((await client.person(bob.id)).seenSeq).toBe(1);
  // A person's program marks nothing by itself.
  const heard = new Promise((resolve) => client.onMessage(resolve));
  await other.send(ada.id, { text: 'yes' });
  await heard;
  await client.send(bob.id, { text: 'good' });
  expect((await other.people({ q: ada.user.fullName }))[0]).toMatchObject({ seenSeq: 0 });
});

test('one conversation that waits for its handler holds up no other, and a handler that throws is told of', async () => {
  const { ada, bob, client } = await newPair();
  const eve = await newPerson(server.url);
  const errors: Hints['error'][] = [];
  client.on('error', (value) => errors.push(value));
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const heard: string[] = [];
  client.onMessage(async ({ senderId, text }) => {
    if (text === 'wait') await held;
    if (text === 'throw') throw new Error('on purpose');
    heard.push(`${senderId === bob.id ? 'bob' : 'eve'} ${text}`);
  });
  await bob.send(ada, 'wait');
  for (let at = 0; at < 120; at++) await bob.send(ada, `${at}`);
  await eve.send(ada, 'throw');
  await eve.send(ada, 'hello');
  await expect.poll(() => heard).toEqual(['eve hello']);
  expect(errors).toMatchObject([{ error: { message: 'on purpose' }, message: { text: 'throw' } }]);
  release();
  const numbers = Array.from({ length: 120 }, (_, at) => `bob ${at}`);
  await expect.poll(() => heard).toEqual(['eve hello', 'bob wait', ...numbers]);
});

test('the first message of somebody who signed up meanwhile is heard', async () => {
  const client = await connectAs((await newPerson(server.url)).token);
  const heard: string[] = [];
  client.onMessage(({ text }) => heard.push(text));
  const eve = await newPerson(server.url);
  await expect
    .poll(async () => (await client.people({ q: eve.user.fullName })).length)
    .toBeGreaterThan(0);
  await eve.send(client.me._id, 'hello');
  await expect.poll(() => heard).toEqual(['hello']);
});

test('a conversation that is followed shows its messages as they come and change', async () => {
  const { ada, bob, client } = await newPair();
  let shown: string[] = [];
  const stop = client.conversation(bob.id).follow((messages) => {
    shown = messages.map(({ text }) => text);
  });
  const sent = await bob.send(ada, 'one');
  await client.send(bob.id, { text: 'two' });
  await expect.poll(() => shown).toEqual(['one', 'two']);
  const json = { text: 'ONE' };
  expectSuccess(await bob.call(`/api/messages/${sent._id}`, { method: 'PATCH', json }));
  await expect.poll(() => shown).toEqual(['ONE', 'two']);
  stop();
  await client.send(bob.id, { text: 'three' });
  expect(shown).toEqual(['ONE', 'two']);
});

test('archived conversations are heard from, too, and of messages from before the first run what was not seen', async () => {
  const [ada, bob, eve] = [
    await newPerson(server.url),
    await newPerson(server.url),
    await newPerson(server.url),
  ];
  const seen = await bob.send(ada, 'seen long ago');
  await ada.call(`/api/messages/${seen._id}/seen`, { method: 'PUT' });
  await bob.send(ada, 'from before');
  await eve.send(ada, 'from the archive');
  const json = { archived: true };
  expectSuccess(await ada.call(`/api/conversations/${eve.id}`, { method: 'PUT', json }));
  const client = await connectAs(ada.token);
  const heard: string[] = [];
  client.onMessage(({ text }) => heard.push(text));
  await expect.poll(() => heard.toSorted()).toEqual(['from before', 'from the archive']);
});

test('a key that is renewed ends the client, and what it waits for is told of', async () => {
  const owner = await newPerson(server.url);
  const { id, key } = await newBot(owner);
  const client = await connectAs(key);
  const ended = new Promise<void>((resolve) => client.on('ended', resolve));
  await client.send(owner.id, { text: 'still here' });
  expectSuccess(await owner.call(`/api/bots/${id}/key`, { method: 'POST', json: {} }));
  await ended;
  await expect(client.send(owner.id, { text: 'and now?' })).rejects.toMatchObject({
    code: 'unavailable',
    reason: 'closed',
  });
});

test('messages that were handled are not held in memory', async () => {
  const owner = await newPerson(server.url);
  const { id, key } = await newBot(owner);
  const code = `
    import { connect } from '@parley/client';
    ${DRIVEN}
    const { URL: url, KEY: token } = process.env;
    Object.assign(scope, { handled: 0, collected: 0 });
    const registry = new FinalizationRegistry(() => scope.collected++);
    const client = await connect({ url, token });
    client.onMessage(async (message) => {
      registry.register(message);
      await client.answer(message, { text: message.text });
      scope.handled++;
    });
    console.log('ready');
  `;
  const env = { URL: server.url, KEY: key };
  const program = startProgram(dir, { name: 'long-running.mjs', code, env });
  await expect.poll(program.output).toContain('ready');
  for (let at = 0; at < 300; at++) await owner.send(id, `${at}`);
  await expect.poll(() => program.run('return scope.handled')).toBe(300);
  await expect.poll(() => program.run('gc(); return scope.collected')).toBeGreaterThan(290);
});

test('its types are found by TypeScript and say what is in the README', () => {
  writeFileSync(
    path.join(dir, 'uses.mts'),
    `import { ApiError, type Client, connect, type Message } from '@parley/client';
    import { fileStorage } from '@parley/client/node';
    const client: Client = await connect({ url: 'http://x', token: 'k', storage: fileStorage('x') });
    const message: Message = await client.send('id', { text: 'hello' });
    client.on('receipt', ({ seenSeq }) => seenSeq.toFixed());
    try {
      await client.react(message, null);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'conflict') console.log(error.reason);
    }
    // @ts-expect-error there is no such hint
    client.on('message', () => undefined);
    `,
  );
  const require = createRequire(import.meta.url);
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(
    process.execPath,
    [tsc, '--strict', '--noEmit', '--module', 'nodenext', '--lib', 'es2022,dom', 'uses.mts'],
    { cwd: dir, stdio: 'inherit' },
  );
});
