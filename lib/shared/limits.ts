/** Every limit a person or a program can run into, in one place, so that both ends agree. */
export const NAME_MAX_CHARACTERS = 80;
export const BIO_MAX_CHARACTERS = 280;
export const EMAIL_MAX_CHARACTERS = 254;
export const TEXT_MAX_CHARACTERS = 4000;
/** Why something is reported. */
export const REPORT_MAX_CHARACTERS = 1000;

export const PASSWORD_MIN_CHARACTERS = 8;
export const PASSWORD_MAX_CHARACTERS = 128;

export const IMAGE_MAX_BYTES = 16 * 1024 * 1024;
export const IMAGE_MAX_PIXELS = 50_000_000;
/** Of a picture that comes in: no camera or screen makes a longer side. */
export const IMAGE_MAX_INPUT_SIDE_PIXELS = 16_384;
export const IMAGE_MAX_FRAMES = 1_000;
/** Over all frames: encoding an animation anew takes about 20 ms of processor time a megapixel. */
export const ANIMATION_MAX_PIXELS = 120_000_000;
/** Of a picture as it is stored. */
export const IMAGE_MAX_SIDE_PIXELS = 2048;
/** A picture more than twice as long as wide (a long screenshot) keeps this much of its short side. */
export const LONG_IMAGE_SHORT_SIDE_PIXELS = 1080;
export const AVATAR_SIDE_PIXELS = 512;
/** Of the picture of a page that a link leads to: twice as wide as it is shown. */
export const PREVIEW_SIDE_PIXELS = 720;
/** What a file dialogue offers. What a file is, its first bytes say: see image-format.ts. */
export const IMAGE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/heic',
  'image/heif',
];

/** Of the name of a file: longer ones are cut before their ending, and far longer ones are refused. */
export const FILE_NAME_MAX_CHARACTERS = 200;
export const FILE_NAME_MAX_INPUT_CHARACTERS = 2_000;
/** Of a film's small picture, as a data URL: it goes with the fields of its message. */
export const POSTER_MAX_CHARACTERS = 40_000;
export const VOICE_MAX_MS = 15 * 60_000;
/** How loud a voice note is, in so many steps from its beginning to its end. */
export const WAVEFORM_COUNT = 64;
export const WAVEFORM_MAX = 255;

/** Pictures chosen for one message: more would be too many for its receiver, and for a phone that previews them. */
export const CHOSEN_IMAGES_MAX_COUNT = 20;

/** A JSON body that carries no image. */
export const JSON_BODY_MAX_BYTES = 64 * 1024;
/** Brackets within brackets: no endpoint takes more than a few. */
export const JSON_MAX_DEPTH = 32;
/** An image as a data URL grows by 4/3; the rest is room for the other fields. */
export const IMAGE_BODY_MAX_BYTES = Math.ceil((IMAGE_MAX_BYTES * 4) / 3) + JSON_BODY_MAX_BYTES;
/** Uploads on their way at once: what they take on disk has a bound, in all and for each person. */
export const UPLOADS_MAX_COUNT = 200;
export const UPLOADS_PER_PERSON_MAX_COUNT = 16;
/** An upload in which nothing comes for so long is given up. Its total time is not limited. */
export const UPLOAD_STALL_TIMEOUT_MS = 60_000;
/** Uploads of one person that are begun and not sent, whether or not they are on their way. */
export const RESUMABLE_PER_PERSON_MAX_COUNT = 50;
export const SOCKET_PAYLOAD_MAX_BYTES = 64 * 1024;

export const PAGE_DEFAULT_COUNT = 50;
export const PAGE_MAX_COUNT = 100;
/** Pictures of a conversation are counted up to here; what is beyond is "more". */
export const IMAGE_COUNT_MAX = 1_000;
export const SEARCH_MAX_CHARACTERS = 300;
export const SEARCH_PAGE_DEFAULT_COUNT = 20;
export const SEARCH_PAGE_MAX_COUNT = 50;
export const PRESENCE_WATCH_MAX_COUNT = 200;

/** How long a person stays shown as online after the last socket went: a reload is not leaving. */
export const PRESENCE_GRACE_MS = 5_000;
/** A receiver forgets "typing" after this long without news. */
export const TYPING_TTL_MS = 6_000;

export const DAY_MS = 24 * 60 * 60_000;
export const YEAR_SECONDS = (365 * DAY_MS) / 1_000;

/** A session ends when it was not used for this long, */
export const SESSION_IDLE_DAYS = 30;
/** and after this long in any case. */
export const SESSION_MAX_DAYS = 365;

/** How long a link to a new password can be used. */
export const RESET_LINK_MINUTES = 60;

export const RECOVERY_CODES_COUNT = 10;

/** Of one account: more than a person has devices. */
export const PASSKEYS_MAX_COUNT = 50;
/** How long an authenticator has for its answer. */
export const PASSKEY_CHALLENGE_MINUTES = 5;

/** How long a new key of an authenticator app waits for its first code. */
export const SECOND_FACTOR_SETUP_MINUTES = 15;

/** Length as people count it: code points, so that an emoji is not two. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Messages to somebody who does not know their sender and has not answered. */
export const REQUEST_MAX_MESSAGES = 3;

/** Links of one person that have not ended. */
export const INVITATIONS_MAX_COUNT = 100;
export const INVITATION_MAX_USES = 1_000;
export const INVITATION_MAX_DAYS = 365;

/** Accounts of one person for programs. */
export const BOTS_MAX_COUNT = 10;

/** Of a history that is brought in from elsewhere, and of it at a time. */
export const IMPORT_MAX_MESSAGES = 500_000;
export const IMPORT_BATCH_MAX_COUNT = 200;
