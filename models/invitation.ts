import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { InvitationDto } from '@/lib/shared/dto';

/** A link by which a number of people may make an account; revoked, it is no more. */
export interface InvitationRecord {
  _id: Types.ObjectId;
  /** The link's token is shown once, to its maker, and stored nowhere. */
  tokenHash: string;
  makerId: Types.ObjectId;
  uses: number;
  usesLeft: number;
  createdAt: Date;
  expiresAt: Date;
}

const invitationSchema = new Schema<InvitationRecord>(
  {
    tokenHash: { type: String, required: true },
    makerId: { type: Schema.Types.ObjectId, required: true },
    uses: { type: Number, required: true },
    usesLeft: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
invitationSchema.index({ tokenHash: 1 }, { unique: true });
invitationSchema.index({ makerId: 1, _id: -1 });
invitationSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Invitation: Model<InvitationRecord> =
  (mongoose.models.Invitation as Model<InvitationRecord> | undefined) ??
  mongoose.model<InvitationRecord>('Invitation', invitationSchema);

export function toInvitationDto(invitation: InvitationRecord): InvitationDto {
  return {
    _id: invitation._id.toHexString(),
    uses: invitation.uses,
    usesLeft: invitation.usesLeft,
    createdAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
  };
}
