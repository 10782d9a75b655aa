import { type ChatState, lastSeqOf, withEntry } from '@/lib/client/store/state';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type { MessageDto } from '@/lib/shared/dto';

/** How many messages of that person the signed-in one has not seen. */
export function unseenOf(state: ChatState, userId: string): number {
  // Notes to oneself count as seen.
  if (userId === state.me._id || state.people.get(userId)?.settings?.request) return 0;
  const { mySeenSeq } = watermarksOf(state, userId);
  const lastSeq = lastSeqOf(state, userId);
  if (mySeenSeq >= lastSeq) return 0;
  const held = heldSince(state, userId, mySeenSeq);
  if (held) return held.filter((message) => message.senderId === userId).length;
  const counted = state.unseen.get(userId);
  if (!counted) return lastSeq - mySeenSeq;
  const later = counted.later.filter((seq) => seq > mySeenSeq).length;
  const isFurther = mySeenSeq > counted.seenSeq;
  // A part was seen on another device: an upper bound until the server counts again.
  const earlier = isFurther
    ? Math.max(0, Math.min(counted.count, counted.upTo - mySeenSeq))
    : counted.count;
  return earlier + later;
}

/**
 * Whether `unseenOf` can only guess: a part of what the server counted was seen elsewhere, and which
 * of the rest are one's own is known to the server alone.
 */
export function isUnseenGuessed(state: ChatState, userId: string): boolean {
  const { mySeenSeq } = watermarksOf(state, userId);
  const counted = state.unseen.get(userId);
  if (!counted || counted.count === 0) return false;
  const isInPart = mySeenSeq > counted.seenSeq && mySeenSeq < counted.upTo;
  return isInPart && heldSince(state, userId, mySeenSeq) === null;
}

/** The held messages after `seq`, if they are all there are. */
function heldSince(state: ChatState, userId: string, seq: number): readonly MessageDto[] | null {
  const held = state.conversations.get(userId);
  if (!held?.range || held.range.from > seq + 1) return null;
  if (held.range.to < lastSeqOf(state, userId)) return null;
  // The numbers have no gap, so the place of the first one needs no search through the history.
  return held.messages.slice(seq + 1 - held.range.from);
}

/**
 * Stores how many are unseen before a conversation's messages are dropped: they may be newer than
 * the server's last count.
 */
export function keepUnseenCount(state: ChatState, userId: string): ChatState {
  const { mySeenSeq } = watermarksOf(state, userId);
  if (!heldSince(state, userId, mySeenSeq)) return state;
  const unseen = withEntry(state.unseen, userId, {
    upTo: lastSeqOf(state, userId),
    seenSeq: mySeenSeq,
    count: unseenOf(state, userId),
    later: [],
  });
  return { ...state, unseen };
}
