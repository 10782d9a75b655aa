import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { LastMessageRecord, Watermarks } from '@/models/message';

interface MemberRecord extends Watermarks {
  userId: Types.ObjectId;
}

/** Everything in a row can be derived from its messages but the members' watermarks. */
export interface ConversationRecord {
  /** `dm:<lower id>:<higher id>`. */
  _id: string;
  members: MemberRecord[];
  lastSeq: number;
  lastMessage: LastMessageRecord;
  /** When the newest message was written. */
  updatedAt: Date;
}

const memberSchema = new Schema<MemberRecord>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    seenSeq: { type: Number, default: 0 },
    deliveredSeq: { type: Number, default: 0 },
  },
  { _id: false, strict: 'throw' },
);

const lastMessageSchema = new Schema<LastMessageRecord>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    seq: { type: Number, required: true },
    senderId: { type: Schema.Types.ObjectId, required: true },
    text: { type: String, default: '' },
    hasImage: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
    deletedAt: { type: Date, default: null },
  },
  { strict: 'throw' },
);

const conversationSchema = new Schema<ConversationRecord>(
  {
    _id: { type: String, required: true },
    members: { type: [memberSchema], required: true },
    lastSeq: { type: Number, required: true },
    lastMessage: { type: lastMessageSchema, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
conversationSchema.index({ 'members.userId': 1, updatedAt: -1, _id: -1 });

export const Conversation: Model<ConversationRecord> =
  (mongoose.models.Conversation as Model<ConversationRecord> | undefined) ??
  mongoose.model<ConversationRecord>('Conversation', conversationSchema);

const NOWHERE: Watermarks = { seenSeq: 0, deliveredSeq: 0 };

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
