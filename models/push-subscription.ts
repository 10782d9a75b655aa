import mongoose, { type Model, Schema, type Types } from 'mongoose';
import type { PushWords } from '@/lib/shared/push/push-schemas';

/** Where and how a browser is told of messages while no page of it is open; one for each session. */
export interface PushSubscriptionRecord {
  /** The session's id: it ends with the session. */
  _id: string;
  userId: Types.ObjectId;
  /** The address at the browser's push service; whoever knows it can only send what the keys encrypt. */
  endpoint: string;
  /** The browser's keys, base64url. */
  p256dh: string;
  auth: string;
  /** The origin that the browser opened, where a notification leads. */
  origin: string;
  hasPreview: boolean;
  words: PushWords;
  createdAt: Date;
}

const pushSubscriptionSchema = new Schema<PushSubscriptionRecord>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    endpoint: { type: String, required: true },
    p256dh: { type: String, required: true },
    auth: { type: String, required: true },
    origin: { type: String, required: true },
    hasPreview: { type: Boolean, required: true },
    words: {
      type: new Schema<PushWords>(
        {
          message: { type: String, required: true },
          photo: { type: String, required: true },
          deleted: { type: String, required: true },
        },
        { _id: false, strict: 'throw' },
      ),
      required: true,
    },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
pushSubscriptionSchema.index({ userId: 1 });
// A browser has one subscription, whoever is signed in: it is the last one's.
pushSubscriptionSchema.index({ endpoint: 1 });

export const PushSubscription: Model<PushSubscriptionRecord> =
  (mongoose.models.PushSubscription as Model<PushSubscriptionRecord> | undefined) ??
  mongoose.model<PushSubscriptionRecord>('PushSubscription', pushSubscriptionSchema);
