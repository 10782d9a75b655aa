import { isLeased, takeLease } from '@/lib/server/database/lease';
import { AppError } from '@/lib/server/errors';
import type { Actor } from '@/lib/server/services/actor';
import { singleton } from '@/lib/server/singleton';

/** Each reads the database and the disk for minutes; people who write come first. */
const EXPORTS_MAX_COUNT = 4;
const RETRY_AFTER_SECONDS = 30;

const busy = () =>
  new AppError('rate_limited', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });

const running = () => singleton('exports', () => ({ count: 0 }));

const leaseName = (actor: Actor) => `export:${actor.userId}`;

/** Throws `rate_limited` where an export asked for now would be refused. Takes nothing. */
export async function requireExportSlot(actor: Actor): Promise<void> {
  if (running().count >= EXPORTS_MAX_COUNT || (await isLeased(leaseName(actor)))) throw busy();
}

/**
 * The right to make an export: one at a time for each account, on all nodes, and a few in this process.
 * Returns what gives it back. Throws `rate_limited`; `onLost` says that another has taken it over.
 */
export async function takeExportSlot(actor: Actor, onLost: () => void): Promise<() => void> {
  const counter = running();
  if (counter.count >= EXPORTS_MAX_COUNT) throw busy();
  counter.count++;
  try {
    const lease = await takeLease(leaseName(actor), onLost);
    if (!lease) throw busy();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      counter.count--;
      void lease.release();
    };
  } catch (error) {
    counter.count--;
    throw error;
  }
}
