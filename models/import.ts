import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { ImageDto } from '@/lib/shared/dto';
import type { ImportDto } from '@/lib/shared/import/import-schemas';
import type { ImportSource } from '@/lib/shared/import/import-source';

/** A history from elsewhere that is, or is to be, in a conversation: at most one in each. */
export interface ImportRecord {
  _id: Types.ObjectId;
  conversationId: string;
  /** Who brings it, and who is asked. */
  ownerId: Types.ObjectId;
  otherId: Types.ObjectId;
  source: ImportSource;
  state: ImportDto['state'];
  messageCount: number;
  storedCount: number;
  pictureCount: number;
  firstAt: Date | null;
  lastAt: Date | null;
  createdAt: Date;
}

const importSchema = new Schema<ImportRecord>(
  {
    conversationId: { type: String, required: true },
    ownerId: { type: Schema.Types.ObjectId, required: true },
    otherId: { type: Schema.Types.ObjectId, required: true },
    source: { type: String, required: true },
    state: { type: String, required: true },
    messageCount: { type: Number, required: true },
    storedCount: { type: Number, required: true },
    pictureCount: { type: Number, required: true },
    firstAt: { type: Date, default: null },
    lastAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
importSchema.index({ conversationId: 1 }, { unique: true });
importSchema.index({ ownerId: 1 });
importSchema.index({ otherId: 1 });
// What a stop left in the middle.
importSchema.index({ state: 1 });

export const Import: Model<ImportRecord> =
  (mongoose.models.Import as Model<ImportRecord> | undefined) ??
  mongoose.model<ImportRecord>('Import', importSchema);

/** A message of a history as it was handed in, until it is in the conversation. */
export interface ImportItemRecord {
  /** The id that the message will have. */
  _id: Types.ObjectId;
  importId: Types.ObjectId;
  /** From 1 for the oldest. */
  ordinal: number;
  /** By whom it was written. */
  senderId: Types.ObjectId;
  /** As every message has one; the name of its picture says it. */
  clientId: string;
  text: string;
  image: ImageDto | null;
  createdAt: Date;
  editedAt: Date | null;
  replyTo: number | null;
  reactions: { userId: Types.ObjectId; emoji: string }[];
}

const importItemSchema = new Schema<ImportItemRecord>(
  {
    importId: { type: Schema.Types.ObjectId, required: true },
    ordinal: { type: Number, required: true },
    senderId: { type: Schema.Types.ObjectId, required: true },
    clientId: { type: String, required: true },
    text: { type: String, default: '' },
    image: { type: Schema.Types.Mixed, default: null },
    createdAt: { type: Date, required: true },
    editedAt: { type: Date, default: null },
    replyTo: { type: Number, default: null },
    reactions: { type: [Schema.Types.Mixed], default: [] } as never,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
importItemSchema.index({ importId: 1, ordinal: 1 }, { unique: true });
// Whether anybody refers to a picture.
importItemSchema.index({ clientId: 1 });

export const ImportItem: Model<ImportItemRecord> =
  (mongoose.models.ImportItem as Model<ImportItemRecord> | undefined) ??
  mongoose.model<ImportItemRecord>('ImportItem', importItemSchema);

/** An import as one of its two people is told of it. */
export function toImportDto(record: ImportRecord, viewerId: string): ImportDto {
  const isMine = record.ownerId.toHexString() === viewerId;
  return {
    _id: record._id.toHexString(),
    userId: (isMine ? record.otherId : record.ownerId).toHexString(),
    isMine,
    source: record.source,
    state: record.state,
    messageCount: record.messageCount,
    storedCount: record.storedCount,
    pictureCount: record.pictureCount,
    firstAt: record.firstAt?.toISOString() ?? null,
    lastAt: record.lastAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
  };
}
