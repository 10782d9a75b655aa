import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import { requireOwnCursors } from '@/lib/server/services/messages/own-cursors';
import type { ImageDto, ImagesAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { IMAGE_COUNT_MAX } from '@/lib/shared/limits';
import { Conversation } from '@/models/conversation';
import { clearedSeqOf } from '@/models/member-settings';
import {
  HAS_IMAGE,
  IMAGE_INDEX,
  Message,
  type MessageRecord,
  toSharedImageDto,
} from '@/models/message';

export interface ListImagesInput {
  userId: string;
  /** Only those whose message comes before this number. */
  before?: number | undefined;
  limit: number;
}

type WithImage = MessageRecord & { image: ImageDto };

/**
 * A page of the pictures that went back and forth between the actor and a person, those of deleted
 * messages left out. Reads an index of pictures alone, so that its cost does not grow with the texts
 * between them. Marks nothing as seen. Throws `not_found` for nobody.
 */
export async function listImages(actor: Actor, input: ListImagesInput): Promise<ImagesAnswer> {
  const { userId, before, limit } = input;
  // The id is made of both members', so it names no conversation but the actor's own.
  const conversationId = directConversationId(actor.userId, userId);
  const row = await Conversation.findById(conversationId).select('members').lean();
  const clearedSeq = clearedSeqOf(row, actor.userId);
  requireOwnCursors({ before }, clearedSeq);
  const all = {
    conversationId,
    ...HAS_IMAGE,
    seq: { $gt: clearedSeq },
    deletedAt: null,
    hiddenFor: { $ne: actor.userId },
  };
  const page = { $gt: clearedSeq, ...(before !== undefined && { $lt: before }) };
  const [records, total] = await Promise.all([
    Message.find({ ...all, seq: page })
      .hint(IMAGE_INDEX)
      .sort({ seq: -1 })
      // One more than asked for tells whether there is a next page.
      .limit(limit + 1)
      .lean<WithImage[]>(),
    before === undefined
      ? Message.countDocuments(all).hint(IMAGE_INDEX).limit(IMAGE_COUNT_MAX)
      : null,
  ]);
  if (records.length === 0) await requirePerson(actor, userId);
  const images = records.slice(0, limit).map(toSharedImageDto);
  const hasMore = records.length > limit;
  return { images, total, nextBefore: hasMore ? (images.at(-1)?.seq ?? null) : null };
}
