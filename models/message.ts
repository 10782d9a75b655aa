import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { AlbumPart } from '@/lib/shared/album';
import type {
  FileBriefDto,
  FileDto,
  ImageDto,
  LastMessageDto,
  MessageDto,
  PreviewDto,
  ReplyDto,
  SharedFileDto,
  SharedImageDto,
} from '@/lib/shared/dto';
import { toFileBrief } from '@/lib/shared/files/file-brief';
import type { ImportSource } from '@/lib/shared/import/import-source';
import { snippetOf } from '@/lib/shared/text';

/** One person's reaction; nobody has two on one message. */
interface ReactionRecord {
  userId: Types.ObjectId;
  emoji: string;
}

export interface MessageRecord {
  _id: Types.ObjectId;
  conversationId: string;
  /** 1, 2, 3 … within the conversation, without a gap; …, -1, 0 of those brought in from elsewhere. */
  seq: number;
  senderId: Types.ObjectId;
  receiverId: Types.ObjectId;
  text: string;
  image: ImageDto | null;
  /** Absent in one without. */
  file?: FileDto;
  /** The sender's UUID for this send. */
  clientId: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  /** The message it answers, in the same conversation; resolved when read, never copied. */
  replyToId?: Types.ObjectId | null;
  forwarded?: boolean;
  /** Where it was written, if not here; its number is 0 or less then. */
  importedFrom?: ImportSource;
  /** Of its latest change; absent while there was none, as are the next two. */
  rev?: number;
  /**
   * The numbers of its latest changes. A number that a later change of the same message freed could
   * else be taken once more by a process that has not seen that change.
   */
  revs?: number[];
  changedAt?: Date;
  reactions?: ReactionRecord[];
  /** Who deleted it for themselves. */
  hiddenFor?: Types.ObjectId[];
  /** Its receiver did not know its sender, had not answered yet, and wants to be asked first. */
  isRequest?: true;
  /** Of its first link, once the page behind that was looked at. */
  preview?: PreviewDto;
  /** Its sender wants none. */
  withoutPreview?: true;
  /** Set on an expired one that is kept, empty, because it holds a number that counts on. */
  removedAt?: Date;
  /** What it is found by, for each of its people; absent until it was filled in. */
  terms?: string[];
  /** Its people, while `terms` are still to be written; absent afterwards. */
  termsDueFor?: Types.ObjectId[];
  /** By which version of the folding `terms` were made. */
  termsVersion?: number;
}

const imageSchema = new Schema<ImageDto>(
  {
    url: { type: String, required: true },
    width: { type: Number, required: true },
    height: { type: Number, required: true },
    placeholder: { type: String, required: true },
  },
  { _id: false, strict: 'throw' },
);

const videoSchema = new Schema<NonNullable<FileDto['video']>>(
  {
    width: { type: Number, required: true },
    height: { type: Number, required: true },
    placeholder: { type: String, required: true },
  },
  { _id: false, strict: 'throw' },
);

const fileSchema = new Schema<FileDto>(
  {
    url: { type: String, required: true },
    name: { type: String, required: true },
    type: { type: String, required: true },
    bytes: { type: Number, required: true },
    durationMs: { type: Number },
    waveform: { type: [Number], default: undefined },
    video: { type: videoSchema },
  },
  { _id: false, strict: 'throw' },
);

const previewSchema = new Schema<PreviewDto>(
  {
    url: { type: String, required: true },
    siteName: { type: String, default: '' },
    title: { type: String, default: '' },
    description: { type: String, default: '' },
    image: { type: imageSchema, default: null },
  },
  { _id: false, strict: 'throw' },
);

const reactionSchema = new Schema<ReactionRecord>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    emoji: { type: String, required: true },
  },
  { _id: false, strict: 'throw' },
);

