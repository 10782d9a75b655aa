import type { Actor } from '@/lib/server/services/actor';
import { viewMessages } from '@/lib/server/services/messages/message-view';
import type { MessageDto } from '@/lib/shared/dto';
import type { ConversationRecord } from '@/models/conversation';
import { HAS_IMAGE, IMAGE_INDEX, Message, type MessageRecord } from '@/models/message';

/** So many are in memory at once, each with up to 4,000 characters. */
const BATCH_COUNT = 200;

/** A part of a conversation: the numbers from `first` to `last`. */
export interface MessageRange {
  conversationId: string;
  row: ConversationRecord | null;
  first: number;
  last: number;
}

/**
 * The messages of a range as the API shows them to the actor, those they deleted for themselves left
 * out. `check` is asked before every read of the database, and ends it by throwing.
 */
export async function* exportedMessages(
  actor: Actor,
  { conversationId, row, first, last }: MessageRange,
  check: () => Promise<void>,
): AsyncGenerator<MessageDto> {
  for (let start = first; start <= last; start += BATCH_COUNT) {
    await check();
    const records: MessageRecord[] = await Message.find({
      conversationId,
      seq: { $gte: start, $lte: Math.min(start + BATCH_COUNT - 1, last) },
    })
      .sort({ seq: 1 })
      .select('-terms')
      .lean();
    const messages = await viewMessages(actor.userId, records, row);
    for (const message of messages) if (!message.hidden) yield message;
  }
}

/** The addresses of the pictures of a range that the actor can see, oldest first. */
export async function* exportedPictures(
  actor: Actor,
  { conversationId, first, last }: MessageRange,
  check: () => Promise<void>,
): AsyncGenerator<string> {
  let next = first;
  while (next <= last) {
    await check();
    const found = await Message.find({
      conversationId,
      ...HAS_IMAGE,
      seq: { $gte: next, $lte: last },
      deletedAt: null,
      hiddenFor: { $ne: actor.userId },
    })
      .hint(IMAGE_INDEX)
      .sort({ seq: 1 })
      .limit(BATCH_COUNT)
      .select('seq image.url')
      .lean();
    for (const { image } of found) if (image) yield image.url;
    const lastFound = found.at(-1);
    if (!lastFound || found.length < BATCH_COUNT) return;
    next = lastFound.seq + 1;
  }
}
