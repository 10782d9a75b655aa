import { z } from 'zod';
import { clientId, objectId } from '@/lib/shared/ids';
import {
  countCharacters,
  EMAIL_MAX_CHARACTERS,
  PAGE_DEFAULT_COUNT,
  PAGE_MAX_COUNT,
  PRESENCE_WATCH_MAX_COUNT,
  TEXT_MAX_CHARACTERS,
} from '@/lib/shared/limits';
import { isVisible, trimEmptyLines } from '@/lib/shared/text';

const messageText = z
  .string({ error: 'must be text' })
  .overwrite(trimEmptyLines)
  // UTF-8 keeps no half of a surrogate pair: later reads would show another text than this answer.
  .overwrite((text) => text.toWellFormed())
  .overwrite((text) => (isVisible(text) ? text : ''))
  .refine((text) => countCharacters(text) <= TEXT_MAX_CHARACTERS, {
    error: `must be at most ${TEXT_MAX_CHARACTERS} characters`,
  });

/** Over HTTP: text, an image as a data URL, or both. Over multipart the image is a file instead. */
export const sendMessageBody = z.object({
  text: messageText.optional(),
  image: z
    .union([z.string(), z.null()], { error: 'must be an image as a data URL' })
    .optional()
    .meta({ description: 'A data URL.' }),
  clientId: clientId.optional(),
});

/** Over a socket: text only. */
export const socketSendInput = z.object({
  to: objectId,
  text: messageText.min(1, 'is required'),
  clientId,
});
export const socketMessageRef = z.object({ messageId: objectId });
export const socketTypingInput = z.object({ to: objectId, typing: z.boolean() });
export const socketSinceInput = z.object({ moment: z.string().max(100) });
export const socketWatchInput = z.object({
  userIds: z
    .array(objectId)
    .max(PRESENCE_WATCH_MAX_COUNT, `must be at most ${PRESENCE_WATCH_MAX_COUNT} people`),
});

/** Whole numbers as a query string carries them: digits only, so `1e3`, ` 5` and `0x10` are refused. */
function queryInteger({ min, max }: { min: number; max: number }) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
}

const limit = queryInteger({ min: 1, max: PAGE_MAX_COUNT }).default(PAGE_DEFAULT_COUNT);
const seq = queryInteger({ min: 0, max: Number.MAX_SAFE_INTEGER });

export const listImagesQuery = z.object({ before: seq.optional(), limit });

export const listPeopleQuery = z.object({
  q: z
    .string()
    .trim()
    // A whole e-mail address is the longest thing that finds anybody.
    .max(EMAIL_MAX_CHARACTERS, `must be at most ${EMAIL_MAX_CHARACTERS} characters`)
    .optional(),
  joinedAfter: objectId
    .meta({ description: 'Only who signed up after this person, or shortly before; newest first.' })
    .optional(),
  cursor: z.string().max(500).optional(),
  limit,
});
export type ListPeopleInput = z.infer<typeof listPeopleQuery>;

export const listMessagesQuery = z
  .object({
    before: seq.optional(),
    after: seq.optional(),
    around: seq.optional(),
    limit,
    peek: z.enum(['0', '1', 'true', 'false'], { error: 'must be 0 or 1' }).optional(),
  })
  .refine(
    (query) =>
      [query.before, query.after, query.around].filter((cursor) => cursor !== undefined).length <=
      1,
    { error: 'before, after and around exclude one another', path: ['before'] },
  );
