import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
} from 'rate-limiter-flexible';
import { getConfig } from '@/lib/server/config';
import { AppError, isAppError } from '@/lib/server/errors';
import { redis } from '@/lib/server/redis';
import { singleton } from '@/lib/server/singleton';

const WEEK_SECONDS = 7 * 24 * 60 * 60;

/**
 * How many points a key may spend in how many seconds. Far above any person with all their devices,
 * far below a flood: 600 a minute are ten in every second, for a whole minute. A "place" is a network,
 * see `networkOf`.
 */
const RULES = {
  /** Per place: sign-ups. */
  signUp: { points: 60, duration: 600 },
  /** Per account and place: wrong passwords are slowed down. */
  logIn: { points: 10, duration: 300 },
  /** Per account and known device, which others' wrong attempts do not keep out. */
  logInDevice: { points: 10, duration: 300 },
  /** Per account from all places where it was never signed in to. */
  logInAccount: { points: 100, duration: 300 },
  /** Per place, whatever the account. */
  logInPlace: { points: 100, duration: 300 },
  /** Per account and place: not a limit, but a note that the account was signed in to from there. */
  knownPlace: { points: Number.MAX_SAFE_INTEGER, duration: WEEK_SECONDS },
  /** Per user: the current password can be guessed here as well. */
  password: { points: 10, duration: 300 },
  /** Per place: passkeys that are asked for, each of which stores a challenge for five minutes. */
  passkeyOptions: { points: 300, duration: 300 },
  /** Per place: passkeys that were refused. */
  passkey: { points: 100, duration: 300 },
  /** Per account, wherever they come from: wrong codes of whoever has the password. */
  secondFactor: { points: 20, duration: 3_600 },
  /** Per place: links asked for by mail. */
  forgotPlace: { points: 30, duration: 900 },
  /** Per address, whether or not it has an account: nobody's mailbox is filled by others. */
  forgot: { points: 3, duration: 900 },
  /** Per place: links tried. */
  reset: { points: 60, duration: 300 },
  /** Per user: messages by any transport. */
  send: { points: 600, duration: 60 },
  /** Per user: edits, deletions and reactions. */
  change: { points: 600, duration: 60 },
  /** Per user: images, each of which is decoded and encoded again. */
  upload: { points: 60, duration: 60 },
  /** Per user: parts of uploads, and questions how far one has come. */
  uploadPart: { points: 600, duration: 60 },
  /** Per user: pages that the server looks at for links of theirs. */
  preview: { points: 60, duration: 60 },
  /** Per user: what an operator has to read. */
  report: { points: 20, duration: 3600 },
  /** Per user: mute, pin, archive, unread, block. */
  settings: { points: 240, duration: 60 },
  /** Per user. */
  profile: { points: 30, duration: 60 },
  /** Per user. */
  typing: { points: 60, duration: 10 },
  /** Per user: receipts and presence watches. */
  receipt: { points: 600, duration: 60 },
  watch: { points: 120, duration: 60 },
  /** Per user: whatever is read by HTTP. Coming back online, each tab reads a few dozen pages. */
  read: { points: 1_200, duration: 60 },
  /** Per user: a search costs more than a page. It is asked for at most with every letter typed. */
  search: { points: 240, duration: 60 },
  /** Per user: changes of their handle, by which others know them. */
  handle: { points: 10, duration: 86_400 },
  /** Per user: whole e-mail addresses, handles and links by which somebody may be found. */
  find: { points: 100, duration: 600 },
  /** Per user: invitation links that are made. */
  invite: { points: 30, duration: 600 },
  /** Per user: bots that are made, and new keys and webhooks of them. */
  bot: { points: 30, duration: 600 },
  /** Per bot: messages by its webhook. */
  webhook: { points: 60, duration: 60 },
  /** Per place: webhooks that do not exist. */
  webhookPlace: { points: 60, duration: 300 },
  /** Per user: images as files, of which a page shows many. */
  image: { points: 3_000, duration: 60 },
  /** Per user: exports of everything; one cut off is begun anew. */
  export: { points: 30, duration: 3_600 },
  /** Per user: histories begun; and parts of one, up to 64 kB of messages or a picture each. */
  import: { points: 20, duration: 3_600 },
  importPart: { points: 300, duration: 60 },
  /** Per user: sockets that connect. Every tab of every device comes back after a restart. */
  handshake: { points: 600, duration: 60 },
  /** Per place, behind which may be an office or a proxy that does not say who is calling. */
  handshakePlace: { points: 12_000, duration: 60 },
} as const;

export type RateLimit = keyof typeof RULES;

/** Counted in Redis where nodes share one; while that is away, each node counts for itself. */
function limiter(name: RateLimit): RateLimiterAbstract {
  return singleton(`rate-limit:${name}`, () => {
    const insuranceLimiter = new RateLimiterMemory({ ...RULES[name], keyPrefix: name });
    const connections = redis();
    if (!connections) return insuranceLimiter;
    return new RateLimiterRedis({
      ...RULES[name],
      keyPrefix: `parley:rate:${name}`,
      storeClient: connections.commands,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      insuranceLimiter,
    });
  });
}

/**
 * By shape: each of the two module graphs of a process has its own class of it, and the limiter may
 * come from the other one.
 */
function isRefusal(error: unknown): error is { msBeforeNext: number } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'msBeforeNext' in error &&
    typeof error.msBeforeNext === 'number'
  );
}

/**
 * Spends points of `key` under the rule `name`, one unless told otherwise. Throws AppError
 * `rate_limited` with the seconds to wait. Does nothing where RATE_LIMITS is off.
 */
export async function requireWithinRate(name: RateLimit, key: string, points = 1): Promise<void> {
  if (!getConfig().rateLimits) return;
  try {
    await limiter(name).consume(key, points);
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    throw new AppError('rate_limited', undefined, {
      retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
    });
  }
}

/** The same where a caller must not be told: false in place of the failure. */
export async function isWithinRate(name: RateLimit, key: string): Promise<boolean> {
  try {
    await requireWithinRate(name, key);
    return true;
  } catch (error) {
    if (!isAppError(error, 'rate_limited')) throw error;
    return false;
  }
}

/** Gives back one point after a success, which shows that the caller was not guessing. */
export async function giveBackRate(name: RateLimit, key: string): Promise<void> {
  if (getConfig().rateLimits) await limiter(name).reward(key, 1);
}

/** Resets what a key has spent. */
export async function forgetRate(name: RateLimit, key: string): Promise<void> {
  await limiter(name).delete(key);
}

/** Whether a key has spent anything within the time of its rule. */
export async function hasSpent(name: RateLimit, key: string): Promise<boolean> {
  if (!getConfig().rateLimits) return false;
  return ((await limiter(name).get(key))?.consumedPoints ?? 0) > 0;
}
