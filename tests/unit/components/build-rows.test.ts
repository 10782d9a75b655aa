import { expect, test } from 'vitest';
import { buildDays } from '@/components/conversation/timeline/build-rows';
import type { ConversationItem } from '@/lib/client/types';

const zone = { locale: 'en-GB', timeZone: 'Europe/London' };

function itemAt(seq: number, createdAt: string, overrides: Partial<ConversationItem> = {}) {
  const item: ConversationItem = {
    key: `key-${seq}`,
    clientId: `key-${seq}`,
    message: null,
    senderId: 'ada',
    text: `Message ${seq}`,
    image: null,
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
  buildDays({ items, zone, firstUnseenSeq });
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
  const days = buildDays({ items: [first], before: above, zone, firstUnseenSeq: null });
  expect(days[0]).toMatchObject({ isContinued: true, rows: [{ isFirst: false, isLast: true }] });
  const yesterday = itemAt(1, '2026-11-21T10:00:00Z');
  const anew = buildDays({ items: [first], before: yesterday, zone, firstUnseenSeq: null });
  expect(anew[0]).toMatchObject({ isContinued: false, rows: [{ isFirst: true, isLast: true }] });
});

test('a day that comes twice, because clocks differ, has two keys', () => {
  const keys = build([
    itemAt(1, '2026-11-22T10:00:00Z'),
    itemAt(2, '2026-11-23T10:00:00Z'),
    itemAt(3, '2026-11-22T11:00:00Z'),
  ]).map((day) => day.key);
  expect(keys).toEqual(['2026-11-22', '2026-11-23', '2026-11-22-1']);
});
