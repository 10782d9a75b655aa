import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Conversation } from '@/lib/client/store/state';
import {
  addMessages,
  addPage,
  clearMessages,
  EMPTY_CONVERSATION,
  trimMessages,
  withoutCleared,
} from '@/lib/client/store/timeline';
import type { MessageDto } from '@/lib/shared/dto';

const picture = { url: '/a.webp', width: 3, height: 2, placeholder: '' };

/** Every fourth one carries a picture. */
function messageOf(seq: number, editedAt: string | null = null): MessageDto {
  return {
    _id: `id-${seq}`,
    conversationId: 'dm:ann:bob',
    seq,
    senderId: seq % 2 ? 'ann' : 'bob',
    receiverId: seq % 2 ? 'bob' : 'ann',
    text: `Message ${seq} ${editedAt ?? ''}`,
    image: seq % 4 === 0 ? picture : null,
    rev: editedAt ? 1 : 0,
    file: null,
    replyTo: null,
    forwarded: false,
    preview: null,
    reactions: [],
    hidden: false,
    seen: false,
    delivered: false,
    clientId: `client-${seq}`,
    createdAt: '2026-11-22T10:00:00Z',
    editedAt,
    deletedAt: null,
  };
}

/** More than any page below comes to. */
const LAST_SEQ = 80;
const seq = fc.integer({ min: 1, max: 60 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('message' as const), seq, isEdited: fc.boolean() }),
  fc.record({
    kind: fc.constant('page' as const),
    seq,
    count: fc.nat(12),
    page: fc.constantFrom('newest' as const, 'cursor' as const, 'jump' as const),
  }),
  fc.record({ kind: fc.constant('trim' as const), keep: fc.integer({ min: 1, max: 12 }) }),
);

function take(held: Conversation, event: typeof step extends fc.Arbitrary<infer T> ? T : never) {
  if (event.kind === 'trim') return trimMessages(held, event.keep);
  if (event.kind === 'message') {
    return addMessages(held, [messageOf(event.seq, event.isEdited ? '2026-11-23' : null)]);
  }
  const messages = Array.from({ length: event.count }, (_, index) => messageOf(event.seq + index));
  const answer = {
    conversationId: 'dm:ann:bob',
    messages,
    lastSeq: event.page === 'newest' ? event.seq + event.count - 1 : LAST_SEQ,
    lastRev: 0,
    seenSeq: 0,
    deliveredSeq: 0,
    mySeenSeq: 0,
    hasBefore: event.seq > 1,
    hasAfter: event.page !== 'newest',
  };
  return addPage(held, answer, event.page);
}

test('whatever comes in whatever order, what is shown has no gap, and its photos are known', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (events) => {
      let held = EMPTY_CONVERSATION;
      for (const event of events) {
        held = take(held, event);
        const { range, messages } = held;
        const numbers = messages.map((message) => message.seq);
        const count = range ? range.to - range.from + 1 : 0;
        const from = range?.from ?? 1;
        expect(numbers).toEqual(Array.from({ length: count }, (_, index) => from + index));
        expect(held.photos).toEqual(messages.filter((message) => message.image));
        // Detached from something newer, and never from nothing.
        if (held.isDetached) expect(range?.to).toBeLessThan(held.lastSeq);
        expect(take(held, event).messages).toEqual(messages);
      }
    }),
  );
});

const LAST = 500;

/** A page of a conversation of 500, all of whose changes up to `lastRev` it shows. */
function pageOf(from: number, to: number, lastRev = 0) {
  return {
    conversationId: 'dm:ann:bob',
    messages: Array.from({ length: to - from + 1 }, (_, index) => messageOf(from + index)),
    lastSeq: LAST,
    lastRev,
    seenSeq: 0,
    deliveredSeq: 0,
    mySeenSeq: 0,
    hasBefore: from > 1,
    hasAfter: to < LAST,
  };
}

const newest = addPage(EMPTY_CONVERSATION, pageOf(451, 500, 7), 'newest');
const away = addPage(newest, pageOf(101, 150, 9), 'jump');

test('a page far from the held messages replaces them when jumped to, with its own changes', () => {
  expect(away).toMatchObject({ range: { from: 101, to: 150 }, isDetached: true, rev: 9 });
  expect(away.buffered).toEqual([]);
});

test('a page jumped to that touches the held messages joins them', () => {
  const joined = addPage(newest, pageOf(401, 450, 9), 'jump');
  expect(joined).toMatchObject({ range: { from: 401, to: 500 }, isDetached: false, rev: 7 });
});

test('away from the newest, what comes in waits, and joins once the pages reach it', () => {
  let held = addMessages(away, [messageOf(501)]);
  expect(held).toMatchObject({ range: { from: 101, to: 150 }, lastSeq: 501, isDetached: true });
  for (let from = 151; from < LAST; from += 50) {
    held = addPage(held, pageOf(from, from + 49), 'cursor');
  }
  expect(held).toMatchObject({ range: { from: 101, to: 501 }, isDetached: false, buffered: [] });
});

test('away from the newest, pages asked for before change nothing that is shown', () => {
  for (const kind of ['newest', 'cursor'] as const) {
    expect(addPage(away, pageOf(451, 500), kind).range).toEqual(away.range);
    expect(addPage(away, pageOf(351, 450), kind).buffered).toEqual([]);
  }
});

test('going to the newest is a jump as well, and what came in meanwhile stands at its end', () => {
  const held = addPage(addMessages(away, [messageOf(501)]), pageOf(451, 500, 11), 'jump');
  expect(held).toMatchObject({ range: { from: 451, to: 501 }, isDetached: false, rev: 11 });
});

test('what is cleared goes, and there is nothing before what is left', () => {
  const held = addMessages(newest, [messageOf(501)]);
  const cleared = clearMessages(held, 490);
  expect(cleared).toMatchObject({ range: { from: 491, to: 501 }, startSeq: 491 });
  expect(cleared.photos.map((photo) => photo.seq)).toEqual([492, 496, 500]);
  expect(clearMessages(cleared, 490)).toBe(cleared);
  expect(clearMessages(cleared, 480)).toBe(cleared);
  // A page that was asked for before, and a change of what was cleared, bring nothing back.
  const late = withoutCleared(pageOf(441, 490), 490);
  expect(late).toMatchObject({ messages: [], hasBefore: false });
  expect(addPage(cleared, late, 'cursor').messages).toEqual(cleared.messages);
  expect(addMessages(cleared, [messageOf(470, '2026-11-23')]).messages).toEqual(cleared.messages);
});

test('all of it cleared, the next message stands alone, also for who was far away', () => {
  for (const held of [newest, away, EMPTY_CONVERSATION]) {
    const cleared = clearMessages(held, 500);
    expect(cleared).toMatchObject({ messages: [], isDetached: false, startSeq: 501 });
    const empty = { ...pageOf(1, 0), hasBefore: false, hasAfter: false };
    const opened = addPage(cleared, empty, 'newest');
    expect(opened.startSeq).toBe(501);
    expect(addMessages(opened, [messageOf(501)]).messages.map((each) => each.seq)).toEqual([501]);
  }
});
