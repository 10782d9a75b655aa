import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageDto, SearchAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { withDatabase } from '../support/database';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { makeQuarters, sendPicture } from '../support/photos';
import { makeDataDir, startServer, type TestServer } from '../support/server';

const DAY_MS = 24 * 60 * 60_000;
const dataDir = makeDataDir();
const uploads = path.join(dataDir, 'uploads');
let server: TestServer;
let ada: Person;
let bob: Person;

/** Starts it anew; with RETENTION_DAYS the removal of the start is over when this resolves. */
async function restart(days: number): Promise<void> {
  await server?.stop();
  server = await startServer({
    dataDir,
    env: { RETENTION_DAYS: String(days), LOG_LEVEL: 'info' },
  });
  for (const person of [ada, bob]) if (person) Object.assign(person, { url: server.url });
}
const removedCount = () =>
  expect.poll(
    () => /"messages":(\d+),"days":\d+,"msg":"retention.removed"/.exec(server.output())?.[1],
  );

/** Makes messages older, past the server: those up to that number. */
const age = (upTo: number, days: number) =>
  withDatabase({ dataDir }, async (connection) => {
    const messages = connection.collection('messages');
    const conversationId = directConversationId(ada.id, bob.id);
    await messages.updateMany(
      { conversationId, seq: { $lte: upTo } },
      { $set: { createdAt: new Date(Date.now() - days * DAY_MS) } },
    );
  });
const stored = () =>
  withDatabase({ dataDir }, (connection) =>
    connection
      .collection('messages')
      .find({ conversationId: directConversationId(ada.id, bob.id) })
      .sort({ seq: 1 })
      .toArray(),
  );
const react = async (person: Person, message: MessageDto, emoji: string) =>
  expectSuccess(
    await person.call<{ message: MessageDto }>(`/api/messages/${message._id}/reaction`, {
      method: 'PUT',
      json: { emoji },
    }),
  ).message;
const search = async (person: Person, q: string) =>
  expectSuccess(await person.call<SearchAnswer>(`/api/search?q=${q}`)).results.length;

beforeAll(async () => {
  await restart(0);
  [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
});

afterAll(async () => {
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test('what is older goes for both, with its picture and from the search; the rest, and the numbers, stay', async () => {
  const sent = [await ada.send(bob, 'anchor one')];
  const bytes = await makeQuarters({ width: 32, height: 20 });
  await sendPicture(ada, bob, { text: 'anchor two', bytes });
  sent.push(await bob.send(ada, 'anchor three'), await ada.send(bob, 'anchor four'));
  const [first] = sent;
  if (!first) throw new Error('nothing was sent');
  await react(bob, first, '👍');
  expect(readdirSync(uploads)).toHaveLength(1);
  await age(3, 31);
  await restart(30);
  await removedCount().toBe('3');

  const options = await ada.call<{ retentionDays: number }>('/api/auth/options');
  expect(expectSuccess(options).retentionDays).toBe(30);
  for (const [person, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    const page = await person.history(other);
    expect(page.messages.map(({ seq, text }) => [seq, text])).toEqual([[4, 'anchor four']]);
    expect(page).toMatchObject({ lastSeq: 4, lastRev: 1, hasBefore: false });
    expect((await person.history(other, 'after=0')).messages.map(({ seq }) => seq)).toEqual([4]);
    expect((await person.history(other, 'around=1')).messages.map(({ seq }) => seq)).toEqual([4]);
    expect(await search(person, 'anchor')).toBe(1);
  }
  expect(readdirSync(uploads)).toEqual([]);
  // The one that was changed last keeps its number alone.
  const rows = await stored();
  expect(rows.map(({ seq, text, rev }) => [seq, text, rev])).toEqual([
    [1, '', 1],
    [4, 'anchor four', undefined],
  ]);
  // Whether or not the job that writes words has come by.
  expect(rows[0]?.terms ?? []).toEqual([]);
  const changed = await react(ada, (await ada.history(bob)).messages[0] as MessageDto, '🎉');
  expect(changed.rev).toBe(2);
});

test('a conversation of which all is older is empty, and goes on with the next number', async () => {
  await age(4, 40);
  await restart(30);
  await removedCount().toBe('1');
  const page = await bob.history(ada);
  expect(page).toMatchObject({ messages: [], lastSeq: 4, hasBefore: false, hasAfter: false });
  const { users, unseenMessages } = await bob.people();
  const row = users.find(({ _id }) => _id === ada.id);
  expect(row?.lastMessage?.text ?? '').toBe('');
  expect(unseenMessages).toEqual({});
  expect(JSON.stringify(await stored())).not.toContain('anchor');
  const next = await ada.send(bob, 'weighed');
  expect(next.seq).toBe(5);
  expect((await react(bob, next, '👍')).rev).toBe(3);
  expect((await bob.history(ada)).messages.map(({ seq }) => seq)).toEqual([5]);
});

test('what a server that was killed had only hidden is removed by the next', async () => {
  for (let number = 1; number <= 5; number++) await ada.send(bob, `adrift ${number}`);
  await age(8, 31);
  await withDatabase({ dataDir }, (connection) =>
    connection
      .collection('conversations')
      .updateOne({}, { $set: { 'members.0.clearedSeq': 8, 'members.1.clearedSeq': 8 } }),
  );
  await restart(30);
  await removedCount().toBe('4');
  expect((await stored()).map(({ seq }) => seq)).toEqual([5, 9, 10]);
  expect((await bob.history(ada)).messages.map(({ text }) => text)).toEqual([
    'adrift 4',
    'adrift 5',
  ]);
});

test('without RETENTION_DAYS nothing is removed, and a wrong one stops the start', async () => {
  await age(10, 3_000);
  await restart(0);
  expect((await bob.history(ada)).messages).toHaveLength(2);
  await expect(
    startServer({ dataDir: makeDataDir(), env: { RETENTION_DAYS: 'soon' } }),
  ).rejects.toThrow(/RETENTION_DAYS must be a whole number/);
  expect(existsSync(uploads)).toBe(true);
});
