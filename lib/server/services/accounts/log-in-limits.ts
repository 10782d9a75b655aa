import { makeKnownDevice, readKnownDevice } from '@/lib/server/crypto/known-device';
import { networkOf } from '@/lib/server/network';
import {
  forgetRate,
  giveBackRate,
  hasSpent,
  type RateLimit,
  requireWithinRate,
} from '@/lib/server/rate-limit/rate-limit';

interface Attempt {
  /** The e-mail address that is tried. */
  account: string;
  address: string;
  knownDevice?: string | null;
}

const placeOf = ({ address, account }: Attempt): string => `${networkOf(address)} ${account}`;

/** What an attempt counts against. */
async function limitsOf(attempt: Attempt): Promise<[RateLimit, string][]> {
  const { account } = attempt;
  const device = readKnownDevice(attempt.knownDevice, account);
  // Only its own limit: its owner can sign in whatever others try elsewhere.
  if (device) return [['logInDevice', `${device} ${account}`]];
  const place = placeOf(attempt);
  const isKnown = await hasSpent('knownPlace', place);
  return [
    ['logInPlace', networkOf(attempt.address)],
    ['logIn', place],
    ...(isKnown ? [] : [['logInAccount', account] satisfies [RateLimit, string]]),
  ];
}

/**
 * Counts an attempt to sign in. Throws `rate_limited`. Returns what gives it back after a success, so
 * that many people who sign in from one place do not keep one another out.
 */
export async function allowLogIn(attempt: Attempt): Promise<() => Promise<void>> {
  const limits = await limitsOf(attempt);
  for (const [name, key] of limits) await requireWithinRate(name, key);
  return async () => {
    for (const [name, key] of limits) {
      // Of these only the owner's own slips have been counted.
      if (name === 'logIn' || name === 'logInDevice') await forgetRate(name, key);
      else await giveBackRate(name, key);
    }
  };
}

/** Notes that an account was signed in to, and returns what the device is known by from now on. */
export async function noteLogIn(attempt: Attempt): Promise<string> {
  await requireWithinRate('knownPlace', placeOf(attempt));
  const isKnown = readKnownDevice(attempt.knownDevice, attempt.account) !== null;
  return isKnown && attempt.knownDevice ? attempt.knownDevice : makeKnownDevice(attempt.account);
}

/** Forgets the wrong attempts at an account whose owner has just shown who they are in another way. */
export async function forgetLogIns(attempt: Attempt): Promise<void> {
  await forgetRate('logIn', placeOf(attempt));
  await forgetRate('logInAccount', attempt.account);
}
