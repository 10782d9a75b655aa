import { expect, test } from 'vitest';
import { readHistory } from '@/lib/client/import/history';
import { folder, lines, readOne, refusal, texts } from './support/history';

const chat = (text: string) => folder({ 'WhatsApp Chat with Ada.txt': text });

const MOMENT = '2021-12-27T18:51:00.000Z';
const IOS_MOMENT = '2021-12-27T18:51:14.000Z';

test.each([
  ['12/27/21, 18:51 - Ada: hi', MOMENT],
  ['12/27/21, 6:51 PM - Ada: hi', MOMENT],
  ['12/27/21, 6:51\u202fPM - Ada: hi', MOMENT],
  ['12/27/21, 6:51\u2009pm - Ada: hi', MOMENT],
  ['2021-12-27 18:51 - Ada: hi', MOMENT],
  ['27.12.21, 18:51 - Ada: hi', MOMENT],
  ['27/12/2021 6:51 p.\u00a0m. - Ada: hi', MOMENT],
  ['2021/12/27, 06:51 pm - Ada: hi', MOMENT],
  ['2021. 12. 27. 오후 6:51 - Ada: hi', MOMENT],
  ['21. 12. 27. 오후 6:51 - Ada: hi', MOMENT],
  ['2021.\u00a012.\u00a027. 오후\u00a06:51 - Ada: hi', MOMENT],
  ['2021/12/27 下午6:51 - Ada: hi', MOMENT],
  ['2021/12/27 晚上6:51 - Ada: hi', MOMENT],
  ['2021/12/27 午後6:51 - Ada: hi', MOMENT],
  ['27.12.2021 г., 18:51 - Ada: hi', MOMENT],
  ['27. 12. 2021. 18:51 - Ada: hi', MOMENT],
  ['2021-12-27 18 h 51 - Ada: hi', MOMENT],
  ['27/12/2564 18:51 - Ada: hi', MOMENT],
  ['27/12/64 18:51 - Ada: hi', MOMENT],
  ['۱۴۰۰/۱۰/۶،‏ ۱۸:۵۱ - Ada: hi', MOMENT],
  ['٢٧\u200f/١٢\u200f/٢٠٢١، ٦:٥١ م - Ada: hi', MOMENT],
  ['२७/१२/२१, ६:५१ pm - Ada: hi', MOMENT],
  ['27.12.2021 kl. 18.51 - Ada: hi', MOMENT],
  ['[12/27/21, 18:51:14] Ada: hi', IOS_MOMENT],
  ['[27/12/2021, 6:51:14 PM] Ada: hi', IOS_MOMENT],
  ['[27/12/2021, 6:51:14\u202fPM] Ada: hi', IOS_MOMENT],
  ['[27.12.2021, 18.51.14] Ada: hi', IOS_MOMENT],
  ['[27.12.2021 klo 18.51.14] Ada: hi', IOS_MOMENT],
  ['[27.12.2021 18:51:14] Ada: hi', IOS_MOMENT],
  ['[2021/12/27 18:51:14] Ada: hi', IOS_MOMENT],
  ['[2021/12/27 下午6:51:14] Ada: hi', IOS_MOMENT],
  ['\u200e[27.12.21, 18:51:14] Ada: hi', IOS_MOMENT],
  ['\ufeff27.12.21, 18:51 - Ada: hi', MOMENT],
])('%j is read', async (line, moment) => {
  expect(lines(await readOne(chat(line)))).toEqual([`${moment} Ada: hi`]);
});

test.each([
  ['12:05 AM', '00:05'],
  ['12:05 PM', '12:05'],
  ['1:05 AM', '01:05'],
  ['11:05 PM', '23:05'],
])('%s is %s', async (typed, meant) => {
  const [line] = lines(await readOne(chat(`27/12/2021, ${typed} - Ada: hi`)));
  expect(line).toContain(`T${meant}:00`);
});

test('Turkish dates have no comma and days no zero: every sender is found', async () => {
  const history = await readOne(
    chat('[5.05.2017 18:01:12] Ayşe: selam\n[5.05.2017 18:02:10] Çağrı: merhaba'),
  );
  expect(history.senders).toEqual(['Ayşe', 'Çağrı']);
});

test('the date is of the phone’s zone, the summer’s hour included', async () => {
  const history = await readOne(
    chat('27.01.2021, 12:00 - Ada: winter\n27.07.2021, 12:00 - Ada: summer'),
    { zone: 'Europe/Berlin' },
  );
  expect(lines(history)).toEqual([
    '2021-01-27T11:00:00.000Z Ada: winter',
    '2021-07-27T10:00:00.000Z Ada: summer',
  ]);
});

test('where the clock is set back, the hour that comes twice does not run backwards', async () => {
  const history = await readOne(
    chat(
      ['02:10', '02:50', '02:05', '02:40', '03:00']
        .map((time, index) => `31.10.2021, ${time} - Ada: ${index}`)
        .join('\n'),
    ),
    { zone: 'Europe/Berlin' },
  );
  expect(lines(history).map((line) => line.slice(11, 16))).toEqual([
    '00:10',
    '00:50',
    '01:05',
    '01:40',
    '02:00',
  ]);
});

