import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { OwnUserDto, UserDto } from '@/lib/shared/dto';

/** What an account may do beyond its own affairs. */
type Role = 'administrator' | 'member';

export interface UserRecord {
  _id: Types.ObjectId;
  fullName: string;
  /** Lower case. */
  email: string;
  passwordHash: string;
  /** Told to nobody else. */
  role: Role;
  /** Set on the account that an empty server began with, and on no other. */
  isFirst?: true;
  bio: string;
  /** URL, or "". */
  profilePic: string;
  /** The IANA zone of the device used last, while its owner shows their local time; else null or absent. */
  timeZone?: string | null;
  /** `fullName` folded for sorting. */
  nameKey: string;
  /** `fullName` folded and split for search by the start of any word. */
  nameWords: string[];
  /** By which version of the folding `nameKey` and `nameWords` were made. */
  nameFoldVersion: number;
  lastSeenAt: Date | null;
  createdAt: Date;
}

const userSchema = new Schema<UserRecord>(
  {
    fullName: { type: String, required: true },
    email: { type: String, required: true },
    passwordHash: { type: String, required: true },
    role: { type: String, enum: ['administrator', 'member'], default: 'member' },
    isFirst: { type: Boolean },
    bio: { type: String, default: '' },
    profilePic: { type: String, default: '' },
    timeZone: { type: String },
    nameKey: { type: String, required: true },
    nameWords: { type: [String], required: true },
    nameFoldVersion: { type: Number, required: true },
    lastSeenAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
userSchema.index({ email: 1 }, { unique: true });
// Of two that sign up on an empty server at the same instant, one is the first.
userSchema.index({ isFirst: 1 }, { unique: true, partialFilterExpression: { isFirst: true } });
userSchema.index({ nameKey: 1, _id: 1 });
userSchema.index({ nameWords: 1 });
userSchema.index({ nameFoldVersion: 1 });

export const User: Model<UserRecord> =
  (mongoose.models.User as Model<UserRecord> | undefined) ??
  mongoose.model<UserRecord>('User', userSchema);

type PublicFields = Pick<
  UserRecord,
  '_id' | 'fullName' | 'profilePic' | 'bio' | 'timeZone' | 'createdAt'
>;

/** What anybody signed in may know of a person. */
export function toUserDto(user: PublicFields): UserDto {
  return {
    _id: user._id.toHexString(),
    fullName: user.fullName,
    profilePic: user.profilePic,
    bio: user.bio,
    timeZone: user.timeZone ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}

/** What a person knows of themselves. */
export function toOwnUserDto(user: PublicFields & Pick<UserRecord, 'email'>): OwnUserDto {
  return { ...toUserDto(user), email: user.email };
}
