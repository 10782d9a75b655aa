import { z } from 'zod';
import { clientId, objectId } from '@/lib/shared/ids';
import {
  countCharacters,
  EMAIL_MAX_CHARACTERS,
  FILE_NAME_MAX_INPUT_CHARACTERS,
  PAGE_DEFAULT_COUNT,
  PAGE_MAX_COUNT,
  POSTER_MAX_CHARACTERS,
  PRESENCE_WATCH_MAX_COUNT,
  SEARCH_MAX_CHARACTERS,
  SEARCH_PAGE_DEFAULT_COUNT,
  SEARCH_PAGE_MAX_COUNT,
  TEXT_MAX_CHARACTERS,
  VOICE_MAX_MS,
  WAVEFORM_COUNT,
  WAVEFORM_MAX,
} from '@/lib/shared/limits';
import { isOneEmoji, isVisible, trimEmptyLines } from '@/lib/shared/text';

export const messageText = z
  .string({ error: 'must be text' })
  .overwrite(trimEmptyLines)
  // UTF-8 keeps no half of a surrogate pair: later reads would show another text than this answer.
  .overwrite((text) => text.toWellFormed())
  .overwrite((text) => (isVisible(text) ? text : ''))
  .refine((text) => countCharacters(text) <= TEXT_MAX_CHARACTERS, {
    error: `must be at most ${TEXT_MAX_CHARACTERS} characters`,
  });

const replyTo = objectId.meta({
  description: 'The id of a message of the same conversation that this one answers.',
});
const forwardOf = objectId.meta({
  description: 'The id of a message whose text and image are sent on; nothing is uploaded again.',
});

/** A form carries it as a word. */
const preview = z
  .union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })], {
    error: 'must be true or false',
  })
  .meta({ description: 'False: the page behind its first link is not looked at.' });

const WAVEFORM_FAULT = `must be ${WAVEFORM_COUNT} whole numbers from 0 to ${WAVEFORM_MAX}`;
/** As a form carries it: JSON, or numbers with commas between them. */
const waveform = z
  .preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .replace(/^\[|\]$/g, '')
            .split(',')
            .map(Number)
        : value,
    z
      .array(z.int(WAVEFORM_FAULT).min(0, WAVEFORM_FAULT).max(WAVEFORM_MAX, WAVEFORM_FAULT), {
        error: WAVEFORM_FAULT,
      })
      .length(WAVEFORM_COUNT, WAVEFORM_FAULT),
  )
  .meta({ description: 'With `voice`: 64 numbers from 0 to 255, how loud it is.' });
const durationMs = z
  .preprocess(
    (value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value),
    z
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(VOICE_MAX_MS, `must be at most ${VOICE_MAX_MS}`),
  )
  .meta({ description: 'With `voice`: how long it is.' });

/** Over HTTP: text, an image as a data URL, or both. Over multipart the image is a file instead. */
export const sendMessageBody = z.object({
  text: messageText.optional(),
  image: z
    .union([z.string(), z.null()], { error: 'must be an image as a data URL' })
    .optional()
    .meta({ description: 'A data URL.' }),
  clientId: clientId.optional(),
  replyTo: replyTo.optional(),
  forwardOf: forwardOf.optional(),
  preview: preview.optional(),
  fileName: z
    .string({ error: 'must be text' })
    .max(
      FILE_NAME_MAX_INPUT_CHARACTERS,
      `must be at most ${FILE_NAME_MAX_INPUT_CHARACTERS} characters`,
    )
    .optional()
    .meta({ description: 'What a `file` is called, if not as the form says.' }),
  uploadId: z
    .string({ error: 'must be text' })
    .max(100, 'must be at most 100 characters')
    .optional()
    .meta({
      description:
        'The id of a finished upload to `/api/uploads/resumable` (tus 1.0), in place of a `file` or, with the next two, of a `voice`.',
    }),
  poster: z
    .string({ error: 'must be an image as a data URL' })
    .regex(/^data:image\/[a-z]{3,5};base64,[\w+/]+={0,2}$/, 'must be an image as a data URL')
    .max(POSTER_MAX_CHARACTERS, `must be at most ${POSTER_MAX_CHARACTERS} characters`)
    .optional()
    .meta({ description: 'With a film: a small picture of it, in its proportions.' }),
  durationMs: durationMs.optional(),
  waveform: waveform.optional(),
});

