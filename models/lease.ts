import mongoose, { type Model, Schema } from 'mongoose';

/** That one process does something which no other may do at the same time; it ends by itself. */
export interface LeaseRecord {
  /** What for. */
  _id: string;
  /** A UUID made by who took it. */
  holder: string;
  until: Date;
}

const leaseSchema = new Schema<LeaseRecord>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// What a crash left behind.
leaseSchema.index({ until: 1 }, { expireAfterSeconds: 0 });

export const Lease: Model<LeaseRecord> =
  (mongoose.models.Lease as Model<LeaseRecord> | undefined) ??
  mongoose.model<LeaseRecord>('Lease', leaseSchema);
