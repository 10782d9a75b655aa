import { noteErased } from '@/lib/server/db';
import { eraseUpload } from '@/lib/server/images/store';
import { unmarkImport } from '@/lib/server/services/imports/import-mark';
import { Import, ImportItem, type ImportRecord } from '@/models/import';

const BATCH_COUNT = 200;

/** Deletes what was handed in, with its pictures unless messages have them by now. Idempotent. */
export async function deleteItems(
  { _id }: Pick<ImportRecord, '_id'>,
  { withPictures }: { withPictures: boolean },
): Promise<void> {
  for (;;) {
    const batch = await ImportItem.find({ importId: _id })
      .sort({ ordinal: 1 })
      .limit(BATCH_COUNT)
      .select('image')
      .lean();
    if (batch.length === 0) return;
    if (withPictures) for (const { image } of batch) if (image) await eraseUpload(image.url);
    await ImportItem.deleteMany({ _id: { $in: batch.map((item) => item._id) } });
  }
}

/** Deletes an import of which nothing is in the conversation, for good. Idempotent. */
export async function discardImport(record: ImportRecord): Promise<void> {
  await Import.deleteOne({ _id: record._id });
  await unmarkImport(record);
  await deleteItems(record, { withPictures: true });
  noteErased();
}
