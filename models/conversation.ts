import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { FileBriefDto } from '@/lib/shared/dto';
import { clearedSeqOf, isRequestTo, type MemberSettings } from '@/models/member-settings';
import type { LastMessageRecord, Watermarks } from '@/models/message';

export interface MemberRecord extends Watermarks, MemberSettings {
  userId: Types.ObjectId;
  /** The account hides which messages it has seen. */
  hidesSeen?: boolean;
  /** Up to where the other had been told that this member had seen it when that was first hidden. */
  shownSeq?: number;
}

/** Everything in a row can be derived from its messages but what its members set and how far they have come. */
export interface ConversationRecord {
  /** `dm:<lower id>:<higher id>`. */
  _id: string;
  members: MemberRecord[];
  /** 0 in a row that only holds what somebody set up before the first message. */
  lastSeq: number;
  lastMessage: LastMessageRecord | null;
  /** When the newest message was written. */
  updatedAt: Date;
  /** Set once any member set anything up: then each has a `list`. */
  isArranged?: true;
  /** The number of the latest change of a message, and when it was; absent while there was none. */
  lastRev?: number;
  changedAt?: Date;
}

const memberSchema = new Schema<MemberRecord>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    seenSeq: { type: Number, default: 0 },
    deliveredSeq: { type: Number, default: 0 },
    hidesSeen: { type: Boolean },
    shownSeq: { type: Number },
    list: { type: String },
    pinned: { type: Boolean },
    mutedUntil: { type: Date },
    unread: { type: Boolean },
    settingsAt: { type: Date },
    clearedSeq: { type: Number },
    importPending: { type: Boolean },
  },
  { _id: false, strict: 'throw' },
);

const fileBriefSchema = new Schema<FileBriefDto>(
  { name: { type: String, required: true }, durationMs: { type: Number } },
  { _id: false, strict: 'throw' },
);

const lastMessageSchema = new Schema<LastMessageRecord>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    seq: { type: Number, required: true },
    senderId: { type: Schema.Types.ObjectId, required: true },
    text: { type: String, default: '' },
    hasImage: { type: Boolean, required: true },
    file: { type: fileBriefSchema },
    createdAt: { type: Date, required: true },
    deletedAt: { type: Date, default: null },
    hiddenFor: { type: [Schema.Types.ObjectId], default: undefined },
  },
  { strict: 'throw' },
);

const conversationSchema = new Schema<ConversationRecord>(
  {
    _id: { type: String, required: true },
    members: { type: [memberSchema], required: true },
    lastSeq: { type: Number, required: true },
    lastMessage: { type: lastMessageSchema, default: null },
    updatedAt: { type: Date, required: true },
    isArranged: { type: Boolean },
    lastRev: { type: Number },
    changedAt: { type: Date },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// The rows in which nobody set anything up, nearly all of them…
conversationSchema.index({ 'members.userId': 1, isArranged: 1, updatedAt: -1, _id: -1 });
/** …and the others: each list of each member is a range. */
export const IS_ARRANGED = { isArranged: true } as const;
conversationSchema.index(
  { 'members.list': 1, updatedAt: -1, _id: -1 },
  { partialFilterExpression: IS_ARRANGED },
);
/** Rows in which a message was changed, the latest first. */
const HAS_CHANGES = { changedAt: { $exists: true } } as const;
conversationSchema.index(
  { 'members.userId': 1, changedAt: -1, _id: -1 },
  { partialFilterExpression: HAS_CHANGES },
);

export const Conversation: Model<ConversationRecord> =
  (mongoose.models.Conversation as Model<ConversationRecord> | undefined) ??
  mongoose.model<ConversationRecord>('Conversation', conversationSchema);

const NOWHERE: Watermarks = { seenSeq: 0, deliveredSeq: 0 };

/** Whom a member holds a conversation with; the member of notes to oneself. */
export function otherMemberId(
  { members }: Pick<ConversationRecord, 'members'>,
  userId: string,
): string {
  const ids = members.map((member) => member.userId.toHexString());
  return ids.find((id) => id !== userId) ?? userId;
}

/** Whether a conversation is the notes one person writes to oneself. */
function isNotes({ members }: ConversationRecord): boolean {
  const [first] = members;
  return first !== undefined && members.every((member) => member.userId.equals(first.userId));
}

/**
 * How far a member has come; a conversation nobody has written in yet counts as 0. Who writes to
 * oneself has seen it all by writing it.
 */
export function watermarksOf(row: ConversationRecord | null, userId: string): Watermarks {
  if (row && isNotes(row)) return { seenSeq: row.lastSeq, deliveredSeq: row.lastSeq };
  const member = row?.members.find((candidate) => candidate.userId.toHexString() === userId);
  return member ?? NOWHERE;
}

/** How far a member has seen a conversation or cleared it: what they cleared is not new to them. */
export function readSeqOf(row: ConversationRecord | null, userId: string): number {
  return Math.max(watermarksOf(row, userId).seenSeq, clearedSeqOf(row, userId));
}

/** Whether either member hides which messages they have seen: then neither learns it of the other. */
export function isSeenHidden({ members }: Pick<ConversationRecord, 'members'>): boolean {
  return members.some(({ hidesSeen }) => hidesSeen === true);
}

/**
 * How far a member has come, as far as `viewerId` may know. What was told stays told: hidden, it goes no
 * further. What was seen is then told as delivered.
 */
export function shownWatermarksOf(
  row: ConversationRecord | null,
  { userId, viewerId }: { userId: string; viewerId: string },
): Watermarks {
  const { seenSeq, deliveredSeq } = watermarksOf(row, userId);
  // Who is not answered yet learns nothing but that it was sent.
  if (userId !== viewerId && isRequestTo(row, userId)) return NOWHERE;
  if (!row || userId === viewerId || !isSeenHidden(row)) return { seenSeq, deliveredSeq };
  const member = row.members.find((candidate) => candidate.userId.toHexString() === userId);
  return {
    seenSeq: Math.min(seenSeq, member?.shownSeq ?? 0),
    deliveredSeq: Math.max(deliveredSeq, seenSeq),
  };
}