test('a time that the clock skipped is as long after the change', async () => {
  const history = await readOne(chat('28.03.2021, 02:30 - Ada: hi'), { zone: 'Europe/Berlin' });
  expect(lines(history)).toEqual(['2021-03-28T01:30:00.000Z Ada: hi']);
});

test('lines without a header go on with the message, empty ones included', async () => {
  const history = await readOne(
    chat('27.12.21, 18:51 - Ada: one\r\n\r\ntwo: three\r\n27.12.21, 18:52 - Bob: four'),
  );
  expect(texts(history)).toEqual(['one\n\ntwo: three', 'four']);
});

test('a marked line of iOS is not glued to the message before', async () => {
  const history = await readOne(
    chat(
      '[27.12.21, 18:51:14] Ada: one\n\u200e[27.12.21, 18:52:14] Bob: \u200eimage omitted\n[27.12.21, 18:53:14] Ada: two',
    ),
  );
  expect(texts(history)).toEqual(['one', '📎', 'two']);
});

test('a header without a sender is a notice', async () => {
  const history = await readOne(
    chat(
      '27.12.21, 18:50 - Messages and calls are end-to-end encrypted.\n27.12.21, 18:51 - Ada: hi',
    ),
  );
  expect(texts(history)).toEqual(['hi']);
  expect(history.leftOut.system).toBe(1);
});

test('a name may hold a colon', async () => {
  const history = await readOne(
    chat(
      ['Team: Rex: hi', 'Bob: to be sure: yes', 'Team: Rex: you: too', 'Team: Rex: bye']
        .map((line, index) => `27.12.21, 18:5${index} - ${line}`)
        .join('\n'),
    ),
  );
  expect(history.senders).toEqual(['Team: Rex', 'Bob']);
  expect(texts(history)).toEqual(['hi', 'to be sure: yes', 'you: too', 'bye']);
});

test('the title of the file tells a name with a colon that is seen once', async () => {
  const files = folder({
    'WhatsApp Chat with Team_ Rex.txt':
      '27.12.21, 18:51 - Team: Rex: hi\n27.12.21, 18:52 - Bob: hello: you',
  });
  const history = await readOne(files);
  expect(history.senders).toEqual(['Team: Rex', 'Bob']);
  expect(history.title).toBe('Team: Rex');
});

test('names have no marks of direction, no tilde, and one spelling', async () => {
  const history = await readOne(
    chat(
      '27.12.21, 18:51 - ~\u202fZoe\u0301: hi\n27.12.21, 18:52 - \u202a+49\u2011170\u202c: you\n27.12.21, 18:53 - ~ Zo\u00e9: there',
    ),
  );
  expect(history.senders).toEqual(['Zo\u00e9', '+49\u2011170']);
});

test('a line of another shape that was pasted into a message stays in it', async () => {
  const history = await readOne(
    chat(
      '27.12.21, 18:51 - Ada: he wrote\n[26.12.21, 10:00:00] Carl: no\n27.12.21, 18:52 - Bob: oh',
    ),
  );
  expect(texts(history)).toEqual(['he wrote\n[26.12.21, 10:00:00] Carl: no', 'oh']);
});

test('a line of a third person from the past stays in the message it was pasted into', async () => {
  const history = await readOne(
    chat(
      '[27.12.21, 18:51:00] Ada: he wrote\n[26.12.21, 10:00:00] Carl: no\nnever\n[27.12.21, 18:52:00] Bob: oh\n[27.12.21, 18:53:00] Bob: and\n[27.12.21, 18:54:00] Ada: yes',
    ),
  );
  expect(texts(history)).toEqual([
    'he wrote\n[26.12.21, 10:00:00] Carl: no\nnever',
    'oh',
    'and',
    'yes',
  ]);
});

test('an impossible date costs its own message and none of the later ones', async () => {
  const history = await readOne(
    chat(
      '27.12.2021, 18:51 - Ada: one\n45.13.2021, 18:52 - Ada: lost\n27.12.2021, 18:53 - Bob: two',
    ),
  );
  expect(texts(history)).toEqual(['one', 'two']);
  expect(history.leftOut.damaged).toBe(1);
});

test('messages come in the order of time, equal times in the order of the file', async () => {
  const history = await readOne(
    chat(
      '27.12.21, 18:52 - Ada: b\n27.12.21, 18:51 - Bob: a\n27.12.21, 18:52 - Ada: c\n27.12.21, 18:52 - Ada: d',
    ),
  );
  expect(texts(history)).toEqual(['a', 'b', 'c', 'd']);
});