const messageSchema = new Schema<MessageRecord>(
  {
    conversationId: { type: String, required: true },
    seq: { type: Number, required: true },
    senderId: { type: Schema.Types.ObjectId, required: true },
    receiverId: { type: Schema.Types.ObjectId, required: true },
    text: { type: String, default: '' },
    image: { type: imageSchema, default: null },
    file: { type: fileSchema },
    clientId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    editedAt: { type: Date, default: null },
    deletedAt: { type: Date, default: null },
    replyToId: { type: Schema.Types.ObjectId },
    forwarded: { type: Boolean },
    importedFrom: { type: String },
    rev: { type: Number },
    revs: { type: [Number], default: undefined },
    changedAt: { type: Date },
    reactions: { type: [reactionSchema], default: undefined },
    hiddenFor: { type: [Schema.Types.ObjectId], default: undefined },
    removedAt: { type: Date },
    terms: { type: [String], default: undefined },
    termsDueFor: { type: [Schema.Types.ObjectId], default: undefined },
    termsVersion: { type: Number },
    isRequest: { type: Boolean },
    preview: { type: previewSchema },
    withoutPreview: { type: Boolean },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// These two indexes make sure that no number and no send is stored twice.
messageSchema.index({ conversationId: 1, seq: 1 }, { unique: true });
messageSchema.index({ senderId: 1, clientId: 1 }, { unique: true });
// Unseen counts: a range of what one person received in one conversation.
messageSchema.index({ conversationId: 1, receiverId: 1, seq: 1 });
/** What a message with a picture has, and the others have not. */
export const HAS_IMAGE = { 'image.url': { $exists: true } } as const;
/** Pictures alone, so that finding the last fifty does not read the texts between them. */
export const IMAGE_INDEX = 'conversation_images';
messageSchema.index(
  { conversationId: 1, seq: -1 },
  { name: IMAGE_INDEX, partialFilterExpression: HAS_IMAGE },
);
/** What a message with a file has. */
export const HAS_FILE = { 'file.url': { $exists: true } } as const;
/** Those alone, as with pictures. */
export const FILE_INDEX = 'conversation_files';
messageSchema.index(
  { conversationId: 1, seq: -1, 'file.url': 1 },
  { name: FILE_INDEX, partialFilterExpression: HAS_FILE },
);
/** What the files of one person take up together. */
export const FILE_BYTES_INDEX = 'sender_files';
messageSchema.index(
  { senderId: 1, 'file.bytes': 1 },
  { name: FILE_BYTES_INDEX, partialFilterExpression: HAS_FILE },
);
/** What a message has whose preview has a picture. */
export const HAS_PREVIEW_IMAGE = { 'preview.image.url': { $exists: true } } as const;
/** Those alone: they are few, and their pictures go with them. */
export const PREVIEW_INDEX = 'conversation_previews';
messageSchema.index(
  { conversationId: 1, 'preview.image.url': 1 },
  { name: PREVIEW_INDEX, partialFilterExpression: HAS_PREVIEW_IMAGE },
);
/** What a message that was ever changed has. */
export const IS_CHANGED = { rev: { $gt: 0 } } as const;
// No number of a change is given twice…
messageSchema.index(
  { conversationId: 1, revs: 1 },
  { unique: true, partialFilterExpression: IS_CHANGED },
);
// …and what changed after a number is a range.
messageSchema.index({ conversationId: 1, rev: 1 }, { partialFilterExpression: IS_CHANGED });
// What a crash may have kept from its conversation's row is among the latest.
messageSchema.index(
  { changedAt: -1 },
  { partialFilterExpression: { changedAt: { $exists: true } } },
);
// A search: one person's messages with a word, newest first.
messageSchema.index({ terms: 1, createdAt: -1, _id: -1 });
// Which messages still have to get their terms…
messageSchema.index({ termsVersion: 1 });
// …and which of them a person's search has to wait for.
messageSchema.index(
  { termsDueFor: 1 },
  { partialFilterExpression: { termsDueFor: { $exists: true } } },
);

export const Message: Model<MessageRecord> =
  (mongoose.models.Message as Model<MessageRecord> | undefined) ??
  mongoose.model<MessageRecord>('Message', messageSchema);

/** How far the receiver has come; `seen` and `delivered` of a message follow from it. */
export interface Watermarks {
  seenSeq: number;
  deliveredSeq: number;
}

function toImageDto({ url, width, height, placeholder }: ImageDto): ImageDto {
  return { url, width, height, placeholder };
}

function toFileDto({ url, name, type, bytes, durationMs, waveform, video }: FileDto): FileDto {
  return {
    url,
    name,
    type,
    bytes,
    ...(durationMs !== undefined && { durationMs }),
    ...(waveform && { waveform }),
    ...(video && {
      video: { width: video.width, height: video.height, placeholder: video.placeholder },
    }),
  };
}

function toPreviewDto({ url, siteName, title, description, image }: PreviewDto): PreviewDto {
  return { url, siteName, title, description, image: image && toImageDto(image) };
}

export function toSharedImageDto(message: MessageRecord & { image: ImageDto }): SharedImageDto {
  return {
    _id: message._id.toHexString(),
    seq: message.seq,
    senderId: message.senderId.toHexString(),
    clientId: message.clientId,
    text: message.text,
    image: toImageDto(message.image),
    createdAt: message.createdAt.toISOString(),
  };
}

export function toSharedFileDto(message: MessageRecord & { file: FileDto }): SharedFileDto {
  return {
    _id: message._id.toHexString(),
    seq: message.seq,
    senderId: message.senderId.toHexString(),
    clientId: message.clientId,
    text: message.text,
    file: toFileDto(message.file),
    createdAt: message.createdAt.toISOString(),
  };
}

/** Whether a message is a note to oneself: delivered and seen by being written. */
export function isNote({ senderId, receiverId }: MessageRecord): boolean {
  return senderId.equals(receiverId);
}

/** Whether somebody deleted a message for themselves. */
export function isHiddenFor(message: Pick<MessageRecord, 'hiddenFor'>, userId: string): boolean {
  return message.hiddenFor?.some((id) => id.toHexString() === userId) ?? false;
}

/** For whom a message is put into words, and the messages that it and others quote. */
export interface MessageView {
  viewerId: string;
  /** Up to where the viewer cleared the conversation. */
  clearedSeq: number;
  quoted: ReadonlyMap<string, MessageRecord>;
}

/** Whether the viewer deleted a message for themselves, or cleared the conversation after it. */
export function isHiddenIn(
  message: Pick<MessageRecord, 'hiddenFor' | 'seq'>,
  { viewerId, clearedSeq }: Pick<MessageView, 'viewerId' | 'clearedSeq'>,
): boolean {
  return message.seq <= clearedSeq || isHiddenFor(message, viewerId);
}

/** When a message went, for its viewer; null while there is something to read in it. */
function goneAt(message: MessageRecord, view: MessageView): Date | null {
  if (message.deletedAt) return message.deletedAt;
  return isHiddenIn(message, view) ? (message.changedAt ?? message.createdAt) : null;
}

function toReplyDto(message: MessageRecord, view: MessageView): ReplyDto | null {
  const original = message.replyToId && view.quoted.get(message.replyToId.toHexString());
  if (!original) return null;
  const deletedAt = goneAt(original, view);
  return {
    messageId: original._id.toHexString(),
    seq: original.seq,
    senderId: original.senderId.toHexString(),
    text: deletedAt ? '' : snippetOf(original.text),
    hasImage: !deletedAt && original.image !== null,
    hasFile: !deletedAt && original.file !== undefined,
    ...(!deletedAt && original.file && { file: toFileBrief(original.file) }),
    deletedAt: deletedAt?.toISOString() ?? null,
  };
}

/** A message as its viewer is to see it; one deleted for themselves is empty like any deleted one. */
export function toMessageDto(
  message: MessageRecord,
  receiver: Watermarks,
  view: MessageView,
): MessageDto {
  const seen = isNote(message) || receiver.seenSeq >= message.seq;
  const hidden = isHiddenIn(message, view);
  const deletedAt = goneAt(message, view);
  const image = deletedAt ? null : message.image;
  const reactions = deletedAt ? [] : (message.reactions ?? []);
  return {
    _id: message._id.toHexString(),
    conversationId: message.conversationId,
    seq: message.seq,
    rev: message.rev ?? 0,
    senderId: message.senderId.toHexString(),
    receiverId: message.receiverId.toHexString(),
    text: deletedAt ? '' : message.text,
    image: image && toImageDto(image),
    file: !deletedAt && message.file ? toFileDto(message.file) : null,
    replyTo: deletedAt ? null : toReplyDto(message, view),
    forwarded: !deletedAt && message.forwarded === true,
    preview: !deletedAt && message.preview ? toPreviewDto(message.preview) : null,
    ...(message.importedFrom && { importedFrom: message.importedFrom }),
    reactions: reactions.map(({ userId, emoji }) => ({ userId: userId.toHexString(), emoji })),
    seen,
    delivered: seen || receiver.deliveredSeq >= message.seq,
    clientId: message.clientId,
    createdAt: message.createdAt.toISOString(),
    editedAt: deletedAt ? null : (message.editedAt?.toISOString() ?? null),
    deletedAt: deletedAt?.toISOString() ?? null,
    hidden,
  };
}

/** The part of a message that a conversation row keeps. */
export interface LastMessageRecord {
  _id: Types.ObjectId;
  seq: number;
  senderId: Types.ObjectId;
  text: string;
  hasImage: boolean;
  /** Absent in one without. */
  file?: FileBriefDto;
  createdAt: Date;
  deletedAt: Date | null;
  /** Who deleted it for themselves. */
  hiddenFor?: Types.ObjectId[];
}

/** `caption`: its words or, for a picture in an album, those of the album. */
export function toLastMessage(message: MessageRecord, caption = message.text): LastMessageRecord {
  return {
    _id: message._id,
    seq: message.seq,
    senderId: message.senderId,
    text: snippetOf(caption),
    hasImage: message.image !== null,
    ...(message.file && { file: toFileBrief(message.file) }),
    createdAt: message.createdAt,
    deletedAt: message.deletedAt,
    ...(message.hiddenFor && { hiddenFor: message.hiddenFor }),
  };
}

export function toAlbumPart(message: MessageRecord): AlbumPart {
  return {
    senderId: message.senderId.toHexString(),
    text: message.text,
    hasImage: message.image !== null && message.deletedAt === null,
    createdAt: message.createdAt.toISOString(),
  };
}

/** What was cleared leaves its moment, so that the row keeps its place, and no words. */
export function toLastMessageDto(
  message: LastMessageRecord,
  { viewerId, clearedSeq }: Pick<MessageView, 'viewerId' | 'clearedSeq'>,
): LastMessageDto {
  const isCleared = message.seq <= clearedSeq;
  const isHidden = !isCleared && isHiddenFor(message, viewerId);
  const isGone = isCleared || isHidden || message.deletedAt !== null;
  return {
    _id: message._id.toHexString(),
    seq: message.seq,
    senderId: message.senderId.toHexString(),
    text: isGone ? '' : message.text,
    hasImage: !isGone && message.hasImage,
    ...(!isGone && message.file && { file: toFileBrief(message.file) }),
    createdAt: message.createdAt.toISOString(),
    deletedAt: isCleared
      ? null
      : ((message.deletedAt ?? (isHidden ? message.createdAt : null))?.toISOString() ?? null),
  };
}
