import { expect, test } from 'vitest';
import { buildDays } from '@/components/conversation/timeline/build-rows';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

const zone = { locale: 'en-GB', timeZone: 'Europe/London' };
const today = '2026-12-31';

function itemAt(seq: number, createdAt: string, overrides: Partial<ConversationItem> = {}) {
  const item: ConversationItem = {
    key: `key-${seq}`,
    clientId: `key-${seq}`,
    message: null,
    senderId: 'ada',
    text: `Message ${seq}`,
    image: null,
    file: null,
    replyTo: null,
    forwarded: false,
    preview: null,
    reactions: [],
    edited: false,
    deleted: false,
    hidden: false,
    change: null,
    createdAt,
    seq,
    status: 'sent',
    failure: null,
    progress: null,
    ...overrides,
  };
  return item;
}

const build = (items: ConversationItem[], firstUnseenSeq: number | null = null) =>
  buildDays({ items, zone, today, firstUnseenSeq });
const shape = (items: ConversationItem[], firstUnseenSeq: number | null = null) =>
  build(items, firstUnseenSeq)
    .flatMap((day) => day.rows)
    .map(({ isFirst, isLast }) => `${isFirst ? '[' : ''}x${isLast ? ']' : ''}`)
    .join('');

test('what one person writes within five minutes is one group', () => {
  expect(
    shape([
      itemAt(1, '2026-11-22T10:00:00Z'),
      itemAt(2, '2026-11-22T10:04:00Z'),
      itemAt(3, '2026-11-22T10:08:00Z'),
      itemAt(4, '2026-11-22T10:14:00Z'),
    ]),
  ).toBe('[xxx][x]');
});

test('another sender, a new day, a failure and the divider each begin a group', () => {
  const at = '2026-11-22T10:00:00Z';
  expect(shape([itemAt(1, at), itemAt(2, at, { senderId: 'bob' })])).toBe('[x][x]');
  expect(shape([itemAt(1, '2026-11-21T23:59:00Z'), itemAt(2, '2026-11-22T00:01:00Z')])).toBe(
    '[x][x]',
  );
  expect(shape([itemAt(1, at, { status: 'failed' }), itemAt(2, at)])).toBe('[x][x]');
  expect(shape([itemAt(1, at), itemAt(2, at), itemAt(3, at)], 2)).toBe('[x][xx]');
});

test('older messages of the same day join it under the same key', () => {
  const evening = itemAt(2, '2026-11-22T20:00:00Z');
  const morning = itemAt(1, '2026-11-22T08:00:00Z');
  expect(build([morning, evening])[0]?.key).toBe(build([evening])[0]?.key);
});

test('a stretch that begins inside a day and a group looks as it does within the whole', () => {
  const [above, first] = [itemAt(1, '2026-11-22T10:00:00Z'), itemAt(2, '2026-11-22T10:01:00Z')];
  const days = buildDays({ items: [first], before: above, zone, today, firstUnseenSeq: null });
  expect(days[0]).toMatchObject({ isContinued: true, rows: [{ isFirst: false, isLast: true }] });
  const yesterday = itemAt(1, '2026-11-21T10:00:00Z');
  const anew = buildDays({ items: [first], before: yesterday, zone, today, firstUnseenSeq: null });
  expect(anew[0]).toMatchObject({ isContinued: false, rows: [{ isFirst: true, isLast: true }] });
});

test('days only go on, in the order of the numbers, whatever the clock did', () => {
  const keysOf = (items: ConversationItem[], day = today) =>
    buildDays({ items, zone, today: day, firstUnseenSeq: null }).map(({ key }) => key);
  const ahead = [
    itemAt(1, '2026-11-22T10:00:00Z'),
    itemAt(2, '2026-11-24T10:00:00Z'),
    itemAt(3, '2026-11-22T11:00:00Z'),
  ];
  expect(keysOf(ahead)).toEqual(['2026-11-22', '2026-11-24']);
  // What is of tomorrow by the server's clock is of today.
  expect(keysOf(ahead, '2026-11-22')).toEqual(['2026-11-22']);
  const late = [
    itemAt(1, '2026-11-22T10:00:00Z'),
    itemAt(2, '2026-11-21T10:00:00Z', { seq: null }),
  ];
  expect(keysOf(late)).toEqual(['2026-11-22']);
});

const picture = { url: '/api/uploads/a.webp', width: 4, height: 3, placeholder: '' };
const albums = (items: ConversationItem[], firstUnseenSeq: number | null = null) =>
  build(items, firstUnseenSeq)
    .flatMap((day) => day.rows)
    .map(({ item, album }) => album?.map(({ seq }) => seq) ?? item.seq);

test('pictures of one person that follow one another closely are one album, its caption with the first', () => {
  const photo = (seq: number, over: Partial<ConversationItem> = {}) =>
    itemAt(seq, `2026-11-22T10:00:${String(seq).padStart(2, '0')}Z`, {
      image: picture,
      text: '',
      ...over,
    });
  expect(albums([photo(1), photo(2), photo(3)])).toEqual([[1, 2, 3]]);
  expect(albums([photo(1, { text: 'The view' }), photo(2)])).toEqual([[1, 2]]);
  expect(albums([photo(1), photo(2, { text: 'And this' }), photo(3)])).toEqual([1, [2, 3]]);
  expect(albums([photo(1), photo(2, { senderId: 'bob' })])).toEqual([1, 2]);
  expect(albums([photo(1), photo(2, { createdAt: '2026-11-22T10:03:00Z' })])).toEqual([1, 2]);
  expect(albums([photo(1), itemAt(2, '2026-11-22T10:00:02Z'), photo(3)])).toEqual([1, 2, 3]);
  const pending = { seq: null, status: 'sending' } as const;
  expect(albums([photo(1), photo(2, pending), photo(3, { ...pending, status: 'failed' })])).toEqual(
    [[1, null, null]],
  );
  const [row] = build([photo(1), photo(2), photo(3)], 2)[0]?.rows ?? [];
  expect(row).toMatchObject({ isFirstUnseen: true, isFirst: true, isLast: true });
});

test('a run of very many pictures is cut at the same places wherever one begins to look', () => {
  const run = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) =>
      itemAt(from + at, new Date(Date.UTC(2026, 10, 22) + (from + at) * 1000).toISOString(), {
        image: picture,
        text: '',
      }),
    );
  const starts = (items: ConversationItem[]) =>
    build(items)
      .flatMap((day) => day.rows)
      .map(({ item }) => item.seq);
  expect(starts(run(15, 100))).toEqual([15, 41, 61, 81]);
  expect(starts(run(41, 100))).toEqual([41, 61, 81]);
});
