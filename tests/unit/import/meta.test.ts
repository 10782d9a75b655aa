import { expect, test } from 'vitest';
import { readHistory } from '@/lib/client/import/history';
import { folder, lines, PNG, readOne, refusal, texts } from './support/history';

const AT = Date.UTC(2021, 11, 27, 18, 51);
const INBOX = 'your_activity_across_facebook/messages/inbox';

/** As Meta writes a text: each byte of it as a character. */
const mangled = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');

const message = (content: string | undefined, fields: object = {}) => ({
  sender_name: 'Ada',
  timestamp_ms: AT,
  content,
  ...fields,
});

const thread = (messages: unknown[], fields: object = {}) => ({
  participants: [{ name: 'Bob' }, { name: 'Ada' }],
  messages,
  title: 'Bob',
  is_still_participant: true,
  thread_path: 'inbox/bob_1',
  magic_words: [],
  ...fields,
});

const read = (messages: unknown[], files: Parameters<typeof folder>[0] = {}) =>
  readOne(folder({ [`${INBOX}/bob_1/message_1.json`]: thread(messages), ...files }));

test('the parts of a thread are joined, the oldest message first', async () => {
  const files = folder({
    [`part 1/${INBOX}/bob_1/message_1.json`]: thread([
      message('4', { timestamp_ms: AT + 3 }),
      message('3', { timestamp_ms: AT + 2 }),
    ]),
    [`part 2/${INBOX}/bob_1/message_2.json`]: thread([
      message('2', { timestamp_ms: AT + 1, sender_name: 'Bob' }),
      message('1'),
    ]),
  });
  const history = await readOne(files);
  expect(texts(history)).toEqual(['1', '2', '3', '4']);
  expect(history).toMatchObject({ source: 'messenger', title: 'Bob', senders: ['Ada', 'Bob'] });
});

test('messages of one moment are in the order in which they were written', async () => {
  expect(texts(await read([message('2'), message('1')]))).toEqual(['1', '2']);
});

test('texts and names that were taken apart into bytes are put together', async () => {
  const history = await read([
    message(mangled('Grüße 🎉'), {
      sender_name: mangled('Zoë'),
      reactions: [{ reaction: mangled('❤'), actor: mangled('Zoë') }],
    }),
  ]);
  expect(texts(history)).toEqual(['Grüße 🎉']);
  expect(history.senders).toEqual(['Zoë']);
  expect(history.messages[0]?.reactions).toEqual({ Zoë: '❤' });
});

test('a text that is right already stays as it is', async () => {
  const right = ['“quoted” é', 'é', 'naïve café', `${mangled('ü')}…`];
  const history = await read(
    right.map((text, index) => message(text, { timestamp_ms: AT + index })),
  );
  expect(texts(history)).toEqual(right);
});

test('pictures become messages of their own, the first with the text', async () => {
  const uri = (name: string) => `${INBOX}/bob_1/photos/${name}`;
  const history = await read(
    [message('look', { photos: [{ uri: uri('1.jpg') }, { uri: uri('2.jpg') }] })],
    { [`part 2/${uri('1.jpg')}`]: PNG, [uri('2.jpg')]: PNG },
  );
  expect(history.messages.map(({ text, picture }) => [text, picture?.path])).toEqual([
    ['look', `part 2/${uri('1.jpg')}`],
    ['', uri('2.jpg')],
  ]);
});

test('other media are named', async () => {
  const history = await read(
    [
      message(undefined, { audio_files: [{ uri: 'a/voice.mp4' }], timestamp_ms: AT + 3 }),
      message(undefined, { videos: [{ uri: 'a/film.mp4' }], timestamp_ms: AT + 2 }),
      message(undefined, { files: [{ uri: 'a/report.pdf' }], timestamp_ms: AT + 1 }),
      message(undefined, { photos: [{ uri: 'a/gone.jpg' }] }),
    ],
    { 'a/voice.mp4': 'x' },
  );
  expect(texts(history)).toEqual(['🖼 gone.jpg', '📎 report.pdf', '🎬 film.mp4', '🎤 voice.mp4']);
});

