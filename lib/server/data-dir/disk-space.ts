import { statfs } from 'node:fs/promises';
import { getConfig } from '@/lib/server/config';

/** What the database needs to commit, and a picture to be stored, with room to spare. */
const FREE_MIN_BYTES = 16 * 1024 * 1024;

/** Whether the data folder has room for what comes next; true where nothing is kept in it. */
export async function hasDiskSpace(): Promise<boolean> {
  const { dataDir, mongodbUri, cloudinary } = getConfig();
  if (mongodbUri && cloudinary) return true;
  try {
    const { bavail, bsize } = await statfs(dataDir);
    return bavail * bsize >= FREE_MIN_BYTES;
  } catch {
    // A system that does not say how much is free is not called full for that.
    return true;
  }
}
