import { z } from 'zod';

/** The shapes that leave the server. Ids are strings, dates ISO 8601 in UTC. */
const isoDate = z.iso.datetime();

const userDto = z
  .object({
    _id: z.string(),
    fullName: z.string(),
    profilePic: z.string().meta({ description: 'URL, or "" without a picture.' }),
    bio: z.string(),
    timeZone: z
      .string()
      .nullable()
      .meta({ description: 'IANA name, of those who show their local time; else null.' }),
    createdAt: isoDate,
  })
  .meta({ id: 'User' });
export type UserDto = z.infer<typeof userDto>;

/** One's own account: the only shape that carries an e-mail address. */
export const ownUserDto = userDto.extend({ email: z.string() }).meta({ id: 'OwnUser' });
export type OwnUserDto = z.infer<typeof ownUserDto>;

const imageDto = z
  .object({
    url: z.string(),
    width: z.int(),
    height: z.int(),
    placeholder: z.string().meta({ description: 'A tiny image as a data URL.' }),
  })
  .meta({ id: 'Image' });
export type ImageDto = z.infer<typeof imageDto>;

export const messageDto = z
  .object({
    _id: z.string(),
    conversationId: z.string(),
    seq: z.int(),
    senderId: z.string(),
    receiverId: z.string(),
    text: z.string(),
    image: imageDto.nullable(),
    seen: z.boolean(),
    delivered: z.boolean(),
    clientId: z.string(),
    createdAt: isoDate,
    editedAt: isoDate.nullable(),
    deletedAt: isoDate.nullable(),
  })
  .meta({ id: 'Message' });
export type MessageDto = z.infer<typeof messageDto>;

/** A picture of a conversation, with what is needed to show it by itself. */
const sharedImageDto = z
  .object({
    _id: z.string().meta({ description: 'The id of its message.' }),
    seq: z.int(),
    senderId: z.string(),
    clientId: z.string(),
    text: z.string(),
    image: imageDto,
    createdAt: isoDate,
  })
  .meta({ id: 'SharedImage' });
export type SharedImageDto = z.infer<typeof sharedImageDto>;

/** The newest message of a conversation as the people list shows it. */
const lastMessageDto = z
  .object({
    _id: z.string(),
    seq: z.int(),
    senderId: z.string(),
    text: z.string().meta({
      description:
        'The first 120 characters; of a picture in an album those of the album’s caption.',
    }),
    hasImage: z.boolean(),
    createdAt: isoDate,
    deletedAt: isoDate.nullable(),
  })
  .meta({ id: 'LastMessage' });
export type LastMessageDto = z.infer<typeof lastMessageDto>;

export const personDto = userDto
  .extend({
    conversationId: z.string(),
    lastMessage: lastMessageDto.nullable(),
    lastSeq: z.int().meta({ description: '0 without a conversation.' }),
    seenSeq: z.int().meta({ description: 'How far this person has seen the conversation.' }),
    deliveredSeq: z.int().meta({ description: 'How far it reached a device of this person.' }),
    mySeenSeq: z.int().meta({ description: 'How far the caller has seen it.' }),
    online: z.boolean(),
    lastSeenAt: isoDate.nullable(),
  })
  .meta({ id: 'Person' });
export type PersonDto = z.infer<typeof personDto>;

export const sessionDto = z
  .object({
    sid: z.string(),
    device: z.string(),
    createdAt: isoDate,
    lastUsedAt: isoDate,
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionDto = z.infer<typeof sessionDto>;

const presenceDto = z
  .object({ userId: z.string(), online: z.boolean(), lastSeenAt: isoDate.nullable() })
  .meta({ id: 'Presence' });
export type PresenceDto = z.infer<typeof presenceDto>;

/** How one can sign in and up. */
export const authOptionsDto = z
  .object({
    signup: z.enum(['open', 'invite', 'closed']),
    passwords: z.boolean(),
    passkeys: z.boolean(),
    oidc: z.string().nullable().meta({ description: 'The name of the provider, if there is one.' }),
    reset: z.enum(['mail', 'operator']).meta({ description: 'Who hands out a new password.' }),
    needsSetup: z.boolean().meta({ description: 'Nobody has an account yet.' }),
  })
  .meta({ id: 'AuthOptions' });
export type AuthOptionsDto = z.infer<typeof authOptionsDto>;

/** The fact "this member has seen (or received) everything up to `seq`". */
const watermarkDto = z
  .object({ conversationId: z.string(), userId: z.string(), seq: z.int(), at: isoDate })
  .meta({ id: 'Watermark' });
export type WatermarkDto = z.infer<typeof watermarkDto>;

export const peopleAnswer = z.object({
  users: z.array(personDto),
  unseenMessages: z
    .record(z.string(), z.int().positive())
    .meta({ description: 'How many, by person; nobody with none.' }),
  nextCursor: z.string().nullable(),
});
export type PeopleAnswer = z.infer<typeof peopleAnswer>;

export const conversationAnswer = z.object({
  conversationId: z.string(),
  messages: z.array(messageDto),
  lastSeq: z.int(),
  seenSeq: z.int().meta({ description: 'How far the other has seen the conversation.' }),
  deliveredSeq: z.int(),
  mySeenSeq: z.int(),
  hasBefore: z.boolean(),
  hasAfter: z.boolean(),
});
export type ConversationAnswer = z.infer<typeof conversationAnswer>;

export const imagesAnswer = z.object({
  images: z.array(sharedImageDto).meta({ description: 'Newest first.' }),
  total: z
    .int()
    .nullable()
    .meta({ description: 'How many there are, up to 1,000; null with a cursor.' }),
  nextBefore: z.int().nullable().meta({ description: '`before` of the next page.' }),
});
export type ImagesAnswer = z.infer<typeof imagesAnswer>;
