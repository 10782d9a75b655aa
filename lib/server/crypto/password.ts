import path from 'node:path';
import { Piscina } from 'piscina';
import { AppError } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';
import { PASSWORD_MAX_BYTES } from '@/lib/shared/limits';

/** About 80 ms of one core each; raise it as machines grow, old hashes keep their own cost. */
const COST = 10;
/** Beyond this many waiting attempts a log-in would take longer than people wait. */
const QUEUE_MAX_COUNT = 200;

const pool = (): Piscina =>
  singleton(
    'password-pool',
    () =>
      new Piscina({
        // A plain file found from the project's folder: the bundler must not touch it.
        filename: path.join(
          /* turbopackIgnore: true */ process.cwd(),
          'lib/server/crypto/password-worker.mjs',
        ),
        minThreads: 1,
        maxThreads: 2,
        idleTimeout: 60_000,
        maxQueue: QUEUE_MAX_COUNT,
      }),
  );

async function run<T>(task: 'hash' | 'compare', input: object): Promise<T> {
  if (pool().queueSize >= QUEUE_MAX_COUNT) {
    throw new AppError(
      'unavailable',
      'Too many people are signing in right now. Please try again.',
    );
  }
  return (await pool().run(input, { name: task })) as T;
}

/** Hashes a password with bcrypt, in a worker thread. Throws AppError `unavailable` when swamped. */
export function hashPassword(password: string): Promise<string> {
  return run('hash', { password, cost: COST });
}

/** The hash of a password nobody has, so that an unknown account takes the time of a known one. */
function decoyHash(): Promise<string> {
  return singleton('password-decoy', () => hashPassword(`decoy ${Math.random()} ${Date.now()}`));
}

/**
 * Whether the password belongs to the hash; without a hash (no such account) the answer is false
 * after the same work. Throws AppError `unavailable` when swamped.
 */
export async function verifyPassword(
  password: string,
  passwordHash: string | null,
): Promise<boolean> {
  const matches = await run<boolean>('compare', {
    password,
    passwordHash: passwordHash ?? (await decoyHash()),
  });
  // bcrypt compares no more than that: with anything appended, a password of full length would match.
  const isWhole = Buffer.byteLength(password) <= PASSWORD_MAX_BYTES;
  return passwordHash !== null && matches && isWhole;
}

/** Makes the decoy before the first log-in needs it. */
export async function warmPasswords(): Promise<void> {
  await decoyHash();
}

/** Ends the worker threads. */
export async function closePasswords(): Promise<void> {
  await pool().destroy();
}
