import { expect, test } from 'vitest';
import { readHistory } from '@/lib/client/import/history';
import { folder, lines, PNG, readOne, refusal, texts } from './support/history';

const ada = { from: 'Ada', from_id: 'user1' };
const bob = { from: 'Bob', from_id: 'user2' };
let nextId = 1;

function message(fields: object = {}) {
  const id = nextId++;
  return {
    id,
    type: 'message',
    date: '2021-12-27T18:51:14',
    date_unixtime: String(1_640_631_074 + id * 60),
    ...ada,
    text: '',
    text_entities: [],
    ...fields,
  };
}

const plain = (text: string) => ({ text, text_entities: [{ type: 'plain', text }] });

const chat = (messages: unknown[], fields: object = {}) => ({
  name: 'Bob',
  type: 'personal_chat',
  id: 7,
  messages,
  ...fields,
});

const read = (messages: unknown[], files: Parameters<typeof folder>[0] = {}) =>
  readOne(folder({ 'ChatExport/result.json': chat(messages), ...files }));

/** The same export as its own text, for what no JSON library would write. */
const readText = (message: string) =>
  readOne(
    folder({
      'result.json': `{"name":"Bob","type":"personal_chat","id":7,"messages":[${message}]}`,
    }),
  );

const entities = async (...parts: unknown[]) =>
  texts(await read([message({ text_entities: parts })]))[0];

test('a chat is read with its title, its people and its times', async () => {
  const history = await read([
    message({ ...plain('hi'), date_unixtime: '1640631074' }),
    message({ ...plain('hello'), ...bob, date_unixtime: '1640631075' }),
    message({ ...plain('you'), ...bob, date_unixtime: '1640631076' }),
  ]);
  expect(history).toMatchObject({ source: 'telegram', title: 'Bob', senders: ['Bob', 'Ada'] });
  expect(lines(history)).toEqual([
    '2021-12-27T18:51:14.000Z Ada: hi',
    '2021-12-27T18:51:15.000Z Bob: hello',
    '2021-12-27T18:51:16.000Z Bob: you',
  ]);
});

test('the local date counts only where there is no other, and then by the zone', async () => {
  const old = { ...message(plain('hi')), date_unixtime: undefined, date: '2021-07-27T12:00:00' };
  const files = folder({ 'result.json': chat([old]) });
  expect(lines(await readOne(files, { zone: 'Europe/Berlin' }))).toEqual([
    '2021-07-27T10:00:00.000Z Ada: hi',
  ]);
});

test('a control character that is written as \\x is read', async () => {
  const [text] = texts(
    await readText(
      String.raw`{"id":1,"type":"message","date_unixtime":"1640631074","from":"Ada","from_id":"user1","text":"a\x0bb \\x41 \\\x0bc"}`,
    ),
  );
  expect(text).toBe('a\u000bb \\x41 \\\u000bc');
});

test('a path without quotes harms no message', async () => {
  const [first, second] = texts(
    await readText(`{
      "id": 1, "type": "message", "date_unixtime": "1640631074", "from": "Ada", "from_id": "user1",
      "text_entities": [
        { "type": "custom_emoji", "text": "🙂",
          "document_id": stickers/a (1).webp
        },
        { "type": "custom_emoji", "text": "🙃",
          "document_id": (File not included. Change data exporting settings to download.)
        },
        { "type": "plain", "text": "and \\"document_id\\": x" }
      ]
    }, {"id":2,"type":"message","date_unixtime":"1640631075","from":"Ada","from_id":"user1","text":"next"}`),
  );
  expect([first, second]).toEqual(['🙂🙃and "document_id": x', 'next']);
});

test('a message that cannot be read costs no other, and neither does a cut', async () => {
  const one = JSON.stringify(message(plain('one')));
  const history = await readText(
    `${one},{"id":5,"type":oops},${JSON.stringify(message(plain('two')))}`,
  );
  expect(texts(history)).toEqual(['one', 'two']);
  expect(history.leftOut.damaged).toBe(1);
  const whole = JSON.stringify(chat([message(plain('one')), message(plain('two'))]));
  const cut = folder({ 'result.json': whole.slice(0, -20) });
  expect(texts(await readOne(cut))).toEqual(['one']);
});

test('of a key that comes twice the last counts', async () => {
  const twice = `{"id":1,"type":"message","date_unixtime":"1640631074","from_id":"user1","text":"a","text":"b"}`;
  expect(texts(await readText(twice))).toEqual(['b']);
});