/** Over a socket: text only, or what is forwarded. */
export const socketSendInput = z
  .object({
    to: objectId,
    text: messageText.default(''),
    clientId,
    replyTo: replyTo.optional(),
    forwardOf: forwardOf.optional(),
    preview: z.boolean('must be true or false').optional(),
  })
  .refine((input) => input.text !== '' || input.forwardOf, {
    error: 'is required',
    path: ['text'],
  });

export const editMessageBody = z.object({
  text: messageText,
  baseRev: z.int('must be a whole number').min(0, 'must be at least 0').optional().meta({
    description: 'The `rev` that was edited: refused when the message has another by now.',
  }),
});

export const deleteMessageQuery = z.object({
  for: z.enum(['everyone', 'me'], { error: 'must be everyone or me' }).default('everyone'),
});

export const reactionBody = z.object({
  emoji: z
    .string({ error: 'must be one emoji or null' })
    .refine(isOneEmoji, { error: 'must be one emoji or null' })
    .nullable(),
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
    .regex(min < 0 ? /^-?\d{1,15}$/ : /^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
}

const limit = queryInteger({ min: 1, max: PAGE_MAX_COUNT }).default(PAGE_DEFAULT_COUNT);
const seq = queryInteger({ min: 0, max: Number.MAX_SAFE_INTEGER });

/** What was brought in from elsewhere stands before the first message, with numbers up to 0. */
const cursor = queryInteger({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

export const listUploadsQuery = z.object({ before: cursor.optional(), limit });

export const searchQuery = z.object({
  q: z
    .string({ error: 'is required' })
    .trim()
    .min(1, 'is required')
    .max(SEARCH_MAX_CHARACTERS, `must be at most ${SEARCH_MAX_CHARACTERS} characters`)
    .meta({
      description:
        'Words or their beginnings, phrases in quotes, and the filters `from:` ("me", a name, an e-mail address, an id), `before:` and `after:` (a day in UTC such as 2026-01-31, or a moment with its zone; `after:` includes it), `has:image`, `has:file` (voice notes too), `has:voice`.',
    }),
  userId: objectId.meta({ description: 'Only in the conversation with this person.' }).optional(),
  cursor: z.string().max(500).optional(),
  limit: queryInteger({ min: 1, max: SEARCH_PAGE_MAX_COUNT }).default(SEARCH_PAGE_DEFAULT_COUNT),
});

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
  changedAfter: z.iso.datetime({ error: 'must be an ISO date' }).optional().meta({
    description:
      'Only conversations in which a message was changed after this moment, or shortly before; the latest first.',
  }),
  settingsAfter: z.iso.datetime({ error: 'must be an ISO date' }).optional().meta({
    description:
      'Only those whose settings the caller changed after this moment, or shortly before; the latest first.',
  }),
  requests: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0').meta({
    description: 'With 1 the requests that wait to be answered, and nobody else.',
  }),
  archived: z.enum(['0', '1', 'any'], { error: 'must be 0, 1 or any' }).default('0').meta({
    description:
      'With 1 the archived conversations alone, without them otherwise; a search with `any` finds both.',
  }),
  cursor: z.string().max(500).optional(),
  limit,
});
export type ListPeopleInput = z.infer<typeof listPeopleQuery>;

export const listChangesQuery = z.object({ after: seq, limit });

export const listMessagesQuery = z
  .object({
    before: cursor.optional(),
    after: cursor.optional(),
    around: cursor.optional(),
    at: z.iso
      .datetime({ offset: true, error: 'must be an ISO date' })
      .or(z.iso.date('must be an ISO date'))
      .optional()
      .meta({ description: 'As `around`, centred on the first message at or after this moment.' }),
    limit,
    peek: z.enum(['0', '1', 'true', 'false'], { error: 'must be 0 or 1' }).optional(),
  })
  .refine(
    (query) =>
      [query.before, query.after, query.around, query.at].filter((cursor) => cursor !== undefined)
        .length <= 1,
    { error: 'before, after, around and at exclude one another', path: ['before'] },
  );
