import type { OutgoingPreview } from '@/lib/client/selectors/conversation-item';
import { type ChatState, lastSeqOf, type PendingItem } from '@/lib/client/store/state';
import { unseenOf } from '@/lib/client/store/unseen';
import { watermarksOf } from '@/lib/client/store/watermarks';
import { type AlbumPart, captionOf } from '@/lib/shared/album';
import type { PersonDto } from '@/lib/shared/dto';

/** A person as the list shows them: what the server says, plus what only this client knows. */
export interface PersonRow extends PersonDto {
  typing: boolean;
  unseen: number;
  /** One's own newest that the server does not have yet, if it is newer than the last message. */
  outgoing: OutgoingPreview | null;
}

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
    outgoing: outgoingTo(state, person),
  };
}

function outgoingTo(state: ChatState, person: PersonDto): OutgoingPreview | null {
  const pending = state.pending.get(person._id) ?? [];
  const index = pending.findLastIndex(({ storedSeq }) => storedSeq === null);
  const item = pending[index];
  if (!item) return null;
  const since = person.lastMessage?.createdAt ?? '';
  // A failed message older than the last one is shown in the conversation only.
  if (item.failure && item.createdAt < since) return null;
  const toPart = ({ text, image, createdAt }: PendingItem): AlbumPart => ({
    senderId: state.me._id,
    text,
    hasImage: image !== null,
    createdAt,
  });
  const above = pending.slice(0, index).reverse().map(toPart);
  const caption = captionOf(
    toPart(item),
    person.lastMessage ? [...above, person.lastMessage] : above,
  );
  return {
    text: [...caption.slice(0, PREVIEW_MAX_CHARACTERS * 2)]
      .slice(0, PREVIEW_MAX_CHARACTERS)
      .join(''),
    hasImage: item.image !== null,
    createdAt: item.createdAt,
    status: item.failure ? 'failed' : 'sending',
  };
}
