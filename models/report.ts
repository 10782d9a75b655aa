import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { ImportSource } from '@/lib/shared/import/import-source';

/** A message as it was when it was reported, whatever becomes of it. */
export interface ReportedMessageRecord {
  _id: Types.ObjectId;
  senderId: Types.ObjectId;
  text: string;
  /** The address of its picture, or null. */
  imageUrl: string | null;
  createdAt: Date;
  /** Not written here: one of the two brought it in. */
  importedFrom?: ImportSource;
}

/** What somebody reported, for whoever runs the server. */
export interface ReportRecord {
  _id: Types.ObjectId;
  reporterId: Types.ObjectId;
  /** The person it is about, and their name at that time. */
  userId: Types.ObjectId;
  fullName: string;
  reason: string;
  message: ReportedMessageRecord | null;
  createdAt: Date;
  /** When an administrator had dealt with it; null, or missing in older ones, while it is open. */
  doneAt: Date | null;
}

const messageSchema = new Schema<ReportedMessageRecord>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    senderId: { type: Schema.Types.ObjectId, required: true },
    text: { type: String, default: '' },
    imageUrl: { type: String, default: null },
    createdAt: { type: Date, required: true },
    importedFrom: { type: String },
  },
  { strict: 'throw' },
);

const reportSchema = new Schema<ReportRecord>(
  {
    reporterId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    fullName: { type: String, required: true },
    reason: { type: String, required: true },
    message: { type: messageSchema, default: null },
    createdAt: { type: Date, required: true },
    doneAt: { type: Date, default: null },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// An id begins with the moment it was made at.
reportSchema.index({ doneAt: 1, _id: -1 });
reportSchema.index({ 'message.imageUrl': 1 });

export const Report: Model<ReportRecord> =
  (mongoose.models.Report as Model<ReportRecord> | undefined) ??
  mongoose.model<ReportRecord>('Report', reportSchema);
