import { type ChatState, lastSeqOf } from '@/lib/client/store/state';
import { unseenOf } from '@/lib/client/store/unseen';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type { OutgoingPreview, PersonRow } from '@/lib/client/types';

const PREVIEW_MAX_CHARACTERS = 120;

/** A person with what this client knows on top of the server's row. */
export function personRowOf(state: ChatState, userId: string): PersonRow | null {
  const person = state.people.get(userId);
  if (!person) return null;
  const { seenSeq, deliveredSeq, mySeenSeq } = watermarksOf(state, userId);
  return {
    ...person,
    lastSeq: lastSeqOf(state, userId),
    seenSeq,
    deliveredSeq,
    mySeenSeq,
    typing: state.typing.has(userId),
    unseen: unseenOf(state, userId),
    outgoing: outgoingTo(state, userId, person.lastMessage?.createdAt ?? ''),
  };
}

function outgoingTo(state: ChatState, userId: string, since: string): OutgoingPreview | null {
  const item = state.pending.get(userId)?.findLast(({ storedSeq }) => storedSeq === null);
  if (!item) return null;
  // What failed and was overtaken by later messages is said in the conversation.
  if (item.failure && item.createdAt < since) return null;
  return {
    text: [...item.text.slice(0, PREVIEW_MAX_CHARACTERS * 2)]
      .slice(0, PREVIEW_MAX_CHARACTERS)
      .join(''),
    hasImage: item.image !== null,
    createdAt: item.createdAt,
    status: item.failure ? 'failed' : 'sending',
  };
}