test('one field above twelve decides for the whole file', async () => {
  const history = await readOne(
    chat('3/4/21, 10:00 - Ada: a\n3/5/21, 10:00 - Ada: b\n3/14/21, 10:00 - Ada: c'),
  );
  expect(lines(history)[0]).toBe('2021-03-04T10:00:00.000Z Ada: a');
});

test('the name of a picture tells the order of the date', async () => {
  const history = await readOne(
    chat(
      '3/4/2021, 10:00 - Ada: IMG-20210304-WA0001.jpg (file attached)\n3/4/2021, 10:05 - Ada: b',
    ),
  );
  expect(lines(history)[1]).toBe('2021-03-04T10:05:00.000Z Ada: b');
});

test('the order in which time runs forward is the right one', async () => {
  const history = await readOne(chat('11/1/2021, 10:00 - Ada: a\n2/2/2021, 10:00 - Ada: b'));
  expect(lines(history)).toEqual([
    '2021-01-11T10:00:00.000Z Ada: a',
    '2021-02-02T10:00:00.000Z Ada: b',
  ]);
});

test('a date from before WhatsApp is of another order', async () => {
  expect(lines(await readOne(chat('21/10/05, 10:00 - Ada: a')))[0]).toContain('2021-10-05');
});

test('points and dashes mean that the day comes first', async () => {
  expect(lines(await readOne(chat('3.4.2021, 10:00 - Ada: a')))[0]).toContain('2021-04-03');
  expect(lines(await readOne(chat('03-04-2021, 10:00 - Ada: a')))[0]).toContain('2021-04-03');
});

test('where nothing tells the order, it is asked for, and the answer counts', async () => {
  const same = chat('4/4/2021, 10:00 - Ada: a');
  const asked = chat('3/4/2021, 10:00 - Ada: a\n3/5/2021, 10:00 - Ada: b');
  expect(await readHistory(asked, { zone: 'UTC' })).toEqual({
    kind: 'ambiguous-dates',
    example: '3/4/2021',
    orders: ['dmy', 'mdy'],
  });
  expect(lines(await readOne(asked, { dateOrder: 'mdy' }))[0]).toContain('2021-03-04');
  expect(lines(await readOne(asked, { dateOrder: 'dmy' }))[0]).toContain('2021-04-03');
  expect(lines(await readOne(same))[0]).toContain('2021-04-04');
});

test('three people are a group', async () => {
  const text = '27.12.21, 18:51 - Ada: a\n27.12.21, 18:52 - Bob: b\n27.12.21, 18:53 - Carl: c';
  expect(await refusal(readOne(chat(text)))).toBe('group');
});

test('a chat of notices alone is empty', async () => {
  expect(await refusal(readOne(chat('27.12.21, 18:51 - Encrypted.')))).toBe('empty');
});

test('a text that is no chat is of an unknown format', async () => {
  expect(await refusal(readOne(folder({ 'notes.txt': 'Dear diary,\nnothing.' })))).toBe(
    'unknown-format',
  );
  expect(await refusal(readOne([]))).toBe('empty');
});

test('the title comes from the zip where the text is always called _chat', async () => {
  const files = folder({
    'WhatsApp Chat - Ada Lovelace/_chat.txt': '[27.12.21, 18:51:14] Bob: hi',
  });
  expect((await readOne(files)).title).toBe('Ada Lovelace');
});

test('the title is found in any language by who wrote', async () => {
  const text = '27.12.21, 18:51 - 张三: hi\n27.12.21, 18:52 - Bob: hi';
  expect((await readOne(folder({ '与张三的 WhatsApp 聊天.txt': text }))).title).toBe('张三');
});

test('of several texts the largest that is a chat is read', async () => {
  const files = folder({
    'x/WhatsApp Chat with A_B.txt': '27.12.21, 18:51 - A/B: hi\n27.12.21, 18:52 - Bob: hello',
    'x/notes.txt': 'long '.repeat(100),
    'x/short.txt': '27.12.21, 18:51 - A/B: hi',
  });
  const history = await readOne(files);
  expect(texts(history)).toEqual(['hi', 'hello']);
  expect(history.title).toBe('A/B');
});

test('chats of several folders are listed without groups, and read by their key', async () => {
  const group = ['Ada', 'Bob', 'Carl'].map((name) => `27.12.21, 18:51 - ${name}: x`).join('\n');
  const files = folder({
    'WhatsApp Chat - Ada/_chat.txt': '27.12.21, 18:51 - Ada: hi\n27.12.21, 18:52 - Me: hello',
    'WhatsApp Chat - Zoe/_chat.txt': '27.12.21, 18:51 - Zoe: hey',
    'WhatsApp Chat - Team/_chat.txt': group,
  });
  const result = await readHistory(files, { zone: 'UTC' });
  expect(
    result.kind === 'several' && result.chats.map(({ title, count }) => [title, count]),
  ).toEqual([
    ['Ada', 2],
    ['Zoe', 1],
  ]);
  const key = result.kind === 'several' ? result.chats[1]?.key : undefined;
  expect(texts(await readOne(files, {}, key))).toEqual(['hey']);
});
