import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Types } from 'mongoose';
import { getConfig } from '@/lib/server/config';
import { freeDiskBytes } from '@/lib/server/data-dir/disk-space';
import { uploadsDir } from '@/lib/server/images/folders';
import type { StatsDto } from '@/lib/shared/accounts/admin-schemas';
import { DAY_MS } from '@/lib/shared/limits';
import { Conversation } from '@/models/conversation';
import { Message } from '@/models/message';
import { Report } from '@/models/report';
import { Session } from '@/models/session';
import { User } from '@/models/user';

/** The size of a file; 0 where there is none (any more). */
async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

async function folderSize(dir: string): Promise<{ count: number; bytes: number }> {
  const names = await readdir(dir).catch(() => []);
  let bytes = 0;
  for (const name of names) bytes += await sizeOf(path.join(dir, name));
  return { count: names.length, bytes };
}

/** Messages since then: an id begins with the moment it was made at. */
function messagesSince(ms: number): Promise<number> {
  const oldest = Types.ObjectId.createFromTime(Math.floor((Date.now() - ms) / 1_000));
  return Message.countDocuments({ _id: { $gte: oldest } });
}

/** What there is on this server, in numbers. */
export async function getStats(): Promise<StatsDto> {
  const { mongodbUri, cloudinary, dataDir } = getConfig();
  const [
    people,
    disabled,
    sessions,
    conversations,
    messages,
    lastDay,
    lastWeek,
    uploads,
    bytes,
    free,
    openReports,
  ] = await Promise.all([
    User.countDocuments({ deletedAt: null }),
    User.countDocuments({ deletedAt: null, disabledAt: { $ne: null } }),
    Session.countDocuments({ expiresAt: { $gt: new Date() } }),
    Conversation.estimatedDocumentCount(),
    Message.estimatedDocumentCount(),
    messagesSince(DAY_MS),
    messagesSince(7 * DAY_MS),
    cloudinary ? null : folderSize(uploadsDir(dataDir)),
    mongodbUri ? null : sizeOf(path.join(dataDir, 'database', 'data.mdb')),
    freeDiskBytes(),
    Report.countDocuments({ doneAt: null }),
  ]);
  return {
    people,
    disabled,
    sessions,
    conversations,
    messages,
    messagesLastDay: lastDay,
    messagesLastWeek: lastWeek,
    databaseBytes: bytes,
    uploads,
    freeDiskBytes: free,
    openReports,
  };
}
