import { randomUUID } from 'node:crypto';
import { isDuplicateKey } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { Lease } from '@/models/lease';

/** How long after the death of its holder a lease is free again, unless told otherwise. */
const LEASE_TTL_MS = 30_000;
/** A lease is renewed so many times in its life. */
const RENEWALS = 3;
/** The next holder asks the database either way, so none of this needs to wait for the disk. */
const PASSING = { writeConcern: { w: 1, journal: false } } as const;

/**
 * Takes the lease of that name, on all nodes that share the database, and renews it until it is
 * released. Null while another holds it. `onLost` is called when it could not be renewed in time. The
 * clocks of the nodes may differ by some seconds.
 */
export async function takeLease(
  name: string,
  onLost: () => void = () => {},
  ttlMs = LEASE_TTL_MS,
): Promise<{ release(): Promise<void> } | null> {
  const holder = randomUUID();
  const untilFrom = (from: number) => new Date(from + ttlMs);
  const now = Date.now();
  try {
    await Lease.updateOne(
      { _id: name, until: { $lt: new Date(now) } },
      { $set: { holder, until: untilFrom(now) } },
      { upsert: true, ...PASSING },
    );
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
  let heldUntil = now + ttlMs;
  const renew = async (): Promise<void> => {
    const at = Date.now();
    try {
      const until = untilFrom(at);
      const { matchedCount } = await Lease.updateOne(
        { _id: name, holder },
        { $set: { until } },
        PASSING,
      );
      if (matchedCount === 1) heldUntil = until.getTime();
      else heldUntil = 0;
    } catch (error) {
      log().warn({ err: error, lease: name }, 'lease.not_renewed');
    }
    if (heldUntil > Date.now()) return;
    clearInterval(renewing);
    onLost();
  };
  const renewing = setInterval(() => void renew(), ttlMs / RENEWALS);
  renewing.unref();
  return {
    async release() {
      clearInterval(renewing);
      await Lease.deleteOne({ _id: name, holder }, PASSING).catch((error: unknown) =>
        log().warn({ err: error, lease: name }, 'lease.not_released'),
      );
    },
  };
}

/**
 * Works while the lease of that name is held, and answers what comes of it; null while another holds
 * it. `isOver` says that it was lost, or that `signal` has ended: the work is to stop then.
 */
export async function withLease<T>(
  name: string,
  { signal, ttlMs }: { signal?: AbortSignal | undefined; ttlMs?: number },
  work: (isOver: () => boolean) => Promise<T>,
): Promise<T | null> {
  let isLost = false;
  const onLost = () => {
    isLost = true;
  };
  const lease = await takeLease(name, onLost, ttlMs);
  if (!lease) return null;
  try {
    return await work(() => isLost || signal?.aborted === true);
  } finally {
    await lease.release();
  }
}

/** Whether somebody holds the lease of that name. */
export async function isLeased(name: string): Promise<boolean> {
  return (await Lease.exists({ _id: name, until: { $gt: new Date() } })) !== null;
}
