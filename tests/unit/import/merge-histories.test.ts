import { expect, test } from 'vitest';
import { mergeHistories } from '@/lib/client/import/history';
import type { History, HistoryMessage } from '@/lib/client/import/history-types';
import { folder, PNG, refusal, texts } from './support/history';

const message = (
  at: number,
  text: string,
  fields: Partial<HistoryMessage> = {},
): HistoryMessage => ({
  at,
  sender: 'Ada',
  text,
  picture: null,
  editedAt: null,
  replyTo: null,
  reactions: {},
  ...fields,
});

const history = (messages: HistoryMessage[], fields: Partial<History> = {}): History => ({
  source: 'whatsapp',
  title: null,
  senders: ['Ada'],
  messages,
  leftOut: { system: 1, deleted: 0, damaged: 0 },
  ...fields,
});

test('histories are joined in the order of time, and what both have is kept once', () => {
  const older = history([message(1, 'a'), message(2, 'b'), message(3, 'c')]);
  const newer = history([message(2, 'b'), message(3, 'c'), message(4, 'd', { sender: 'Bob' })], {
    title: 'Bob',
  });
  const merged = mergeHistories([newer, older]);
  expect(texts(merged)).toEqual(['a', 'b', 'c', 'd']);
  expect(merged).toMatchObject({ title: 'Bob', senders: ['Ada', 'Bob'], leftOut: { system: 2 } });
});

test('what was said twice in one minute stays twice', () => {
  const twice = history([message(1, 'ok'), message(1, 'ok')]);
  const thrice = history([message(1, 'ok'), message(1, 'ok'), message(1, 'ok')]);
  expect(texts(mergeHistories([twice, thrice]))).toEqual(['ok', 'ok', 'ok']);
});

test('another sender or another picture makes another message', () => {
  const [one = null, other = null] = folder({ 'x/1.jpg': PNG, 'x/2.jpg': PNG });
  const merged = mergeHistories([
    history([message(1, '', { picture: one }), message(2, 'hi')]),
    history([message(1, '', { picture: other }), message(2, 'hi', { sender: 'Bob' })]),
  ]);
  expect(merged.messages.length).toBe(4);
});

test('answers lead to the same messages as before', () => {
  const merged = mergeHistories([
    history([message(3, 'c'), message(5, 'e', { replyTo: 0 })]),
    history([message(1, 'a'), message(3, 'c'), message(4, 'd', { replyTo: 0 })]),
  ]);
  expect(merged.messages.map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['a', null],
    ['c', null],
    ['d', 0],
    ['e', 1],
  ]);
});

test('histories of different people are no conversation of two', async () => {
  const of = (...names: string[]) => history(names.map((sender) => message(1, 'x', { sender })));
  const merge = async () => mergeHistories([of('Ada', 'Bob'), of('Ada', 'Carl')]);
  expect(await refusal(merge())).toBe('group');
});
