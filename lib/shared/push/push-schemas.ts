import { z } from 'zod';

/** Longer than any push service's; its keys name the browser, and are as long as what they encode. */
const ENDPOINT_MAX_CHARACTERS = 2_000;
const WORD_MAX_CHARACTERS = 100;

const BASE64URL = /^[A-Za-z0-9_-]+$/;
/** Browsers write base64url, some programs with the padding that it can do without. */
const encoded = (bytes: number) =>
  z
    .string({ error: 'is required' })
    .transform((text) => text.replace(/=+$/, ''))
    .refine((text) => BASE64URL.test(text) && text.length === Math.ceil((bytes * 4) / 3), {
      error: `must be ${bytes} bytes as base64url`,
    });

const endpoint = z
  .string({ error: 'is required' })
  .max(ENDPOINT_MAX_CHARACTERS, `must be at most ${ENDPOINT_MAX_CHARACTERS} characters`)
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', {
    error: 'must be an address that starts with https://',
  });

const word = z
  .string()
  .overwrite((text) => text.toWellFormed().trim())
  .min(1, 'is required')
  .max(WORD_MAX_CHARACTERS, `must be at most ${WORD_MAX_CHARACTERS} characters`);

/** What stands in a notification where no text of the message does, in the language of the device. */
const pushWords = z.object({
  message: word,
  photo: word,
  deleted: word,
});
export type PushWords = z.infer<typeof pushWords>;

export const DEFAULT_PUSH_WORDS: PushWords = {
  message: 'New message',
  photo: 'Photo',
  deleted: 'This message was deleted.',
};

/** A browser's `PushSubscription` as JSON, with how this device is to be told: as before, where left out. */
export const pushSubscriptionBody = z.object({
  endpoint,
  expirationTime: z.number().nullish().meta({ description: 'Not used.' }),
  keys: z.object({ p256dh: encoded(65), auth: encoded(16) }),
  hasPreview: z.boolean().optional().meta({
    description: 'Whether a push carries what was written (the default), or only by whom.',
  }),
  words: pushWords.optional(),
});
export type PushSubscriptionInput = z.infer<typeof pushSubscriptionBody>;

export const endPushBody = z.object({ endpoint });

export const pushOptionsAnswer = z.object({
  publicKey: z.string().meta({
    description: 'The `applicationServerKey` that a browser subscribes with: base64url.',
  }),
});
