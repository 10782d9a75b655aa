import { expect, test } from 'vitest';
import { readHistory } from '@/lib/client/import/history';
import { folder, lines, PNG, readOne, texts } from './support/history';

const me = { _id: 'a1', fullName: 'Ada', handle: 'ada' };
const bob = { _id: 'b2', fullName: 'Bob', handle: 'bobby' };

const message = (_id: string, fields: object = {}) => ({
  _id,
  senderId: me._id,
  receiverId: bob._id,
  text: _id,
  image: null,
  replyTo: null,
  reactions: [],
  createdAt: '2021-12-27T18:51:00.000Z',
  editedAt: null,
  deletedAt: null,
  hidden: false,
  ...fields,
});

/** As the server writes it: an item a line. */
const conversation = (messages: unknown[], person: object = bob) =>
  `${JSON.stringify({ version: 1, person, conversationId: 'c' }).slice(0, -1)},\n"messages": [\n${messages
    .map((each) => JSON.stringify(each))
    .join(',\n')}\n]}\n`;

const exported = (messages: unknown[], files: Parameters<typeof folder>[0] = {}) =>
  folder({
    'parley/account.json': { version: 1, user: me, conversations: [] },
    'parley/conversations/b2/messages.json': conversation(messages),
    'parley/conversations/b2/page-1.html': '<p>',
    ...files,
  });

test('a conversation comes back as it was', async () => {
  const history = await readOne(
    exported([
      message('one'),
      message('two', {
        senderId: 'b2',
        createdAt: '2021-12-27T18:52:00.000Z',
        editedAt: '2021-12-27T18:53:00.000Z',
        replyTo: { messageId: 'one', text: 'one' },
        reactions: [{ userId: 'a1', emoji: '👍' }],
      }),
    ]),
  );
  expect(history).toMatchObject({ source: 'parley', title: 'Bob', senders: ['Ada', 'Bob'] });
  expect(lines(history)).toEqual([
    '2021-12-27T18:51:00.000Z Ada: one',
    '2021-12-27T18:52:00.000Z Bob: two',
  ]);
  expect(history.messages[1]).toMatchObject({
    editedAt: Date.UTC(2021, 11, 27, 18, 53),
    replyTo: 0,
    reactions: { Ada: '👍' },
  });
});

test('a picture is found by the last part of its address, or named', async () => {
  const history = await readOne(
    exported(
      [
        message('look', { image: { url: 'https://images.example/x/pic%20one.jpg?y=1' } }),
        message('gone', { image: { url: '/images/gone.webp' } }),
      ],
      { 'parley/pictures/pic_20one.jpg': PNG },
    ),
  );
  expect(history.messages[0]).toMatchObject({
    text: 'look',
    picture: { path: 'parley/pictures/pic_20one.jpg' },
  });
  expect(texts(history)[1]).toBe('🖼 gone.webp\ngone');
});

test('deleted messages are counted, and an answer to one answers none', async () => {
  const history = await readOne(
    exported([
      message('gone', { text: '', deletedAt: '2021-12-27T19:00:00.000Z' }),
      message('left', { replyTo: { messageId: 'gone' } }),
    ]),
  );
  expect(texts(history)).toEqual(['left']);
  expect(history.messages[0]?.replyTo).toBeNull();
  expect(history.leftOut.deleted).toBe(1);
});

test('two people of one name are told apart', async () => {
  const files = folder({
    'account.json': { user: me },
    'conversations/b2/messages.json': conversation(
      [message('one'), message('two', { senderId: 'b2' })],
      { _id: 'b2', fullName: 'Ada' },
    ),
  });
  expect((await readOne(files)).senders).toEqual(['Ada (@ada)', 'Ada (b2)']);
});

test('several conversations are listed, and read by their key', async () => {
  const files = exported([message('hi')], {
    'parley/conversations/c3/messages.json': conversation([message('hey', { senderId: 'c3' })], {
      _id: 'c3',
      fullName: 'Zoe',
    }),
    'parley/conversations/d4/messages.json': conversation([], { _id: 'd4', fullName: 'Empty' }),
  });
  expect(await readHistory(files, { zone: 'UTC' })).toEqual({
    kind: 'several',
    chats: [
      { key: 'b2', title: 'Bob', count: 1 },
      { key: 'c3', title: 'Zoe', count: 1 },
    ],
  });
  expect(lines(await readOne(files, {}, 'c3'))).toEqual(['2021-12-27T18:51:00.000Z Zoe: hey']);
});
