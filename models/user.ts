import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { OwnUserDto, UserDto } from '@/lib/shared/dto';

/** A link that was sent: of its token only the hash is kept. */
interface SentLink {
  tokenHash: string;
  expiresAt: Date;
}

/** What a person keeps to themselves; what is absent is shown. */
export interface Hides {
  /** Whether they are online, and with it when they last were. */
  online?: boolean;
  lastSeen?: boolean;
  /** Which messages they have seen. */
  seen?: boolean;
}

/** What an account may do beyond its own affairs. */
type Role = 'administrator' | 'member';

export interface UserRecord {
  _id: Types.ObjectId;
  fullName: string;
  /** Lower case; absent where somebody signed up with a passkey and never told one. */
  email?: string;
  /** Null for who signs in with a provider or a passkey alone. */
  passwordHash: string | null;
  /** Told to nobody else. */
  role: Role;
  /** Set on the account that an empty server began with, and on no other. */
  isFirst?: true;
  bio: string;
  /** By which nobody else is found: lower case, without `@`; absent until they choose one. */
  handle?: string;
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
  /** Of the link by which the person is found; absent until it is first asked for. */
  profileKey?: string;
  lastSeenAt: Date | null;
  /** Who hides something does not see it of others either. */
  hides?: Hides;
  /** First messages of people they do not know come as requests. */
  asksFirst?: boolean;
  /** Of a bot: the person who made it. */
  botOwnerId?: Types.ObjectId;
  /** Hash of the secret by which programs have the bot write to its owner; absent once that was ended. */
  webhookHash?: string;
  createdAt: Date;
  /** Of an account that was deleted: a name for those who wrote with it. */
  deletedAt?: Date | null;
  /** Of an account that may not sign in, by decision of the operator. */
  disabledAt?: Date | null;
  /** The one link with which a new password can be set; absent once it was used or made void. */
  reset?: SentLink;
  /** Hashes of the codes with which a new password can be set without a mail; each goes once it is used. */
  recoveryCodes?: string[];
  /** Random, base64url: what the account is to authenticators; absent before its first passkey. */
  passkeyHandle?: string;
  /** Of the authenticator app whose code the password needs beside it; its key is sealed. */
  secondFactor?: {
    key: string;
    /** The time step of the last code that was accepted: none counts twice. */
    lastStep: number;
    since: Date;
  };
  /** A key that waits for its first code. */
  secondFactorSetup?: { key: string; expiresAt: Date };
  /** The address to which the account moves once the link that was sent there is used. */
  emailChange?: SentLink & { email: string };
}

const userSchema = new Schema<UserRecord>(
  {
    fullName: { type: String, required: true },
    email: { type: String },
    passwordHash: { type: String, default: null },
    role: { type: String, enum: ['administrator', 'member'], default: 'member' },
    isFirst: { type: Boolean },
    bio: { type: String, default: '' },
    handle: { type: String },
    profilePic: { type: String, default: '' },
    timeZone: { type: String },
    nameKey: { type: String, required: true },
    nameWords: { type: [String], required: true },
    nameFoldVersion: { type: Number, required: true },
    profileKey: { type: String },
    lastSeenAt: { type: Date, default: null },
    asksFirst: { type: Boolean },
    hides: {
      type: new Schema<Hides>(
        { online: Boolean, lastSeen: Boolean, seen: Boolean },
        { _id: false },
      ),
    },
    botOwnerId: { type: Schema.Types.ObjectId },
    webhookHash: { type: String },
    createdAt: { type: Date, required: true },
    deletedAt: { type: Date },
    disabledAt: { type: Date },
    recoveryCodes: { type: [String], default: undefined },
    passkeyHandle: { type: String },
    secondFactor: {
      type: new Schema<NonNullable<UserRecord['secondFactor']>>(
        { key: String, lastStep: Number, since: Date },
        { _id: false },
      ),
    },
    secondFactorSetup: {
      type: new Schema<NonNullable<UserRecord['secondFactorSetup']>>(
        { key: String, expiresAt: Date },
        { _id: false },
      ),
    },
    emailChange: {
      type: new Schema<SentLink & { email: string }>(
        { tokenHash: String, expiresAt: Date, email: String },
        { _id: false },
      ),
    },
    reset: { type: new Schema<SentLink>({ tokenHash: String, expiresAt: Date }, { _id: false }) },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// Of those who have one; by a name of its own, as it was another index before there were others.
userSchema.index({ email: 1 }, { unique: true, sparse: true, name: 'email_if_any' });
// Of two that sign up on an empty server at the same instant, one is the first.
userSchema.index({ isFirst: 1 }, { unique: true, partialFilterExpression: { isFirst: true } });
userSchema.index(
  { handle: 1 },
  { unique: true, partialFilterExpression: { handle: { $exists: true } } },
);
userSchema.index({ botOwnerId: 1 }, { sparse: true });
userSchema.index({ webhookHash: 1 }, { unique: true, sparse: true });
userSchema.index({ recoveryCodes: 1 }, { sparse: true });
userSchema.index({ 'emailChange.tokenHash': 1 }, { unique: true, sparse: true });
userSchema.index({ 'reset.tokenHash': 1 }, { unique: true, sparse: true });
userSchema.index(
  { profileKey: 1 },
  { unique: true, partialFilterExpression: { profileKey: { $exists: true } } },
);
userSchema.index({ nameKey: 1, _id: 1 });
userSchema.index({ nameWords: 1 });
userSchema.index({ nameFoldVersion: 1 });

export const User: Model<UserRecord> =
  (mongoose.models.User as Model<UserRecord> | undefined) ??
  mongoose.model<UserRecord>('User', userSchema);

type PublicFields = Pick<
  UserRecord,
  | '_id'
  | 'fullName'
  | 'handle'
  | 'profilePic'
  | 'bio'
  | 'timeZone'
  | 'botOwnerId'
  | 'createdAt'
  | 'deletedAt'
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
    ...(user.handle && { handle: user.handle }),
    ...(user.botOwnerId && { bot: true }),
    ...(user.deletedAt && { deleted: true }),
  };
}

/** What a person knows of themselves. */
export function toOwnUserDto(
  user: PublicFields & Pick<UserRecord, 'email' | 'passwordHash' | 'asksFirst'>,
): OwnUserDto {
  return {
    ...toUserDto(user),
    email: user.email ?? '',
    ...(user.passwordHash === null && { providerOnly: true }),
    ...(user.asksFirst && { requests: true }),
  };
}
