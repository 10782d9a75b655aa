import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { SessionDto } from '@/lib/shared/dto';

/** A place where somebody is signed in; a token is good only while its row exists. */
export interface SessionRecord {
  /** The `sid` of the token, a UUID. */
  _id: string;
  userId: Types.ObjectId;
  /** As people would name it: "Firefox on Linux". */
  device: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

const sessionSchema = new Schema<SessionRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    device: { type: String, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
sessionSchema.index({ userId: 1 });
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Session: Model<SessionRecord> =
  (mongoose.models.Session as Model<SessionRecord> | undefined) ??
  mongoose.model<SessionRecord>('Session', sessionSchema);

export function toSessionDto(session: SessionRecord, currentSid: string): SessionDto {
  return {
    sid: session._id,
    device: session.device,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    current: session._id === currentSid,
  };
}
