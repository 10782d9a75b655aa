import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, newPerson, nextEvent, type Person } from '../support/person';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();

async function twoPeople(): Promise<[Person, Person]> {
  return Promise.all([newPerson(server().url), newPerson(server().url)]);
}

const sendJson = (person: Person, to: string, json: unknown) =>
  person.call<{ newMessage: MessageDto }>(`/api/messages/send/${to}`, { method: 'POST', json });

test('a message is stored as sent but for empty lines around it, with the next number, and found by both', async () => {
  const [ada, bob] = await twoPeople();
  const answer = await sendJson(ada, bob.id, {
    text: ' \n\n    hello 👋🏽\u200d  \r\n \n',
    clientId: randomUUID(),
  });
  expect(answer.status).toBe(201);
  const { newMessage } = expectSuccess(answer);
  expect(newMessage).toMatchObject({
    seq: 1,
    senderId: ada.id,
    receiverId: bob.id,
    text: '    hello 👋🏽\u200d  ',
    image: null,
    seen: false,
    delivered: false,
    editedAt: null,
    deletedAt: null,
  });
  expect((await bob.send(ada, 'hi')).seq).toBe(2);
  const [hers, his] = await Promise.all([ada.history(bob), bob.history(ada)]);
  expect(hers.messages.map((message) => message.text)).toEqual(['    hello 👋🏽\u200d  ', 'hi']);
  expect(his.messages).toEqual(hers.messages);
});

test('4,000 characters pass, whatever they are made of; 4,001 do not', async () => {
  const [ada, bob] = await twoPeople();
  const longest = '𝔸'.repeat(4000);
  expect((await ada.send(bob, longest)).text).toBe(longest);
  const failure = expectFailure(await sendJson(ada, bob.id, { text: 'x'.repeat(4001) }));
  expect(failure).toMatchObject({ status: 400, fields: { text: expect.any(String) } });
});

test.each([
  ['nothing', {}],
  ['blanks', { text: ' \n\t ' }],
  ['an operator', { text: { $ne: '' } }],
  ['a number', { text: 7 }],
  ['a list', []],
  ['a clientId that is no UUID', { text: 'x', clientId: '1' }],
  ['an image that is no data URL', { text: 'x', image: '/etc/passwd' }],
  ['an image by address', { text: 'x', image: 'http://127.0.0.1/a.png' }],
])('sending %s is refused and stores nothing', async (_, json) => {
  const [ada, bob] = await twoPeople();
  expect(expectFailure(await sendJson(ada, bob.id, json)).status).toBe(400);
  expect((await ada.history(bob)).lastSeq).toBe(0);
});

test('the answer to a send shows the text as every later read does, halves of characters included', async () => {
  const [ada, bob] = await twoPeople();
  const sent = await ada.send(bob, 'half \ud83d of one, and a whole 😀');
  expect(sent.text).toBe('half \ufffd of one, and a whole 😀');
  expect((await bob.history(ada)).messages).toMatchObject([{ text: sent.text }]);
});

test('nobody and an id that is none cannot be written to', async () => {
  const ada = await newPerson(server().url);
  const status = async (to: string) => (await sendJson(ada, to, { text: 'x' })).status;
  expect(await status('000000000000000000000000')).toBe(404);
  expect(await status('not-an-id')).toBe(400);
  expect(await status('%E0%A4%A')).toBe(400);
});

test('one clientId sent 20 times at once, by HTTP and by socket mixed, makes one message', async () => {
  const [ada, bob] = await twoPeople();
  const socket = await ada.connect();
  const clientId = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      if (index % 2) {
        const ack = await socket.emitWithAck('message:send', {
          to: bob.id,
          text: 'once',
          clientId: index % 4 === 1 ? clientId.toUpperCase() : clientId,
        });
        return ack.success ? { message: ack.newMessage, isNew: null } : null;
      }
      const answer = await sendJson(ada, bob.id, { text: 'once', clientId });
      return {
        message: expectSuccess(answer).newMessage,
        isNew: answer.status === 201 ? true : answer.status === 200 ? false : null,
      };
    }),
  );
  expect(new Set(answers.map((answer) => answer?.message._id)).size).toBe(1);
  expect(answers.filter((answer) => answer?.isNew).length).toBeLessThanOrEqual(1);
  const { messages, lastSeq } = await bob.history(ada);
  expect(messages.map((message) => message.text)).toEqual(['once']);
  expect(lastSeq).toBe(1);
  socket.disconnect();
});

