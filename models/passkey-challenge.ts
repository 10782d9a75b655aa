import mongoose, { type Model, Schema, type Types } from 'mongoose';

/** What an authenticator's answer may be used for. */
export type ChallengePurpose = 'sign_in' | 'sign_up' | 'add' | 'confirm';

/** A random text that an authenticator has to sign: once, soon, and for what it was made for. */
export interface PasskeyChallengeRecord {
  /** Its hash. */
  _id: string;
  purpose: ChallengePurpose;
  /** Whose answer it has to be, where that is known. */
  userId: Types.ObjectId | null;
  /** What the account that is made with it is to authenticators, see UserRecord. */
  userHandle: string | null;
  expiresAt: Date;
}

const challengeSchema = new Schema<PasskeyChallengeRecord>(
  {
    _id: { type: String, required: true },
    purpose: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, default: null },
    userHandle: { type: String, default: null },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
challengeSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const PasskeyChallenge: Model<PasskeyChallengeRecord> =
  (mongoose.models.PasskeyChallenge as Model<PasskeyChallengeRecord> | undefined) ??
  mongoose.model<PasskeyChallengeRecord>('PasskeyChallenge', challengeSchema);
