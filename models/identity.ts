import mongoose, { type Model, Schema, type Types } from 'mongoose';

/** Who somebody is to an OpenID Connect provider: what their account is found by at the next sign-in. */
export interface IdentityRecord {
  _id: Types.ObjectId;
  issuer: string;
  /** The provider's own id of the person, its `sub`. */
  subject: string;
  userId: Types.ObjectId;
  createdAt: Date;
}

const identitySchema = new Schema<IdentityRecord>(
  {
    issuer: { type: String, required: true },
    subject: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
identitySchema.index({ issuer: 1, subject: 1 }, { unique: true });
identitySchema.index({ userId: 1 });

export const Identity: Model<IdentityRecord> =
  (mongoose.models.Identity as Model<IdentityRecord> | undefined) ??
  mongoose.model<IdentityRecord>('Identity', identitySchema);
