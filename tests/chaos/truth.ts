import type { Connection } from 'mongoose';
import { z } from 'zod';

const hexId = z.custom<{ toHexString(): string }>().transform((id) => id.toHexString());
const upload = z.object({ url: z.string() });
const storedMessage = z.object({
  _id: hexId,
  conversationId: z.string(),
  seq: z.number(),
  senderId: hexId,
  receiverId: hexId,
  text: z.string(),
  clientId: z.string(),
  image: upload.nullable().default(null),
  file: upload
    .extend({
      name: z.string(),
      bytes: z.number(),
      durationMs: z.number().optional(),
      waveform: z.array(z.number()).optional(),
    })
    .nullable()
    .default(null),
  rev: z.number().default(0),
  revs: z.array(z.number()).default([]),
  editedAt: z.date().nullable().default(null),
  deletedAt: z.date().nullable().default(null),
  reactions: z.array(z.object({ userId: hexId, emoji: z.string() })).default([]),
  hiddenFor: z.array(hexId).default([]),
  replyToId: hexId.nullable().default(null),
});
export type StoredMessage = z.infer<typeof storedMessage>;

const storedConversation = z.object({
  _id: z.string(),
  lastSeq: z.number(),
  members: z.array(z.object({ userId: hexId, seenSeq: z.number(), deliveredSeq: z.number() })),
});
export type StoredConversation = z.infer<typeof storedConversation>;

export interface Truth {
  /** By conversation, ascending by `seq`. */
  messages: ReadonlyMap<string, readonly StoredMessage[]>;
  conversations: ReadonlyMap<string, StoredConversation>;
}

/** Reads everything from the database itself, past the servers. */
export async function readTruth(database: Connection): Promise<Truth> {
  const messages = new Map<string, StoredMessage[]>();
  const found = database.collection('messages').find().sort({ conversationId: 1, seq: 1 });
  for await (const document of found) {
    const message = storedMessage.parse(document);
    const held = messages.get(message.conversationId);
    if (held) held.push(message);
    else messages.set(message.conversationId, [message]);
  }
  const conversations = new Map<string, StoredConversation>();
  for await (const document of database.collection('conversations').find()) {
    const conversation = storedConversation.parse({
      ...document,
      members: z.array(z.unknown()).parse(document.members),
    });
    conversations.set(conversation._id, conversation);
  }
  return { messages, conversations };
}

/** How far a member has come by the database. */
export function marksIn(truth: Truth, conversationId: string, userId: string) {
  const member = truth.conversations
    .get(conversationId)
    ?.members.find((each) => each.userId === userId);
  return { seenSeq: member?.seenSeq ?? 0, deliveredSeq: member?.deliveredSeq ?? 0 };
}

/** How many messages a person has received in a conversation beyond what they have seen. */
export function countUnseen(truth: Truth, conversationId: string, userId: string): number {
  const { seenSeq } = marksIn(truth, conversationId, userId);
  const messages = truth.messages.get(conversationId) ?? [];
  return messages.filter((each) => each.receiverId === userId && each.seq > seenSeq).length;
}
