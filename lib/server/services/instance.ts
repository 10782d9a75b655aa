import { randomUUID } from 'node:crypto';
import { readFolderId, writeFolderId } from '@/lib/server/data-dir/instance-id';
import { Instance } from '@/models/instance';

async function ensureDatabaseId(): Promise<string> {
  const row = await Instance.findOneAndUpdate(
    { _id: 'instance' },
    { $setOnInsert: { instanceId: randomUUID() } },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  return row.instanceId;
}

/**
 * Whether the data folder and the database carry the same id. A folder without one takes the
 * database's (which is made when absent) if `mayAdopt`. Idempotent.
 */
export async function isFolderOfDatabase(input: {
  dataDir: string;
  mayAdopt: boolean;
}): Promise<boolean> {
  const folderId = await readFolderId(input.dataDir);
  if (folderId !== null) {
    const row = await Instance.findById('instance').lean();
    return row?.instanceId === folderId;
  }
  if (!input.mayAdopt) return false;
  await writeFolderId(input.dataDir, await ensureDatabaseId());
  return true;
}

/** Gives the data folder the database's id, whatever it carried before. Idempotent. */
export async function adoptFolder(dataDir: string): Promise<void> {
  await writeFolderId(dataDir, await ensureDatabaseId());
}