test('formatting becomes marks', async () => {
  expect(
    await entities(
      'see ',
      { type: 'bold', text: 'bold' },
      ', ',
      { type: 'italic', text: 'soft ' },
      'and ',
      { type: 'strikethrough', text: 'gone' },
      { type: 'plain', text: ' ' },
      { type: 'code', text: 'x = 1' },
    ),
  ).toBe('see *bold*, _soft_ and ~gone~ `x = 1`');
});

test('a block of code has its language, and lines of its own', async () => {
  expect(
    await entities('so:', { type: 'pre', text: 'let x;\nlet y;', language: 'js' }, 'yes'),
  ).toBe('so:\n```js\nlet x;\nlet y;\n```\nyes');
});

test('marks are put into each line, and a quote into each of its own', async () => {
  expect(await entities({ type: 'bold', text: 'one\ntwo' })).toBe('*one*\n*two*');
  expect(await entities({ type: 'blockquote', text: 'one\ntwo' }, '\nmine')).toBe(
    '> one\n> two\nmine',
  );
});

test('formatting within a word is left away: its marks would be signs', async () => {
  expect(
    await entities('un', { type: 'bold', text: 'believ' }, 'able, ', {
      type: 'italic',
      text: 'soft',
    }),
  ).toBe('unbelievable, _soft_');
});

test('a link shows where it leads if its text does not', async () => {
  expect(await entities({ type: 'text_link', text: 'here', href: 'https://a.example/' })).toBe(
    'here (https://a.example/)',
  );
  const link = { type: 'text_link', text: 'https://a.example/', href: 'https://a.example/' };
  expect(await entities(link)).toBe('https://a.example/');
});

test('older exports have the text alone, as parts or whole', async () => {
  const parts = {
    ...message(),
    text_entities: undefined,
    text: ['a ', { type: 'bold', text: 'b' }],
  };
  const whole = { ...message(), text_entities: undefined, text: 'c' };
  expect(texts(await read([parts, whole]))).toEqual(['a *b*', 'c']);
});

test('an answer finds the message it answers, one to another chat none', async () => {
  const history = await read([
    message({ ...plain('b'), id: 901, date_unixtime: '1640631075' }),
    message({ ...plain('a'), id: 902, date_unixtime: '1640631074' }),
    message({ ...plain('c'), reply_to_message_id: 901, date_unixtime: '1640631076' }),
    message({
      ...plain('d'),
      reply_to_message_id: 901,
      reply_to_peer_id: 'channel9',
      date_unixtime: '1640631077',
    }),
  ]);
  expect(texts(history)).toEqual(['a', 'b', 'c', 'd']);
  expect(history.messages.map(({ replyTo }) => replyTo)).toEqual([null, null, 1, null]);
});

test('edited is no sign of an edit', async () => {
  const history = await read([
    message({ ...plain('a'), edited: '2021-12-28T00:00:00', edited_unixtime: '1640649600' }),
  ]);
  expect(history.messages[0]?.editedAt).toBeNull();
});

test('reactions are brought where they name who made them, the latest of each', async () => {
  const recent = (from_id: string, date: string) => ({ from: 'x', from_id, date });
  const history = await read([
    message({
      ...plain('a'),
      reactions: [
        { type: 'emoji', count: 1, emoji: '👍', recent: [recent('user1', '2021-12-27T19:00:00')] },
        { type: 'emoji', count: 1, emoji: '🎉', recent: [recent('user1', '2021-12-27T20:00:00')] },
        { type: 'emoji', count: 5, emoji: '❤' },
        {
          type: 'custom_emoji',
          document_id: 'x',
          recent: [recent('user2', '2021-12-27T20:00:00')],
        },
      ],
    }),
    message({ ...plain('b'), ...bob }),
  ]);
  expect(history.messages[0]?.reactions).toEqual({ Ada: '🎉' });
});

test('pictures are found in the folder of the export', async () => {
  const history = await read([message({ ...plain('look'), photo: 'photos/a.jpg' })], {
    'ChatExport/photos/a.jpg': PNG,
    'Other/photos/a.jpg': PNG,
  });
  expect(history.messages[0]).toMatchObject({
    text: 'look',
    picture: { path: 'ChatExport/photos/a.jpg' },
  });
});

test('other files are named by what they are, also where they are not in the export', async () => {
  const missing = '(File exceeds maximum size. Change data exporting settings to download.)';
  const history = await read(
    [
      message({ file: 'voice_messages/a.ogg', media_type: 'voice_message' }),
      message({ file: missing, media_type: 'video_file', file_name: 'trip.mp4' }),
      message({ file: missing, media_type: 'video_file' }),
      message({ file: missing, file_name: 'report.pdf' }),
      message({ photo: '(File not included. Change data exporting settings to download.)' }),
    ],
    { 'ChatExport/voice_messages/a.ogg': 'x' },
  );
  expect(texts(history)).toEqual(['🎤 a.ogg', '🎬 trip.mp4', '📎', '📎 report.pdf', '📎']);
});

