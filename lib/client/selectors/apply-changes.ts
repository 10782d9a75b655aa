import type { ConversationItem, ItemChange } from '@/lib/client/selectors/conversation-item';
import type { PendingChange } from '@/lib/client/store/state';
import type { ReplyDto } from '@/lib/shared/dto';
import { firstLink } from '@/lib/shared/formatting/first-link';
import { snippetOf } from '@/lib/shared/text';

const EMPTY = {
  text: '',
  image: null,
  file: null,
  replyTo: null,
  forwarded: false,
  preview: null,
  reactions: [],
} satisfies Partial<ConversationItem>;

/** A row as it will be once the server has what its reader did with it. */
export function applyChanges(
  item: ConversationItem,
  changes: readonly PendingChange[],
  myId: string,
): ConversationItem {
  return changes.reduce((row, change) => applyChange(row, change, myId), item);
}

function applyChange(row: ConversationItem, change: PendingChange, myId: string): ConversationItem {
  const { kind, failure } = change;
  if (failure) {
    const text = kind === 'edit' ? { text: change.text } : {};
    return { ...row, change: { kind, state: 'refused', failure, ...text } };
  }
  // Somebody was faster: nothing is left to be changed.
  if (row.deleted && kind !== 'remove') return row;
  const waiting: ItemChange = row.change ?? { kind, state: 'waiting' };
  const next = { ...row, change: waiting };
  if (kind === 'edit') {
    const { text } = change;
    const preview = row.preview?.url === firstLink(text) ? row.preview : null;
    return { ...next, text, preview, edited: row.message !== null };
  }
  if (kind === 'removePreview') return { ...next, preview: null };
  if (kind === 'react') return { ...next, reactions: withReaction(row, myId, change.emoji) };
  // One that is still unsent is never heard of.
  if (change.scope === 'me' || !row.message) return { ...next, ...EMPTY, hidden: true };
  return { ...next, ...EMPTY, edited: false, deleted: true };
}

/** In its place if there is one already, as the server has it. */
function withReaction(row: ConversationItem, userId: string, emoji: string | null) {
  const others = row.reactions.filter((reaction) => reaction.userId !== userId);
  return emoji === null ? others : [...others, { userId, emoji }];
}

/** A quote, with what its reader does with the quoted message. */
export function applyToQuote(quote: ReplyDto, changes: readonly PendingChange[]): ReplyDto {
  let next = quote;
  for (const change of changes) {
    if (change.failure || next.deletedAt) continue;
    if (change.kind === 'edit') next = { ...next, text: snippetOf(change.text) };
    else if (change.kind === 'remove')
      next = { ...next, text: '', hasImage: false, file: undefined, deletedAt: change.createdAt };
  }
  return next;
}

/** Those of the changes that concern one message, stored or still unsent. */
export function changesOf(
  changes: readonly PendingChange[],
  { _id, clientId }: { _id: string | null; clientId: string },
): readonly PendingChange[] {
  if (changes.length === 0) return changes;
  return changes.filter(({ messageId, target }) =>
    _id === null || messageId === null ? target === clientId : messageId === _id,
  );
}
