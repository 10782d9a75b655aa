import { AppError, isDuplicateKey } from '@/lib/server/errors';
import { findNewestRev } from '@/lib/server/services/messages/conversation';
import { messageNotFound } from '@/lib/server/services/messages/readable-message';
import { searchTermsOf } from '@/lib/server/services/words/search-terms';
import { Message, type MessageRecord } from '@/models/message';

/** Other processes may win this many numbers in a row before a write gives up. */
export const ATTEMPT_MAX_COUNT = 100;
/** More than other processes can change one message in while this one is between reading and writing. */
const KEPT_REVS = 64;

/** What a change sets and takes out of a message. */
export interface MessageChange {
  set?: Partial<
    Pick<
      MessageRecord,
      | 'text'
      | 'image'
      | 'editedAt'
      | 'deletedAt'
      | 'reactions'
      | 'hiddenFor'
      | 'preview'
      | 'withoutPreview'
    >
  >;
  unset?: ('file' | 'replyToId' | 'forwarded' | 'preview' | 'withoutPreview')[];
}

/** What to change in a message as it is now; null for nothing. */
export type DecideChange = (current: MessageRecord) => MessageChange | null;

/** A change of a message that is stored, or null for none, and the number to go on from. */
interface StoredChange {
  message: MessageRecord;
  isChanged: boolean;
  lastRev: number | null;
}

/**
 * Changes a message under the next number of its conversation, `lastRev` being the last one known. The
 * conditional update is the commit: only of the form that was looked at, under the next number. Throws
 * `not_found`, `unavailable`, and what `decide` throws.
 */
export async function storeChange(
  { conversationId, messageId }: { conversationId: string; messageId: string },
  decide: DecideChange,
  known: number | null,
): Promise<StoredChange> {
  let lastRev = known;
  for (let attempt = 0; attempt < ATTEMPT_MAX_COUNT; attempt++) {
    const current = await Message.findById(messageId).lean();
    if (!current) throw messageNotFound();
    const change = decide(current);
    if (!change) return { message: current, isChanged: false, lastRev };
    lastRev ??= await findNewestRev(conversationId);
    // The index does not keep one message from having a number twice, so this looks for itself.
    const rev = Math.max(lastRev, current.rev ?? 0) + 1;
    const message = await update(current, change, rev);
    if (message) return { message, isChanged: true, lastRev: rev };
    // Somebody else was first, with that number or with this message: look again.
    lastRev = null;
  }
  throw new AppError('unavailable');
}

async function update(
  current: MessageRecord,
  { set, unset = [] }: MessageChange,
  rev: number,
): Promise<MessageRecord | null> {
  const { _id, rev: seenRev } = current;
  // In the same update: what is no longer in a message is not in its terms either.
  const isTextChanged = set?.text !== undefined;
  const terms = isTextChanged ? searchTermsOf({ ...current, ...set }) : {};
  const gone = isTextChanged ? [...unset, 'termsDueFor'] : unset;
  try {
    return await Message.findOneAndUpdate(
      { _id, rev: seenRev ?? null },
      {
        $set: { ...set, ...terms, rev, changedAt: new Date() },
        $push: { revs: { $each: [rev], $slice: -KEPT_REVS } },
        ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map((key) => [key, 1])) }),
      },
      { returnDocument: 'after' },
    ).lean();
  } catch (error) {
    if (isDuplicateKey(error, 'revs')) return null;
    throw error;
  }
}
