import { type ChatState, type Watermarks, withEntry } from '@/lib/client/store/state';

const NONE: Watermarks = { seen: {}, delivered: {} };

/** Records how far a member has come. A lower number than the known one changes nothing. */
export function raiseWatermark(
  state: ChatState,
  mark: {
    kind: 'seen' | 'delivered';
    conversationId: string;
    userId: string;
    seq: number;
  },
): ChatState {
  const held = state.watermarks.get(mark.conversationId) ?? NONE;
  const delivered = raise(held.delivered, mark.userId, mark.seq);
  // What was seen was delivered.
  const seen = mark.kind === 'seen' ? raise(held.seen, mark.userId, mark.seq) : held.seen;
  if (seen === held.seen && delivered === held.delivered) return state;
  const watermarks = withEntry(state.watermarks, mark.conversationId, { seen, delivered });
  return { ...state, watermarks };
}

function raise(marks: Readonly<Record<string, number>>, userId: string, seq: number) {
  return seq > (marks[userId] ?? 0) ? { ...marks, [userId]: seq } : marks;
}

/** How far the other person and the signed-in one have come in their conversation. */
export function watermarksOf(state: ChatState, userId: string) {
  const conversationId = state.conversationIds.get(userId);
  const marks = (conversationId && state.watermarks.get(conversationId)) || NONE;
  return {
    seenSeq: marks.seen[userId] ?? 0,
    deliveredSeq: marks.delivered[userId] ?? 0,
    mySeenSeq: marks.seen[state.me._id] ?? 0,
    myDeliveredSeq: marks.delivered[state.me._id] ?? 0,
  };
}
