import mongoose, { type Model, Schema, type Types } from 'mongoose';

/** That one person may see another without having a conversation with them. */
export interface ContactRecord {
  _id: Types.ObjectId;
  /** Who may see. */
  ownerId: Types.ObjectId;
  /** Who is seen. */
  userId: Types.ObjectId;
  /** By an invitation, for both of them and for good; else only found, by address or link. */
  isConnected: boolean;
  createdAt: Date;
  /** Only of somebody found: when they have to be found again. */
  expiresAt?: Date;
}

const contactSchema = new Schema<ContactRecord>(
  {
    ownerId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    isConnected: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
contactSchema.index({ ownerId: 1, userId: 1 }, { unique: true });
contactSchema.index({ userId: 1 });
contactSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Contact: Model<ContactRecord> =
  (mongoose.models.Contact as Model<ContactRecord> | undefined) ??
  mongoose.model<ContactRecord>('Contact', contactSchema);
