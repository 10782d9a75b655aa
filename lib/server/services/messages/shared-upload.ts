import type { QueryFilter } from 'mongoose';
import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import { requireOwnCursors } from '@/lib/server/services/messages/own-cursors';
import type { FileDto, FilesAnswer, ImageDto, ImagesAnswer } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { IMAGE_COUNT_MAX } from '@/lib/shared/limits';
import { Conversation } from '@/models/conversation';
import { clearedSeqOf } from '@/models/member-settings';
import {
  FILE_INDEX,
  HAS_FILE,
  HAS_IMAGE,
  IMAGE_INDEX,
  Message,
  type MessageRecord,
  toSharedFileDto,
  toSharedImageDto,
} from '@/models/message';

export interface ListUploadsInput {
  userId: string;
  /** Only those whose message comes before this number. */
  before?: number | undefined;
  limit: number;
}

type WithImage = MessageRecord & { image: ImageDto };
type WithFile = MessageRecord & { file: FileDto };

/** Messages of the actor's conversation with a person that carry one kind, by the index of that kind alone. */
async function findShared<T extends MessageRecord>(
  actor: Actor,
  { userId, before, limit }: ListUploadsInput,
  { has, index, isCounted }: { has: QueryFilter<MessageRecord>; index: string; isCounted: boolean },
): Promise<{ records: T[]; total: number | null; nextBefore: number | null }> {
  // The id is made of both members', so it names no conversation but the actor's own.
  const conversationId = directConversationId(actor.userId, userId);
  const row = await Conversation.findById(conversationId).select('members').lean();
  const clearedSeq = clearedSeqOf(row, actor.userId);
  requireOwnCursors({ before }, clearedSeq);
  const all = {
    conversationId,
    ...has,
    seq: { $gt: clearedSeq },
    deletedAt: null,
    hiddenFor: { $ne: actor.userId },
  };
  const page = { $gt: clearedSeq, ...(before !== undefined && { $lt: before }) };
  const [found, total] = await Promise.all([
    Message.find({ ...all, seq: page })
      .hint(index)
      .sort({ seq: -1 })
      // One more than asked for tells whether there is a next page.
      .limit(limit + 1)
      .lean<T[]>(),
    isCounted && before === undefined
      ? Message.countDocuments(all).hint(index).limit(IMAGE_COUNT_MAX)
      : null,
  ]);
  if (found.length === 0) await requirePerson(actor, userId);
  const records = found.slice(0, limit);
  return {
    records,
    total,
    nextBefore: found.length > limit ? (records.at(-1)?.seq ?? null) : null,
  };
}

/**
 * A page of the pictures that went back and forth between the actor and a person, those of deleted
 * messages left out. Reads an index of pictures alone, so that its cost does not grow with the texts
 * between them. Marks nothing as seen. Throws `not_found` for nobody.
 */
export async function listImages(actor: Actor, input: ListUploadsInput): Promise<ImagesAnswer> {
  const kind = { has: HAS_IMAGE, index: IMAGE_INDEX, isCounted: true };
  const { records, total, nextBefore } = await findShared<WithImage>(actor, input, kind);
  return { images: records.map(toSharedImageDto), total, nextBefore };
}

/** The same of the files and voice notes, which are not counted. */
export async function listFiles(actor: Actor, input: ListUploadsInput): Promise<FilesAnswer> {
  const kind = { has: HAS_FILE, index: FILE_INDEX, isCounted: false };
  const { records, nextBefore } = await findShared<WithFile>(actor, input, kind);
  return { files: records.map(toSharedFileDto), nextBefore };
}
