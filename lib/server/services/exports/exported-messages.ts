import type { Actor } from '@/lib/server/services/actor';
import { viewMessages } from '@/lib/server/services/messages/message-view';
import type { FileDto, MessageDto } from '@/lib/shared/dto';
import type { ConversationRecord } from '@/models/conversation';
import {
  FILE_INDEX,
  HAS_FILE,
  HAS_IMAGE,
  HAS_PREVIEW_IMAGE,
  IMAGE_INDEX,
  Message,
  type MessageRecord,
  PREVIEW_INDEX,
} from '@/models/message';

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

/** The addresses of the pictures of a range that the actor can see, those of previews behind the others. */
export async function* exportedPictures(
  actor: Actor,
  range: MessageRange,
  check: () => Promise<void>,
): AsyncGenerator<string> {
  yield* picturesOf(actor, range, { check, has: HAS_IMAGE, index: IMAGE_INDEX });
  yield* picturesOf(actor, range, { check, has: HAS_PREVIEW_IMAGE, index: PREVIEW_INDEX });
}

/** The files of a range that the actor can see. */
export async function* exportedFiles(
  actor: Actor,
  range: MessageRange,
  check: () => Promise<void>,
): AsyncGenerator<FileDto> {
  const has = HAS_FILE;
  for await (const { file } of messagesWith(actor, range, { check, has, index: FILE_INDEX })) {
    if (file) yield file;
  }
}

async function* picturesOf(
  actor: Actor,
  range: MessageRange,
  options: { check: () => Promise<void>; has: object; index: string },
): AsyncGenerator<string> {
  for await (const { image, preview } of messagesWith(actor, range, options)) {
    const shown = options.has === HAS_IMAGE ? image : preview?.image;
    if (shown) yield shown.url;
  }
}

type Uploads = Pick<MessageRecord, 'image' | 'file' | 'preview'>;

async function* messagesWith(
  actor: Actor,
  { conversationId, first, last }: MessageRange,
  { check, has, index }: { check: () => Promise<void>; has: object; index: string },
): AsyncGenerator<Uploads> {
  let next = first;
  while (next <= last) {
    await check();
    const found = await Message.find({
      conversationId,
      ...has,
      seq: { $gte: next, $lte: last },
      deletedAt: null,
      hiddenFor: { $ne: actor.userId },
    })
      .hint(index)
      .sort({ seq: 1 })
      .limit(BATCH_COUNT)
      .select('seq image file preview')
      .lean();
    yield* found;
    const lastFound = found.at(-1);
    if (!lastFound || found.length < BATCH_COUNT) return;
    next = lastFound.seq + 1;
  }
}