test('a repeat answers 200 and the same message, whatever else it carries', async () => {
  const [ada, bob] = await twoPeople();
  const clientId = randomUUID();
  const first = await ada.send(bob, 'first', clientId);
  const repeat = await sendJson(ada, bob.id, { text: 'changed', clientId });
  expect(repeat.status).toBe(200);
  expect(expectSuccess(repeat).newMessage).toEqual(first);
});

test('two people sending 500 each at once: numbers 1 to 1000, and both see one order', async () => {
  const [ada, bob] = await twoPeople();
  const [adaSocket, bobSocket] = await Promise.all([ada.connect(), bob.connect()]);
  const heard: Record<'ada' | 'bob', MessageDto[]> = { ada: [], bob: [] };
  const allHeard = Promise.all(
    (
      [
        ['ada', adaSocket],
        ['bob', bobSocket],
      ] as const
    ).map(
      ([name, socket]) =>
        new Promise<void>((resolve) => {
          socket.on('message:created', (message) => {
            heard[name].push(message);
            if (heard[name].length === 1000) resolve();
          });
        }),
    ),
  );
  const flood = (socket: typeof adaSocket, to: Person) =>
    Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        socket.emitWithAck('message:send', { to: to.id, text: `${index}`, clientId: randomUUID() }),
      ),
    );
  const acks = (await Promise.all([flood(adaSocket, bob), flood(bobSocket, ada)])).flat();
  expect(acks.every((ack) => ack.success)).toBe(true);
  await allHeard;

  const numbers = Array.from({ length: 1000 }, (_, index) => index + 1);
  for (const events of Object.values(heard)) {
    expect(events.map((message) => message.seq)).toEqual(numbers);
  }
  const [hers, his] = await Promise.all([ada.wholeHistory(bob), bob.wholeHistory(ada)]);
  expect(hers.map((message) => message.seq)).toEqual(numbers);
  expect(his.map((message) => message._id)).toEqual(hers.map((message) => message._id));
  for (const sender of [ada, bob]) {
    const own = hers.filter((message) => message.senderId === sender.id);
    expect(own.map((message) => message.text)).toEqual(
      numbers.slice(0, 500).map((n) => `${n - 1}`),
    );
  }
  adaSocket.disconnect();
  bobSocket.disconnect();
});

test('both writing first at the same instant make one conversation', async () => {
  const [ada, bob] = await twoPeople();
  const [first, second] = await Promise.all([ada.send(bob, 'from ada'), bob.send(ada, 'from bob')]);
  expect(first?.conversationId).toBe(second?.conversationId);
  expect([first?.seq, second?.seq].sort()).toEqual([1, 2]);
  expect((await ada.people()).users.filter((user) => user.lastMessage)).toHaveLength(1);
});

