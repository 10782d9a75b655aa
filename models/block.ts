import mongoose, { type Model, Schema, type Types } from 'mongoose';

/** One person has blocked another. */
export interface BlockRecord {
  /** `<blocker>:<blocked>`: nobody blocks anybody twice, and a pair is looked up by two ids. */
  _id: string;
  blockerId: Types.ObjectId;
  blockedId: Types.ObjectId;
  createdAt: Date;
}

export function blockId(blockerId: string, blockedId: string): string {
  return `${blockerId}:${blockedId}`;
}

const blockSchema = new Schema<BlockRecord>(
  {
    _id: { type: String, required: true },
    blockerId: { type: Schema.Types.ObjectId, required: true },
    blockedId: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
blockSchema.index({ blockerId: 1, createdAt: -1, _id: -1 });
blockSchema.index({ blockedId: 1 });

export const Block: Model<BlockRecord> =
  (mongoose.models.Block as Model<BlockRecord> | undefined) ??
  mongoose.model<BlockRecord>('Block', blockSchema);
