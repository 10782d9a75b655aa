import { z } from 'zod';
import { importSource } from '@/lib/shared/import/import-source';

/** The shapes that leave the server. Ids are strings, dates ISO 8601 in UTC. */
export const isoDate = z.iso.datetime();

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
    handle: z
      .string()
      .optional()
      .meta({ description: 'Without `@`, of who chose one; else absent.' }),
    bot: z
      .boolean()
      .optional()
      .meta({ description: 'True for an account that a program speaks for; else absent.' }),
    deleted: z
      .boolean()
      .optional()
      .meta({ description: 'True for an account that was deleted; else absent.' }),
  })
  .meta({ id: 'User' });
export type UserDto = z.infer<typeof userDto>;

/** One's own account: the only shape that carries an e-mail address. */
export const ownUserDto = userDto
  .extend({
    email: z.string().meta({ description: 'Empty for an account without one.' }),
    providerOnly: z
      .boolean()
      .optional()
      .meta({ description: 'Of who has no password: a provider or a passkey signs them in.' }),
    requests: z
      .boolean()
      .optional()
      .meta({ description: 'First messages of people they do not know come as requests.' }),
  })
  .meta({ id: 'OwnUser' });
export type OwnUserDto = z.infer<typeof ownUserDto>;

export const signedInAnswer = z.object({ user: ownUserDto, token: z.string() });
export const signedUpAnswer = signedInAnswer.extend({
  invitedBy: z
    .string()
    .nullable()
    .meta({ description: 'Whose invitation was accepted with it, if one was.' }),
});

const imageDto = z
  .object({
    url: z.string(),
    width: z.int(),
    height: z.int(),
    placeholder: z.string().meta({ description: 'A tiny image as a data URL.' }),
  })
  .meta({ id: 'Image' });
export type ImageDto = z.infer<typeof imageDto>;

/** Of a film: the box it is shown in. */
const videoDto = z
  .object({
    width: z.int(),
    height: z.int(),
    placeholder: z.string().meta({ description: 'A tiny image as a data URL.' }),
  })
  .meta({ id: 'Video' });

/** A file of any kind. Those that may be absent are there for voice notes and films alone. */
const fileDto = z
  .object({
    url: z.string(),
    name: z.string(),
    type: z
      .string()
      .meta({ description: 'As its sender’s program called it; of a voice note, what it is.' }),
    bytes: z.int(),
    durationMs: z.int().optional(),
    waveform: z
      .array(z.int())
      .optional()
      .meta({ description: '64 numbers from 0 to 255, how loud it is from beginning to end.' }),
    video: videoDto
      .optional()
      .meta({ description: 'Of a film that was sent with a `poster`; else absent.' }),
  })
  .meta({ id: 'File' });
export type FileDto = z.infer<typeof fileDto>;

/** As much of a file as quotes and lists say. */
const fileBriefDto = z
  .object({
    name: z.string(),
    durationMs: z.int().optional().meta({ description: 'Of a voice note; else absent.' }),
  })
  .meta({ id: 'FileBrief' });
export type FileBriefDto = z.infer<typeof fileBriefDto>;

/** The quoted message as it is now. */
const replyDto = z
  .object({
    messageId: z.string(),
    seq: z.int(),
    senderId: z.string(),
    text: z.string().meta({ description: 'The first 120 characters; "" once it is deleted.' }),
    hasImage: z.boolean(),
    hasFile: z.boolean(),
    file: fileBriefDto.optional().meta({ description: 'With `hasFile`; else absent.' }),
    deletedAt: isoDate.nullable(),
  })
  .meta({ id: 'Reply' });
export type ReplyDto = z.infer<typeof replyDto>;

/** What the page behind the first link of a message says of itself. */
const previewDto = z
  .object({
    url: z.string().meta({ description: 'The link, as a browser reads it.' }),
    siteName: z.string(),
    title: z.string(),
    description: z.string(),
    image: imageDto.nullable(),
  })
  .meta({ id: 'Preview' });
export type PreviewDto = z.infer<typeof previewDto>;

const reactionDto = z.object({ userId: z.string(), emoji: z.string() }).meta({ id: 'Reaction' });

export const messageDto = z
  .object({
    _id: z.string(),
    conversationId: z.string(),
    seq: z.int(),
    rev: z.int().meta({ description: 'The number of its latest change; 0 without one.' }),
    senderId: z.string(),
    receiverId: z.string(),
    text: z.string(),
    image: imageDto.nullable(),
    file: fileDto.nullable(),
    replyTo: replyDto.nullable(),
    forwarded: z.boolean(),
    preview: previewDto.nullable().meta({
      description: 'Comes some moments after the message, as a change of it; null without one.',
    }),
    importedFrom: importSource.optional().meta({
      description: 'Where it was written, if not here: its `seq` is 0 or less. Else absent.',
    }),
    reactions: z.array(reactionDto).meta({ description: 'At most one a person.' }),
    seen: z.boolean(),
    delivered: z.boolean(),
    clientId: z.string(),
    createdAt: isoDate,
    editedAt: isoDate.nullable(),
    deletedAt: isoDate.nullable(),
    hidden: z.boolean().meta({
      description: 'The caller deleted it for themselves; it is empty, and is not to be shown.',
    }),
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

/** The same of a file or a voice note. */
const sharedFileDto = sharedImageDto
  .omit({ image: true })
  .extend({ file: fileDto })
  .meta({ id: 'SharedFile' });
export type SharedFileDto = z.infer<typeof sharedFileDto>;

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
    file: fileBriefDto.optional().meta({ description: 'Of a message with one; else absent.' }),
    createdAt: isoDate,
    deletedAt: isoDate.nullable(),
  })
  .meta({ id: 'LastMessage' });
