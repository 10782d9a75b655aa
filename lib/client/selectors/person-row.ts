import type { OutgoingPreview } from '@/lib/client/selectors/conversation-item';
import { settingsIn } from '@/lib/client/store/people-reducer';
import { type ChatState, lastSeqOf, type PendingItem } from '@/lib/client/store/state';
import { unseenOf } from '@/lib/client/store/unseen';
import { watermarksOf } from '@/lib/client/store/watermarks';
import { type AlbumPart, captionOf } from '@/lib/shared/album';
import { isMutedAt } from '@/lib/shared/conversation/settings';
import type { LastMessageDto, PersonDto } from '@/lib/shared/dto';
import { toFileBrief } from '@/lib/shared/files/file-brief';
import { snippetOf } from '@/lib/shared/text';

/** A person as the list shows them: what the server says, plus what only this client knows. */
export interface PersonRow extends PersonDto {
  typing: boolean;
  unseen: number;
  /** When the row was made. */
  muted: boolean;
  /** One's own newest that the server does not have yet, if it is newer than the last message. */
  outgoing: OutgoingPreview | null;
}

/** A person with what this client knows on top of the server's row. */
export function personRowOf(state: ChatState, userId: string): PersonRow | null {
  const person = state.people.get(userId);
  if (!person) return null;
  const { seenSeq, deliveredSeq, mySeenSeq } = watermarksOf(state, userId);
  const settings = settingsIn(state, userId);
  return {
    ...person,
    settings,
    lastMessage: person.lastMessage && withChanges(state, person._id, person.lastMessage),
    lastSeq: lastSeqOf(state, userId),
    seenSeq,
    deliveredSeq,
    mySeenSeq,
    typing: state.typing.has(userId),
    unseen: unseenOf(state, userId),
    muted: isMutedAt(settings, Date.now()),
    outgoing: outgoingTo(state, person),
  };
}

/** How much of a row counts in the title and on the icon: one marked as unread as one message. */
export function alertsOf({ muted, unseen, settings }: PersonRow): number {
  if (muted || settings.request) return 0;
  return unseen || Number(settings.unread);
}

/** The last message with what its reader does with it. */
function withChanges(state: ChatState, userId: string, last: LastMessageDto): LastMessageDto {
  let message = last;
  for (const change of state.changes.get(userId) ?? []) {
    if (change.messageId !== last._id || change.failure || message.deletedAt) continue;
    if (change.kind === 'edit') message = { ...message, text: snippetOf(change.text) };
    if (change.kind !== 'remove') continue;
    // As the server marks what its reader deleted for themselves.
    const deletedAt = change.scope === 'me' ? message.createdAt : change.createdAt;
    message = { ...message, text: '', hasImage: false, file: undefined, deletedAt };
  }
  return message;
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
    text: snippetOf(caption),
    hasImage: item.image !== null,
    ...(item.file && { file: toFileBrief(item.file) }),
    createdAt: item.createdAt,
    status: item.failure ? 'failed' : 'sending',
  };
}
