import { statfs } from 'node:fs/promises';
import { getConfig } from '@/lib/server/config';
import { failFor } from '@/lib/server/errors';

/** What the database needs to commit, and a picture to be stored, with room to spare. */
const FREE_MIN_BYTES = 16 * 1024 * 1024;

/** How much is free on the disk with the data folder; null where the system does not say. */
export async function freeDiskBytes(): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(getConfig().dataDir);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/**
 * Throws `unavailable` where so many bytes would take from what DISK_RESERVE_MB keeps for messages. Where
 * nothing is kept on this disk, there is room.
 */
export async function requireDiskRoom(bytes: number): Promise<void> {
  const { cloudinary, diskReserveBytes } = getConfig();
  if (cloudinary) return;
  const free = await freeDiskBytes();
  if (free !== null && free - bytes < diskReserveBytes) throw failFor('unavailable', 'file_disk');
}

/** Whether the data folder has room for what comes next; true where nothing is kept in it. */
export async function hasDiskSpace(): Promise<boolean> {
  const { mongodbUri, cloudinary } = getConfig();
  if (mongodbUri && cloudinary) return true;
  const free = await freeDiskBytes();
  // A system that does not say how much is free is not called full for that.
  return free === null || free >= FREE_MIN_BYTES;
}
