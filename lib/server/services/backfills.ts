import { setTimeout as wait } from 'node:timers/promises';
import { getConfig } from '@/lib/server/config';
import { withLease } from '@/lib/server/database/lease';
import { log } from '@/lib/server/log';
import { refoldNames } from '@/lib/server/services/people/names';

/** How long after the death of a node another goes on with what it was doing. */
const LEASE_TTL_MS = 10_000;
const LOOK_AGAIN_MS = 2_000;

/**
 * What brings the rows of older versions into the present form while people are served, for it may take
 * minutes. Each sees from the rows themselves what is left to do, so it goes on where it was after any end.
 */
const BACKFILLS = {
  names: refoldNames,
} as const satisfies Record<string, (signal: AbortSignal) => Promise<unknown>>;

/** On one node at a time; with the built-in database the lock of its folder says so already. */
async function runAlone(
  name: string,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  if (!getConfig().mongodbUri) {
    await run(signal);
    return;
  }
  const work = async (isOver: () => boolean) => {
    const ending = new AbortController();
    const looking = setInterval(() => {
      if (isOver()) ending.abort();
    }, LOOK_AGAIN_MS).unref();
    try {
      await run(AbortSignal.any([signal, ending.signal]));
      return !ending.signal.aborted;
    } finally {
      clearInterval(looking);
    }
  };
  while (!signal.aborted) {
    if (await withLease(`backfill:${name}`, { signal, ttlMs: LEASE_TTL_MS }, work)) return;
    await wait(LOOK_AGAIN_MS, undefined, { signal, ref: false }).catch(() => {});
  }
}

/**
 * Brings every row into the present form, one kind after the other. Where another node is at it, waits
 * for its end and looks again. Idempotent; ends early when `signal` does.
 */
export async function runBackfills(signal: AbortSignal): Promise<void> {
  for (const [name, run] of Object.entries(BACKFILLS)) {
    if (signal.aborted) return;
    await runAlone(name, signal, run).catch((error: unknown) =>
      log().warn({ err: error, backfill: name }, 'backfill.failed'),
    );
  }
}
