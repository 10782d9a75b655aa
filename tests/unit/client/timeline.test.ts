import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Conversation } from '@/lib/client/store/state';
import {
  addMessages,
  addPage,
  EMPTY_CONVERSATION,
  trimMessages,
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
    seen: false,
    delivered: false,
    clientId: `client-${seq}`,
    createdAt: '2026-11-22T10:00:00Z',
    editedAt,
    deletedAt: null,
  };
}

const seq = fc.integer({ min: 1, max: 60 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('message' as const), seq, isEdited: fc.boolean() }),
  fc.record({ kind: fc.constant('page' as const), seq, count: fc.nat(12), isNewest: fc.boolean() }),
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
    lastSeq: event.seq + event.count - 1,
    seenSeq: 0,
    deliveredSeq: 0,
    mySeenSeq: 0,
    hasBefore: event.seq > 1,
    hasAfter: !event.isNewest,
  };
  return addPage(held, answer, event.isNewest ? 'newest' : 'cursor');
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
        expect(take(held, event).messages).toEqual(messages);
      }
    }),
  );
});