test('a sticker is its picture, or else its emoji', async () => {
  const sticker = { media_type: 'sticker', sticker_emoji: '😀' };
  const history = await read(
    [
      message({ ...sticker, file: 'stickers/a.webp' }),
      message({ ...sticker, file: 'stickers/a.tgs' }),
    ],
    { 'ChatExport/stickers/a.webp': PNG, 'ChatExport/stickers/a.tgs': 'x' },
  );
  expect(history.messages[0]).toMatchObject({ text: '', picture: { size: PNG.length } });
  expect(history.messages[1]).toMatchObject({ text: '😀', picture: null });
});

test('polls, people and places become text', async () => {
  const history = await read([
    message({ poll: { question: 'Where?', answers: [{ text: 'Rome', voters: 2 }] } }),
    message({ contact_information: { first_name: 'Zoe', phone_number: '+491' } }),
    message({ location_information: { latitude: 1.5, longitude: 2.5 } }),
  ]);
  expect(texts(history)).toEqual(['Where?\n- Rome (2)', 'Zoe +491', '1.5, 2.5']);
});

test('notices and what is unsupported are counted', async () => {
  const history = await read([
    message({ type: 'service', action: 'phone_call', actor: null, members: [null] }),
    message({ type: 'unsupported' }),
    message(plain('a')),
  ]);
  expect(texts(history)).toEqual(['a']);
  expect(history.leftOut).toEqual({ system: 1, deleted: 0, damaged: 1 });
});

test('a deleted account has its id for a name, two of one name are told apart', async () => {
  const gone = await read([
    message({ ...plain('a'), from: null }),
    message({ ...plain('b'), ...bob }),
  ]);
  expect(gone.senders).toEqual(['user1', 'Bob']);
  const same = await read([
    message({ ...plain('a'), from: 'Bob' }),
    message({ ...plain('b'), ...bob }),
  ]);
  expect(same.senders).toEqual(['Bob (user1)', 'Bob (user2)']);
});

const full = {
  about: 'Here is the data you requested. Remember: Telegram is ad free.',
  personal_information: { user_id: 1, first_name: 'Ada' },
  contacts: { list: [{ first_name: 'x' }] },
  chats: {
    about: 'This page lists all chats.',
    list: [
      chat([message(plain('to bob')), message({ type: 'service' })]),
      chat([message(plain('to zoe')), message(plain('again'))], { name: 'Zoe', id: 8 }),
      chat([message(plain('to all'))], { name: 'Team', id: 9, type: 'private_supergroup' }),
      chat([], { name: 'Nobody', id: 10 }),
      { type: 'saved_messages', id: 1, messages: [message(plain('note'))] },
    ],
  },
  left_chats: { list: [chat([message(plain('bye'))], { name: 'Old', id: 11 })] },
};

test('a whole account lists its chats without groups, and each is read by its key', async () => {
  const files = folder({ 'result.json': full });
  expect(await readHistory(files, { zone: 'UTC' })).toEqual({
    kind: 'several',
    chats: [
      { key: '7', title: 'Bob', count: 1 },
      { key: '8', title: 'Zoe', count: 2 },
      { key: '1', title: '1', count: 1 },
      { key: '11', title: 'Old', count: 1 },
    ],
  });
  expect(texts(await readOne(files, {}, '8'))).toEqual(['to zoe', 'again']);
  expect(texts(await readOne(files, {}, '1'))).toEqual(['note']);
  expect(texts(await readOne(files, {}, '11'))).toEqual(['bye']);
  expect(await refusal(readOne(files, {}, '9'))).toBe('group');
  expect(await refusal(readOne(files, {}, 'x'))).toBe('empty');
});

test('a group alone is refused', async () => {
  const files = folder({
    'result.json': chat([message(plain('a'))], { type: 'private_group' }),
  });
  expect(await refusal(readOne(files))).toBe('group');
});

test('an export that was zipped by hand, in another folder, is read', async () => {
  const files = folder({
    'My zip/ChatExport_2021-12-27/result.json': chat([message({ photo: 'photos/a.jpg' })]),
    'My zip/ChatExport_2021-12-27/photos/a.jpg': PNG,
  });
  expect((await readOne(files)).messages[0]?.picture).not.toBeNull();
});
