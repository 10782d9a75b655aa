import mongoose from 'mongoose';
import { nameFields } from '@/lib/server/services/people/names';
import { directConversationId } from '@/lib/shared/ids';
import { toLastMessage } from '@/models/message';
import { withDatabase } from './database';
import type { Person } from './person';
import type { SharedServer } from './shared-server';

const BATCH_COUNT = 1_000;

export interface CrowdMember {
  id: string;
  fullName: string;
}

/**
 * That many accounts nobody signs in to, written past the server into the database it has open, and
 * with the first `conversations` of them a conversation of one message that `person` has not seen.
 */
export async function addCrowd(
  server: SharedServer,
  person: Person,
  options: { count: number; conversations: number; nameOf?: (index: number) => string },
): Promise<CrowdMember[]> {
  const { count, conversations, nameOf = (i) => `Crowd ${String(i).padStart(5, '0')}` } = options;
  const users = Array.from({ length: count }, (_, index) => userOf(nameOf(index)));
  const rows = users
    .slice(0, conversations)
    .map((user, index) => conversationOf(user._id, person.id, index));
  await withDatabase(server, async (connection) => {
    await insert(connection, 'users', users);
    await insert(
      connection,
      'messages',
      rows.map(({ message }) => message),
    );
    await insert(
      connection,
      'conversations',
      rows.map(({ conversation }) => conversation),
    );
  });
  return users.map(({ _id, fullName }) => ({ id: _id.toHexString(), fullName }));
}

function userOf(fullName: string) {
  const _id = new mongoose.Types.ObjectId();
  return {
    _id,
    email: `${_id.toHexString()}@example.org`,
    passwordHash: 'none',
    bio: '',
    profilePic: '',
    ...nameFields(fullName),
    lastSeenAt: null,
    createdAt: new Date(),
  };
}

/** The later in the crowd, the longer ago. */
function conversationOf(from: mongoose.Types.ObjectId, to: string, index: number) {
  const receiverId = new mongoose.Types.ObjectId(to);
  const conversationId = directConversationId(from.toHexString(), to);
  const message = {
    _id: new mongoose.Types.ObjectId(),
    conversationId,
    seq: 1,
    senderId: from,
    receiverId,
    text: `Message ${index}`,
    image: null,
    clientId: `crowd-${from.toHexString()}`,
    createdAt: new Date(Date.now() - (index + 1) * 60_000),
    editedAt: null,
    deletedAt: null,
  };
  const conversation = {
    _id: conversationId,
    members: [
      { userId: from, seenSeq: 1, deliveredSeq: 1 },
      { userId: receiverId, seenSeq: 0, deliveredSeq: 0 },
    ],
    lastSeq: 1,
    lastMessage: toLastMessage(message),
    updatedAt: message.createdAt,
  };
  return { message, conversation };
}

async function insert(
  connection: mongoose.Connection,
  collection: string,
  documents: object[],
): Promise<void> {
  for (let start = 0; start < documents.length; start += BATCH_COUNT) {
    await connection.collection(collection).insertMany(documents.slice(start, start + BATCH_COUNT));
  }
}
