import { z } from 'zod';
import { isoDate } from '@/lib/shared/dto';
import { objectId } from '@/lib/shared/ids';
import { importSource } from '@/lib/shared/import/import-source';
import { IMPORT_BATCH_MAX_COUNT, IMPORT_MAX_MESSAGES } from '@/lib/shared/limits';
import { messageText } from '@/lib/shared/message-schemas';
import { isOneEmoji } from '@/lib/shared/text';

const importState = z.enum(['draft', 'proposed', 'declined', 'accepted', 'done', 'removing']).meta({
  description:
    'draft: being handed in; proposed: the other is asked; accepted: being brought in; removing: being taken out again.',
});

/** A history that one of the two brings into a conversation. */
const importDto = z
  .object({
    _id: z.string(),
    userId: z.string().meta({ description: 'The other person of the conversation.' }),
    isMine: z.boolean().meta({ description: 'The caller brings it.' }),
    source: importSource,
    state: importState,
    messageCount: z.int().meta({ description: 'How many messages it is to have.' }),
    storedCount: z.int().meta({ description: 'How many of them are here.' }),
    pictureCount: z.int(),
    firstAt: isoDate.nullable().meta({ description: 'When the oldest one was written.' }),
    lastAt: isoDate.nullable(),
    createdAt: isoDate,
  })
  .meta({ id: 'Import' });
export type ImportDto = z.infer<typeof importDto>;

export const importAnswer = z.object({ import: importDto });
export const importsAnswer = z.object({ import: importDto.nullable() });

export const createImportBody = z.object({
  userId: objectId,
  source: importSource,
  messageCount: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(IMPORT_MAX_MESSAGES, `must be at most ${IMPORT_MAX_MESSAGES}`),
});
export const findImportQuery = z.object({ userId: objectId });
export const importParams = z.object({ importId: objectId });

const ordinal = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(IMPORT_MAX_MESSAGES, `must be at most ${IMPORT_MAX_MESSAGES}`)
  .meta({ description: 'The place of a message in the history, from 1 for the oldest.' });

/** A moment that has been: nothing was written before there were computers to write with. */
const pastMoment = isoDate.refine(
  (at) => Date.parse(at) >= 0 && Date.parse(at) <= Date.now(),
  'must be a moment that has been',
);

const importedMessage = z.object({
  ordinal,
  isMine: z.boolean().meta({ description: 'The caller wrote it; else the other.' }),
  text: messageText,
  createdAt: pastMoment,
  editedAt: pastMoment.nullish(),
  replyTo: ordinal.nullish().meta({ description: 'The place of the one it answers.' }),
  reactions: z
    .array(
      z.object({
        isMine: z.boolean(),
        emoji: z.string().refine(isOneEmoji, { error: 'must be one emoji' }),
      }),
    )
    .max(2, 'must be at most one a person')
    .optional(),
});
export type ImportedMessageInput = z.infer<typeof importedMessage>;

export const importMessagesBody = z.object({
  messages: z
    .array(importedMessage)
    .min(1, 'is required')
    .max(IMPORT_BATCH_MAX_COUNT, `must be at most ${IMPORT_BATCH_MAX_COUNT} at a time`),
});

export const importPictureParams = z.object({
  importId: objectId,
  ordinal: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'must be a whole number')
    .transform(Number)
    .pipe(ordinal),
});
export const importPictureBody = z.object({
  image: z
    .union([z.string(), z.null()], { error: 'must be an image as a data URL' })
    .optional()
    .meta({ description: 'A data URL.' }),
});
