import { createHmac, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Piscina } from 'piscina';
import { failFor } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';

/** About 80 ms of one core each; raise it as machines grow, old hashes keep their own cost. */
const COST = 10;
/** bcrypt reads 72 bytes and ignores the rest, so it is given a digest of all of them: 64 characters. */
const DIGEST_MARK = 'hmac-sha384:';
/** Sets these digests apart from any other use of the function; a password needs no secret here. */
const DIGEST_KEY = 'parley password';

/** Beyond this many waiting attempts a log-in would take longer than people wait. */
const QUEUE_MAX_COUNT = 200;

/** A thread runs, and its library is loaded, only while there are passwords to hash. */
async function makePool(): Promise<Piscina> {
  const { Piscina } = await import('piscina');
  return new Piscina({
    // A plain file found from the project's folder: the bundler must not touch it.
    filename: path.join(
      /* turbopackIgnore: true */ process.cwd(),
      'lib/server/crypto/password-worker.mjs',
    ),
    minThreads: 0,
    maxThreads: 2,
    idleTimeout: 60_000,
    maxQueue: QUEUE_MAX_COUNT,
  });
}

const holder = (): { pool: Promise<Piscina> | null } =>
  singleton('password-pool', () => ({ pool: null }));

function pool(): Promise<Piscina> {
  const held = holder();
  held.pool ??= makePool();
  return held.pool;
}

async function run<T>(task: 'hash' | 'compare', input: object): Promise<T> {
  const threads = await pool();
  if (threads.queueSize >= QUEUE_MAX_COUNT) {
    throw failFor('unavailable', 'busy_sign_in');
  }
  return (await threads.run(input, { name: task })) as T;
}

function digest(password: string): string {
  return createHmac('sha384', DIGEST_KEY).update(password).digest('base64');
}

/**
 * Hashes a password so that every byte of it counts: HMAC-SHA-384, then bcrypt in a worker thread.
 * Throws AppError `unavailable` when too many wait.
 */
export async function hashPassword(password: string): Promise<string> {
  return DIGEST_MARK + (await run<string>('hash', { password: digest(password), cost: COST }));
}

/** Whether a hash was made before passwords were digested, and counts their first 72 bytes alone. */
export function isOldHash(passwordHash: string): boolean {
  return !passwordHash.startsWith(DIGEST_MARK);
}

const BCRYPT_ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Of the salt and of what comes of it. */
const BCRYPT_SIGNS_COUNT = 53;

/**
 * The hash of a password nobody has, so that an unknown account takes the time of a known one: drawn, not
 * calculated, as no password of anybody leads to it.
 */
function decoyHash(): string {
  return singleton('password-decoy', () => {
    const signs = [...randomBytes(BCRYPT_SIGNS_COUNT)].map((byte) => BCRYPT_ALPHABET[byte % 64]);
    return `${DIGEST_MARK}$2b$${COST}$${signs.join('')}`;
  });
}

/**
 * Whether the password belongs to the hash; without a hash (no such account) the answer is false
 * after the same work. Throws AppError `unavailable` when too many wait.
 */
export async function verifyPassword(
  password: string,
  passwordHash: string | null,
): Promise<boolean> {
  const hash = passwordHash ?? decoyHash();
  const isOld = isOldHash(hash);
  const matches = await run<boolean>('compare', {
    password: isOld ? password : digest(password),
    passwordHash: isOld ? hash : hash.slice(DIGEST_MARK.length),
  });
  // With anything appended, an old password of 72 bytes would match.
  const isWhole = !isOld || Buffer.byteLength(password) <= 72;
  return passwordHash !== null && matches && isWhole;
}

/** Ends the worker threads. */
export async function closePasswords(): Promise<void> {
  await (await holder().pool)?.destroy();
}
