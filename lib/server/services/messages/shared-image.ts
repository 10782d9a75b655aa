import { failFor } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import type { ImageDto, ImagesAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { IMAGE_COUNT_MAX } from '@/lib/shared/limits';
import {
  HAS_IMAGE,
  IMAGE_INDEX,
  Message,
  type MessageRecord,
  toSharedImageDto,
} from '@/models/message';
import { User } from '@/models/user';

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
  const all = { conversationId, ...HAS_IMAGE, deletedAt: null };
  const [records, total] = await Promise.all([
    Message.find({ ...all, ...(before !== undefined && { seq: { $lt: before } }) })
      .hint(IMAGE_INDEX)
      .sort({ seq: -1 })
      // One more than asked for tells whether there is a next page.
      .limit(limit + 1)
      .lean<WithImage[]>(),
    before === undefined
      ? Message.countDocuments(all).hint(IMAGE_INDEX).limit(IMAGE_COUNT_MAX)
      : null,
  ]);
  if (records.length === 0 && !(await User.exists({ _id: userId }))) {
    throw failFor('not_found', 'no_person');
  }
  const images = records.slice(0, limit).map(toSharedImageDto);
  const hasMore = records.length > limit;
  return { images, total, nextBefore: hasMore ? (images.at(-1)?.seq ?? null) : null };
}