export type LastMessageDto = z.infer<typeof lastMessageDto>;

/** What the caller set up for one conversation, for themselves alone. */
const conversationSettingsDto = z
  .object({
    mutedUntil: z.union([isoDate, z.literal('always')]).nullable(),
    pinned: z.boolean(),
    archived: z.boolean(),
    unread: z.boolean().meta({ description: 'Marked as unread by hand, until it is opened.' }),
    request: z.boolean().optional().meta({
      description:
        'True while somebody the caller does not know waits to be answered; else absent.',
    }),
    importPending: z.boolean().optional().meta({
      description: 'True while a history waits to be brought in; else absent.',
    }),
  })
  .meta({ id: 'ConversationSettings' });
export type ConversationSettingsDto = z.infer<typeof conversationSettingsDto>;

const settingsAt = isoDate.nullable().meta({ description: 'When the settings were changed last.' });
const clearedSeq = z.int().meta({
  description:
    'Up to which number the caller cleared the conversation for themselves; 0 for not, less than 0 where messages from elsewhere come before the first.',
});
export const settingsAnswer = z.object({
  settings: conversationSettingsDto,
  settingsAt,
  clearedSeq,
});
export type SettingsAnswer = z.infer<typeof settingsAnswer>;

export const personDto = userDto
  .extend({
    conversationId: z.string(),
    lastMessage: lastMessageDto.nullable(),
    lastSeq: z.int().meta({ description: '0 without a conversation.' }),
    lastRev: z.int().meta({ description: 'The number of the latest change; 0 without one.' }),
    changedAt: isoDate.nullable().meta({ description: 'When that change was.' }),
    seenSeq: z.int().meta({ description: 'How far this person has seen the conversation.' }),
    deliveredSeq: z.int().meta({ description: 'How far it reached a device of this person.' }),
    mySeenSeq: z.int().meta({ description: 'How far the caller has seen it.' }),
    settings: conversationSettingsDto,
    settingsAt,
    clearedSeq,
    blocked: z.boolean().meta({ description: 'By the caller.' }),
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

/** A link that lets people in, without its token. */
export const invitationDto = z
  .object({
    _id: z.string(),
    uses: z.int().meta({ description: 'How many people it could let in.' }),
    usesLeft: z.int(),
    createdAt: isoDate,
    expiresAt: isoDate,
  })
  .meta({ id: 'Invitation' });
export type InvitationDto = z.infer<typeof invitationDto>;

const presenceDto = z
  .object({ userId: z.string(), online: z.boolean(), lastSeenAt: isoDate.nullable() })
  .meta({ id: 'Presence' });
export type PresenceDto = z.infer<typeof presenceDto>;

/** Whom the caller has blocked. */
export const blocksAnswer = z.object({
  blocks: z
    .array(z.object({ user: userDto, blockedAt: isoDate }))
    .meta({ description: 'The latest first.' }),
});
export type BlocksAnswer = z.infer<typeof blocksAnswer>;

/** How one can sign in and up. */
export const authOptionsDto = z
  .object({
    signup: z.enum(['open', 'invite', 'closed']),
    passwords: z.boolean(),
    passkeys: z.boolean().meta({ description: 'At the address of this very request.' }),
    oidc: z.string().nullable().meta({ description: 'The name of the provider, if there is one.' }),
    reset: z.enum(['mail', 'operator']).meta({ description: 'Who hands out a new password.' }),
    needsSetup: z.boolean().meta({ description: 'Nobody has an account yet.' }),
    retentionDays: z
      .int()
      .meta({ description: 'Messages older than so many days are removed; 0: none.' }),
    fileMaxBytes: z.int().meta({ description: 'The most that one file may have.' }),
    linkPreviews: z
      .boolean()
      .meta({ description: 'The server looks at the page behind the first link of a message.' }),
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
  lastRev: z.int().meta({
    description: 'The messages show every change up to this number.',
  }),
  seenSeq: z.int().meta({ description: 'How far the other has seen the conversation.' }),
  deliveredSeq: z.int(),
  mySeenSeq: z.int(),
  hasBefore: z.boolean(),
  hasAfter: z.boolean(),
});
export type ConversationAnswer = z.infer<typeof conversationAnswer>;

export const changesAnswer = z.object({
  messages: z.array(messageDto).meta({ description: 'As they are now, ascending by `rev`.' }),
  lastRev: z.int(),
  hasAfter: z.boolean(),
});
export type ChangesAnswer = z.infer<typeof changesAnswer>;

export const imagesAnswer = z.object({
  images: z.array(sharedImageDto).meta({ description: 'Newest first.' }),
  total: z
    .int()
    .nullable()
    .meta({ description: 'How many there are, up to 1,000; null with a cursor.' }),
  nextBefore: z.int().nullable().meta({ description: '`before` of the next page.' }),
});
export type ImagesAnswer = z.infer<typeof imagesAnswer>;

export const filesAnswer = z.object({
  files: z.array(sharedFileDto).meta({ description: 'Newest first.' }),
  nextBefore: z.int().nullable().meta({ description: '`before` of the next page.' }),
});
export type FilesAnswer = z.infer<typeof filesAnswer>;

export const searchAnswer = z.object({
  results: z
    .array(
      z.object({
        message: messageDto,
        highlights: z
          .array(z.tuple([z.int(), z.int()]))
          .meta({ description: 'What was looked for: start and end in UTF-16 units of `text`.' }),
      }),
    )
    .meta({ description: 'Newest first. May be fewer than `limit` while there are more.' }),
  nextCursor: z.string().nullable(),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;
