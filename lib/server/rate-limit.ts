import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { redis } from '@/lib/server/redis';
import { singleton } from '@/lib/server/singleton';

/** How many points a key may spend in how many seconds. Far above any person, far below a flood. */
const RULES = {
  /** Per address: sign-ups. */
  signUp: { points: 60, duration: 600 },
  /** Per account and address: wrong passwords are the thing to slow down. */
  logIn: { points: 10, duration: 300 },
  /** Per account from everywhere, so much higher that a stranger cannot lock its owner out in passing. */
  logInAccount: { points: 100, duration: 300 },
  /** Per address, whatever the account. */
  logInAddress: { points: 100, duration: 300 },
  /** Per user: the current password can be guessed here as well. */
  password: { points: 10, duration: 300 },
  /** Per user: messages by any transport. */
  send: { points: 600, duration: 60 },
  /** Per user: images, each of which is decoded and encoded again. */
  upload: { points: 60, duration: 60 },
  /** Per user. */
  profile: { points: 30, duration: 60 },
  /** Per user. */
  typing: { points: 60, duration: 10 },
  /** Per user: receipts and presence watches. */
  receipt: { points: 600, duration: 60 },
  watch: { points: 120, duration: 60 },
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
 * Spends one point of `key` under the rule `name`. Throws AppError `rate_limited` with the seconds to
 * wait. Does nothing where RATE_LIMITS is off.
 */
export async function requireWithinRate(name: RateLimit, key: string): Promise<void> {
  if (!getConfig().rateLimits) return;
  try {
    await limiter(name).consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new AppError('rate_limited', undefined, {
      retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
    });
  }
}

/** Gives back what a key has spent, after a success that shows the caller is no guesser. */
export async function forgetRate(name: RateLimit, key: string): Promise<void> {
  await limiter(name).delete(key);
}
