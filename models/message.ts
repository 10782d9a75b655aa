import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { AlbumPart } from '@/lib/shared/album';
import type { ImageDto, LastMessageDto, MessageDto, SharedImageDto } from '@/lib/shared/dto';

export interface MessageRecord {
  _id: Types.ObjectId;
  conversationId: string;
  /** 1, 2, 3 … within the conversation, without a gap. */
  seq: number;
  senderId: Types.ObjectId;
  receiverId: Types.ObjectId;
  text: string;
  image: ImageDto | null;
  /** The sender's UUID for this send. */
  clientId: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
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

const messageSchema = new Schema<MessageRecord>(
  {
    conversationId: { type: String, required: true },
    seq: { type: Number, required: true },
    senderId: { type: Schema.Types.ObjectId, required: true },
    receiverId: { type: Schema.Types.ObjectId, required: true },
    text: { type: String, default: '' },
    image: { type: imageSchema, default: null },
    clientId: { type: String, required: true },
    createdAt: { type: Date, required: true },
    editedAt: { type: Date, default: null },
    deletedAt: { type: Date, default: null },
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

/** Whether a message is a note to oneself: delivered and seen by being written. */
export function isNote({ senderId, receiverId }: MessageRecord): boolean {
  return senderId.equals(receiverId);
}

export function toMessageDto(message: MessageRecord, receiver: Watermarks): MessageDto {
  const seen = isNote(message) || receiver.seenSeq >= message.seq;
  const { image } = message;
  return {
    _id: message._id.toHexString(),
    conversationId: message.conversationId,
    seq: message.seq,
    senderId: message.senderId.toHexString(),
    receiverId: message.receiverId.toHexString(),
    text: message.text,
    image: image && toImageDto(image),
    seen,
    delivered: seen || receiver.deliveredSeq >= message.seq,
    clientId: message.clientId,
    createdAt: message.createdAt.toISOString(),
    editedAt: message.editedAt?.toISOString() ?? null,
    deletedAt: message.deletedAt?.toISOString() ?? null,
  };
}

const SNIPPET_CHARACTERS = 120;

/** The part of a message that a conversation row keeps. */
export interface LastMessageRecord {
  _id: Types.ObjectId;
  seq: number;
  senderId: Types.ObjectId;
  text: string;
  hasImage: boolean;
  createdAt: Date;
  deletedAt: Date | null;
}

/** `caption`: its words or, for a picture in an album, those of the album. */
export function toLastMessage(message: MessageRecord, caption = message.text): LastMessageRecord {
  return {
    _id: message._id,
    seq: message.seq,
    senderId: message.senderId,
    text: [...caption].slice(0, SNIPPET_CHARACTERS).join(''),
    hasImage: message.image !== null,
    createdAt: message.createdAt,
    deletedAt: message.deletedAt,
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

export function toLastMessageDto(message: LastMessageRecord): LastMessageDto {
  return {
    _id: message._id.toHexString(),
    seq: message.seq,
    senderId: message.senderId.toHexString(),
    text: message.text,
    hasImage: message.hasImage,
    createdAt: message.createdAt.toISOString(),
    deletedAt: message.deletedAt?.toISOString() ?? null,
  };
}