test('history is paged by seq in every direction, without gap or overlap', async () => {
  const [ada, bob] = await twoPeople();
  for (let index = 1; index <= 12; index++) await ada.send(bob, `${index}`);
  const seqs = async (query: string) => {
    const page = await bob.history(ada, query);
    return [page.messages.map((message) => message.seq), page.hasBefore, page.hasAfter];
  };
  expect(await seqs('peek=1&limit=5')).toEqual([[8, 9, 10, 11, 12], true, false]);
  expect(await seqs('before=8&limit=5')).toEqual([[3, 4, 5, 6, 7], true, true]);
  expect(await seqs('before=3&limit=5')).toEqual([[1, 2], false, true]);
  expect(await seqs('before=1')).toEqual([[], false, true]);
  expect(await seqs('after=9&limit=2')).toEqual([[10, 11], true, true]);
  expect(await seqs('after=12')).toEqual([[], true, false]);
  expect(await seqs('after=0&limit=3')).toEqual([[1, 2, 3], false, true]);
  expect(await seqs('around=6&limit=5')).toEqual([[4, 5, 6, 7, 8], true, true]);
  expect(await seqs('around=1&limit=4')).toEqual([[1, 2, 3, 4], false, true]);
  for (const query of [
    'limit=0',
    'limit=101',
    'limit=x',
    'before=-1',
    'before=1&after=2',
    'peek=9',
  ]) {
    const answer = await bob.call(`/api/messages/${ada.id}?${query}`);
    expect([query, answer.status]).toEqual([query, 400]);
  }
});

test('opening marks what was received as seen, and tells the sender; peeking and paging do not', async () => {
  const [ada, bob] = await twoPeople();
  const socket = await ada.connect();
  await ada.send(bob, 'one');
  await ada.send(bob, 'two');
  expect((await bob.people()).unseenMessages).toEqual({ [ada.id]: 2 });
  await bob.history(ada, 'peek=1');
  await bob.history(ada, 'after=0');
  await bob.history(ada, 'before=3');
  await bob.history(ada, 'around=1');
  expect((await bob.people()).unseenMessages).toEqual({ [ada.id]: 2 });
  expect((await ada.history(bob)).seenSeq).toBe(0);

  const seen = nextEvent(socket, 'conversation:seen');
  const opened = await bob.history(ada, '');
  expect(opened.messages.every((message) => message.seen && message.delivered)).toBe(true);
  expect(await seen).toMatchObject({ userId: bob.id, seq: 2 });
  expect((await bob.people()).unseenMessages).toEqual({});
  const hers = await ada.history(bob);
  expect(hers.seenSeq).toBe(2);
  expect(hers.messages.map((message) => message.seen)).toEqual([true, true]);
  socket.disconnect();
});

test('seen marks a message and all before it, never goes back, and is for its receiver alone', async () => {
  const [ada, bob] = await twoPeople();
  const eve = await newPerson(server().url);
  const sent: MessageDto[] = [];
  for (const text of ['one', 'two', 'three']) sent.push(await ada.send(bob, text));
  const mark = (person: Person, index: number) =>
    person.call<{ seenSeq: number }>(`/api/messages/${sent[index]?._id}/seen`, { method: 'PUT' });

  expect(expectSuccess(await mark(bob, 1)).seenSeq).toBe(2);
  expect((await bob.people()).unseenMessages).toEqual({ [ada.id]: 1 });
  expect(expectSuccess(await mark(bob, 0)).seenSeq).toBe(2);
  expect((await mark(ada, 2)).status).toBe(404);
  expect((await mark(eve, 2)).status).toBe(404);
  expect((await bob.call('/api/messages/zzz/seen', { method: 'PUT' })).status).toBe(400);
  expect((await ada.history(bob)).messages.map((message) => message.seen)).toEqual([
    true,
    true,
    false,
  ]);
  expect((await ada.people()).unseenMessages).toEqual({});
});

test("one's own messages are never unseen to oneself, and sending marks nothing as seen", async () => {
  const [ada, bob] = await twoPeople();
  await ada.send(bob, 'one');
  await bob.send(ada, 'two');
  expect((await bob.people()).unseenMessages).toEqual({ [ada.id]: 1 });
  expect((await ada.people()).unseenMessages).toEqual({ [bob.id]: 1 });
  expect((await ada.history(bob)).messages[0]?.seen).toBe(false);
});