test('a link is brought with its text, and the app’s own words are not', async () => {
  const link = 'https://a.example/';
  const history = await read([
    message('see', { share: { link }, timestamp_ms: AT + 2 }),
    message(`see ${link}`, { share: { link }, timestamp_ms: AT + 1 }),
    message('Ada sent an attachment.', { share: { link } }),
  ]);
  expect(texts(history)).toEqual([link, `see ${link}`, `see\n${link}`]);
});

test('calls, unsent messages and notices of reactions are counted', async () => {
  const history = await read([
    message('Ada called you.', { call_duration: 12 }),
    message(undefined, { is_unsent: true }),
    message('Reacted ❤ to your message '),
    message('hi'),
  ]);
  expect(texts(history)).toEqual(['hi']);
  expect(history.leftOut).toEqual({ system: 2, deleted: 1, damaged: 0 });
});

test('an export of Instagram is known by its folder', async () => {
  const path = 'your_instagram_activity/messages/inbox/bob_1/message_1.json';
  expect((await readOne(folder({ [path]: thread([message('hi')]) }))).source).toBe('instagram');
});

test('several threads are listed without groups, and read by their key', async () => {
  const group = thread([message('x')], {
    participants: [{ name: 'Ada' }, { name: 'Bob' }, { name: 'Carl' }],
    thread_path: 'inbox/team_3',
  });
  const files = folder({
    [`${INBOX}/bob_1/message_1.json`]: thread([message('hi')]),
    [`${INBOX}/zoe_2/message_1.json`]: thread([message('hey'), message('you')], {
      title: mangled('Zoë'),
      thread_path: 'inbox/zoe_2',
    }),
    [`${INBOX}/team_3/message_1.json`]: group,
  });
  expect(await readHistory(files, { zone: 'UTC' })).toEqual({
    kind: 'several',
    chats: [
      { key: 'inbox/bob_1', title: 'Bob', count: 1 },
      { key: 'inbox/zoe_2', title: 'Zoë', count: 2 },
    ],
  });
  expect(texts(await readOne(files, {}, 'inbox/zoe_2'))).toEqual(['you', 'hey']);
  expect(await refusal(readOne(files, {}, 'inbox/team_3'))).toBe('group');
});

test('an encrypted thread is read, whose fields have other names', async () => {
  const files = folder({
    'messages/Bob_40.json': {
      participants: ['Ada', 'Bob'],
      threadName: 'Bob_40',
      messages: [
        {
          senderName: 'Bob',
          timestamp: AT + 1,
          text: 'Grüße',
          type: 'text',
          media: [],
          reactions: [{ actor: 'Ada', reaction: '👍' }],
          isUnsent: false,
        },
        { senderName: 'Ada', timestamp: AT, type: 'media', media: [{ uri: './media/1.jpg' }] },
        { senderName: 'Ada', timestamp: AT, type: 'text', text: '', isUnsent: true },
      ],
    },
    'messages/media/1.jpg': PNG,
  });
  const history = await readOne(files);
  expect(history).toMatchObject({ source: 'messenger', title: 'Bob', leftOut: { deleted: 1 } });
  expect(lines(history)).toEqual([
    '2021-12-27T18:51:00.000Z Ada: ',
    '2021-12-27T18:51:00.001Z Bob: Grüße',
  ]);
  expect(history.messages[0]?.picture?.path).toBe('messages/media/1.jpg');
  expect(history.messages[1]?.reactions).toEqual({ Ada: '👍' });
});

test('a thread that is no JSON is damaged', async () => {
  expect(await refusal(readOne(folder({ 'inbox/bob_1/message_1.json': '{"messages":[' })))).toBe(
    'damaged',
  );
});
