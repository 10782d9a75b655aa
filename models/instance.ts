import mongoose, { type Model, Schema } from 'mongoose';

/** The one row that says which installation this database belongs to. */
export interface InstanceRecord {
  _id: 'instance';
  /** A random UUID, which the data folder holds too. */
  instanceId: string;
}

const instanceSchema = new Schema<InstanceRecord>(
  {
    _id: { type: String, required: true },
    instanceId: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

export const Instance: Model<InstanceRecord> =
  (mongoose.models.Instance as Model<InstanceRecord> | undefined) ??
  mongoose.model<InstanceRecord>('Instance', instanceSchema);