test('conversations come first, newest activity first, then everyone else by name', async () => {
  const ada = await newPerson(server().url, { fullName: 'Zz Ada' });
  const tag = randomUUID().slice(0, 8);
  const names = ['Élodie', 'anton', 'Émile', 'Dora'];
  const people = await Promise.all(
    names.map((name) => newPerson(server().url, { fullName: `${name} ${tag}` })),
  );
  const [elodie, anton, emile, dora] = people as [Person, Person, Person, Person];
  await ada.send(dora, 'first');
  await emile.send(ada, 'second');
  const order = async () =>
    (await ada.people(`q=${tag}`)).users.map((user) => user.fullName.split(' ')[0]);
  expect(await order()).toEqual(['Émile', 'Dora', 'anton', 'Élodie']);

  const everyone: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Awaited<ReturnType<Person['people']>> = await ada.people(
      `limit=3&cursor=${cursor}`,
    );
    everyone.push(...page.users.map((user) => user._id));
    cursor = page.nextCursor;
  }
  expect(everyone.slice(0, 2)).toEqual([emile.id, dora.id]);
  expect(new Set(everyone).size).toBe(everyone.length);
  expect(everyone).not.toContain(ada.id);
  for (const person of [elodie, anton]) expect(everyone).toContain(person.id);
});

test('the longest address there can be finds its owner', async () => {
  const host = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.org`;
  const email = `${randomUUID()}${'a'.repeat(28)}@${host}`;
  const [ada, ben] = [await newPerson(server().url), await newPerson(server().url, { email })];
  const { users } = await ada.people(`q=${encodeURIComponent(email)}`);
  expect(users.map((user) => user._id)).toEqual([ben.id]);
});

test('who signed up after somebody is listed by joinedAfter, newest first, a page at a time', async () => {
  const [ada, first] = [await newPerson(server().url), await newPerson(server().url)];
  const second = await newPerson(server().url);
  await second.send(ada, 'hello');
  const all = await ada.people(`joinedAfter=${ada.id}`);
  const listed = all.users.filter(({ _id }) => _id > ada.id);
  expect(listed.map(({ _id }) => _id)).toEqual([second.id, first.id]);
  expect(listed.map(({ lastSeq }) => lastSeq)).toEqual([1, 0]);
  expect(all.unseenMessages[second.id]).toBe(1);
  expect(all.users.map(({ _id }) => _id)).not.toContain(ada.id);
  const page = await ada.people(`joinedAfter=${ada.id}&limit=1`);
  expect(page.users.map(({ _id }) => _id)).toEqual([second.id]);
  const next = await ada.people(`joinedAfter=${ada.id}&limit=1&cursor=${page.nextCursor}`);
  expect(next.users.map(({ _id }) => _id)).toEqual([first.id]);
  const bad = expectFailure(await ada.call('/api/messages/users?joinedAfter=yesterday'));
  expect(bad.status).toBe(400);
});

test('a search finds the start of any word, or a whole address, and is no pattern', async () => {
  const ada = await newPerson(server().url);
  const tag = randomUUID().slice(0, 8);
  const jose = await newPerson(server().url, { fullName: `José-María ${tag} O'Neill` });
  const found = async (q: string) =>
    (await ada.people(`q=${encodeURIComponent(q)}`)).users.map((user) => user._id);
  expect(await found(`jos ${tag}`)).toEqual([jose.id]);
  expect(await found(`MARIA ${tag}`)).toEqual([jose.id]);
  expect(await found(`neill ${tag}`)).toEqual([jose.id]);
  expect(await found(jose.user.email)).toEqual([jose.id]);
  expect(await found(jose.user.email.slice(0, -1))).toEqual([]);
  expect(await found(`ose ${tag}`)).toEqual([]);
  expect(await found('.*')).toEqual([]);
  expect(await found('(((')).toEqual([]);
  expect(await found('\0')).toEqual([]);
  const { users } = await ada.people(`q=${tag}`);
  expect(JSON.stringify(users)).not.toContain(jose.user.email);
  const bad = expectFailure(await ada.call('/api/messages/users?cursor=zzz'));
  expect(bad.status).toBe(400);
});
