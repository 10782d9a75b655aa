import { expect, test } from 'vitest';
import { readHistory } from '@/lib/client/import/history';
import { folder, lines, PNG, readOne, refusal, texts } from './support/history';

const AT = Date.UTC(2021, 11, 27, 18, 51);
const HASH = btoa('\xab\x01\x02');

const people = [
  { version: '1', backupTimeMs: '1640631074000', mediaRootBackupKey: 'c2VjcmV0' },
  { account: { givenName: 'Ada', familyName: 'Lovelace' } },
  { recipient: { id: '1', self: {} } },
  { recipient: { id: '2', contact: { profileGivenName: 'Bob', e164: '491' } } },
  { recipient: { id: '3', group: { snapshot: {} } } },
  { recipient: { id: '4', contact: { systemGivenName: 'Zoe' } } },
  { chat: { id: '10', recipientId: '2' } },
  { chat: { id: '11', recipientId: '3' } },
  { chat: { id: '12', recipientId: '4' } },
];

const item = (fields: object = {}) => ({
  chatItem: { chatId: '10', authorId: '1', dateSent: String(AT), outgoing: {}, ...fields },
});

const text = (body: string, fields: object = {}, more: object = {}) =>
  item({ ...fields, standardMessage: { text: { body }, ...more } });

const jsonl = (items: unknown[]) =>
  [...people, ...items].map((line) => JSON.stringify(line)).join('\n');

const exported = (items: unknown[], files: Parameters<typeof folder>[0] = {}) =>
  folder({ 'export/main.jsonl': jsonl(items), 'export/metadata.json': '{}', ...files });

const read = (...args: Parameters<typeof exported>) => readOne(exported(...args));

test('a conversation is read with its people, its times and its answers', async () => {
  const history = await read([
    text('hi'),
    text('hello', { authorId: '2', dateSent: String(AT + 1), incoming: {}, outgoing: undefined }),
    text(
      'you',
      { dateSent: String(AT + 2) },
      {
        quote: { targetSentTimestamp: String(AT + 1), authorId: '2', text: { body: 'hello' } },
        reactions: [
          { emoji: '👍', authorId: '2', sentTimestamp: '1' },
          { emoji: '🎉', authorId: '2', sentTimestamp: '2' },
        ],
      },
    ),
  ]);
  expect(history).toMatchObject({
    source: 'signal',
    title: 'Bob',
    senders: ['Ada Lovelace', 'Bob'],
  });
  expect(lines(history)).toEqual([
    '2021-12-27T18:51:00.000Z Ada Lovelace: hi',
    '2021-12-27T18:51:00.001Z Bob: hello',
    '2021-12-27T18:51:00.002Z Ada Lovelace: you',
  ]);
  expect(history.messages[2]).toMatchObject({ replyTo: 1, reactions: { Bob: '🎉' } });
});

test('a picture is found by its hash, other files are named', async () => {
  const attachment = (pointer: object, flag = 'NONE') => ({ pointer, flag, wasDownloaded: true });
  const history = await read(
    [
      text(
        'look',
        {},
        {
          attachments: [
            attachment({ contentType: 'image/png', locatorInfo: { plaintextHash: HASH } }),
            attachment({ contentType: 'application/pdf', fileName: 'report.pdf' }),
          ],
        },
      ),
      text(
        '',
        { dateSent: String(AT + 1) },
        {
          attachments: [attachment({ contentType: 'image/jpeg' })],
        },
      ),
    ],
    { 'export/files/ab/ab0102.png': PNG },
  );
  expect(history.messages[0]).toMatchObject({
    text: '📎 report.pdf\nlook',
    picture: { path: 'export/files/ab/ab0102.png' },
  });
  expect(history.messages[1]).toMatchObject({ text: '📎', picture: null });
});

test('a long text goes on in its file', async () => {
  const history = await read(
    [text('The begin', {}, { longText: { locatorInfo: { plaintextHash: HASH } } })],
    { 'export/files/ab/ab0102.txt': 'The beginning and the end' },
  );
  expect(texts(history)).toEqual(['The beginning and the end']);
});

test('an edited message is of the time when it was sent, and can be answered by either', async () => {
  const history = await read([
    text('new', { dateSent: String(AT + 5), revisions: [text('old').chatItem] }),
    text(
      'between',
      { dateSent: String(AT + 2) },
      {
        quote: { targetSentTimestamp: String(AT), authorId: '1' },
      },
    ),
  ]);
  expect(texts(history)).toEqual(['new', 'between']);
  expect(history.messages[1]?.replyTo).toBe(0);
});

test('stickers are their emoji; people and polls become text', async () => {
  const history = await read([
    item({ stickerMessage: { sticker: { emoji: '😀' } } }),
    item({
      contactMessage: { contact: { name: { givenName: 'Zoe' }, number: [{ value: '+491' }] } },
    }),
    item({ poll: { question: 'Where?', options: [{ option: 'Rome', votes: [{}] }] } }),
    item({ viewOnceMessage: {} }),
  ]);
  expect(texts(history)).toEqual(['😀', 'Zoe +491', 'Where?\n- Rome (1)', '📎']);
});

test('deleted messages, notices and broken lines are counted', async () => {
  const lines = jsonl([
    text('hi'),
    item({ remoteDeletedMessage: {} }),
    item({ updateMessage: {}, directionless: {} }),
    text('no time', { dateSent: 'x' }),
  ]);
  const history = await readOne(folder({ 'main.jsonl': `${lines}\n{"chatItem":` }));
  expect(texts(history)).toEqual(['hi']);
  expect(history.leftOut).toEqual({ system: 1, deleted: 1, damaged: 2 });
});

test('several conversations are listed without groups, and read by their key', async () => {
  const files = exported([
    text('to bob'),
    text('to all', { chatId: '11' }),
    text('to zoe', { chatId: '12' }),
  ]);
  expect(await readHistory(files, { zone: 'UTC' })).toEqual({
    kind: 'several',
    chats: [
      { key: '10', title: 'Bob', count: 1 },
      { key: '12', title: 'Zoe', count: 1 },
    ],
  });
  expect(texts(await readOne(files, {}, '12'))).toEqual(['to zoe']);
  expect(await refusal(readOne(files, {}, '11'))).toBe('group');
});
