import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';

/** What is kept of a passkey: the public half of its key, and what tells one from another. */
export interface PasskeyRecord {
  _id: Types.ObjectId;
  /** The authenticator's own name for it, base64url. */
  credentialId: string;
  userId: Types.ObjectId;
  /** COSE, as the authenticator gave it, base64url. */
  publicKey: string;
  /** How often the authenticator says it was used; 0 for good where it does not count. */
  counter: number;
  transports: string[];
  /** The domain that it was made for, and that alone can ask for it. */
  rpId: string;
  /** Whether the authenticator keeps a copy elsewhere, as synced passkeys are. */
  isBackedUp: boolean;
  /** What its owner calls it; "" until they name it. */
  name: string;
  /** Where it was made: "Firefox on Linux". */
  device: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const passkeySchema = new Schema<PasskeyRecord>(
  {
    credentialId: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    publicKey: { type: String, required: true },
    counter: { type: Number, required: true },
    transports: { type: [String], required: true },
    rpId: { type: String, required: true },
    isBackedUp: { type: Boolean, required: true },
    name: { type: String, default: '' },
    device: { type: String, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// Nobody can take over what is somebody else's by bringing it as their own.
passkeySchema.index({ credentialId: 1 }, { unique: true });
passkeySchema.index({ userId: 1 });

export const Passkey: Model<PasskeyRecord> =
  (mongoose.models.Passkey as Model<PasskeyRecord> | undefined) ??
  mongoose.model<PasskeyRecord>('Passkey', passkeySchema);

export function toPasskeyDto(passkey: PasskeyRecord): PasskeyDto {
  return {
    _id: passkey._id.toHexString(),
    name: passkey.name,
    device: passkey.device,
    backedUp: passkey.isBackedUp,
    createdAt: passkey.createdAt.toISOString(),
    lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
  };
}
