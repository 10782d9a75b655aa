import mongoose from 'mongoose';
import { getConfig } from '@/lib/server/config';
import { failFor } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { FILE_BYTES_INDEX, HAS_FILE, Message } from '@/models/message';

/** What the files of the messages that the actor sent have together. Reads an index alone. */
async function usedBytes(actor: Actor): Promise<number> {
  const [sum] = await Message.aggregate<{ bytes: number }>([
    { $match: { senderId: new mongoose.Types.ObjectId(actor.userId), ...HAS_FILE } },
    { $group: { _id: null, bytes: { $sum: '$file.bytes' } } },
  ]).hint(FILE_BYTES_INDEX);
  return sum?.bytes ?? 0;
}

/**
 * Throws `too_large` where a file of that size, beside `begun` bytes on their way, does not fit into what
 * the operator gives one person. What forms bring at the same time may go beyond it together.
 */
export async function requireRoom(actor: Actor, bytes: number, begun = 0): Promise<void> {
  const { fileMaxBytes, quotaBytes } = getConfig();
  if (bytes > fileMaxBytes) throw failFor('too_large', 'file_too_large');
  if (quotaBytes === 0) return;
  if ((await usedBytes(actor)) + begun + bytes > quotaBytes)
    throw failFor('too_large', 'file_quota');
}
