import mongoose, { type Model, Schema } from 'mongoose';

/** A step that has brought the contents of the database up. */
interface DoneStep {
  name: string;
  at: Date;
  /** The version of the product that did it. */
  by: string;
}

/** The one row that says how far the contents of this database have been brought up. */
export interface SchemaStateRecord {
  _id: 'schema';
  /** Of what may be in it from now on: raised before the first step of that version begins. */
  version: number;
  /** The version of the product that raised it. */
  raisedBy: string;
  raisedAt: Date;
  steps: DoneStep[];
  /** A digest of the indexes that have been built; absent until all of them were once. */
  indexes?: string;
}

const schemaStateSchema = new Schema<SchemaStateRecord>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    raisedBy: { type: String, required: true },
    raisedAt: { type: Date, required: true },
    steps: [
      new Schema<DoneStep>(
        {
          name: { type: String, required: true },
          at: { type: Date, required: true },
          by: { type: String, required: true },
        },
        { _id: false },
      ),
    ],
    indexes: { type: String },
  },
  { collection: 'schema', versionKey: false, strict: 'throw', autoCreate: false, autoIndex: false },
);

export const SchemaState: Model<SchemaStateRecord> =
  (mongoose.models.SchemaState as Model<SchemaStateRecord> | undefined) ??
  mongoose.model<SchemaStateRecord>('SchemaState', schemaStateSchema);
