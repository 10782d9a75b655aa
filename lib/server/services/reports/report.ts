import mongoose from 'mongoose';
import { failFor } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requirePerson } from '@/lib/server/services/contacts/visibility';
import {
  getReadableMessage,
  messageNotFound,
} from '@/lib/server/services/messages/readable-message';
import type { ReportInput } from '@/lib/shared/conversation/report-schemas';
import { fileBriefText } from '@/lib/shared/files/file-brief';
import type { MessageRecord } from '@/models/message';
import { Report, type ReportedMessageRecord } from '@/models/report';

/** A message of the actor's conversation with that person; any other is none of their business. */
async function findReported(
  actor: Actor,
  { userId, messageId }: { userId: string; messageId: string },
): Promise<MessageRecord> {
  const message = await getReadableMessage(actor, messageId);
  const members = [message.senderId, message.receiverId].map((id) => id.toHexString());
  if (!members.includes(userId)) throw messageNotFound();
  return message;
}

function toCopy(message: MessageRecord): ReportedMessageRecord {
  const { _id, senderId, image, file, createdAt, importedFrom } = message;
  // Of a file its name, which says what it was about.
  const text = [file && fileBriefText(file), message.text].filter(Boolean).join('\n');
  const copy = { _id, senderId, text, imageUrl: image?.url ?? null, createdAt };
  return { ...copy, ...(importedFrom && { importedFrom }) };
}

/**
 * Reports a person, or one message of the actor's conversation with them, to whoever runs the server,
 * with a copy of the message as it is now. The other is told nothing. Throws `not_found` (nobody,
 * oneself, a message of no conversation of theirs), `rate_limited` past 20 in an hour.
 */
export async function reportPerson(actor: Actor, input: ReportInput): Promise<void> {
  await requireWithinRate('report', actor.userId);
  const { userId, messageId, reason } = input;
  if (userId === actor.userId) throw failFor('not_found', 'no_person');
  const { fullName } = await requirePerson(actor, userId);
  const message = messageId ? await findReported(actor, { userId, messageId }) : null;
  await Report.create({
    _id: new mongoose.Types.ObjectId(),
    reporterId: new mongoose.Types.ObjectId(actor.userId),
    userId: new mongoose.Types.ObjectId(userId),
    fullName,
    reason,
    message: message && toCopy(message),
    createdAt: new Date(),
  });
}
