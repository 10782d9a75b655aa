import type { RealtimeServer } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { touchSession } from '@/lib/server/services/accounts/session';

const CHECK_INTERVAL_MS = 30_000;
/** Looked up with one command each. */
const BATCH_COUNT = 500;

/** Closes the sockets of this node whose session has ended, expired, or lost its person. */
async function check(io: RealtimeServer): Promise<void> {
  const sockets = [...io.sockets.sockets.values()];
  for (let start = 0; start < sockets.length; start += BATCH_COUNT) {
    await Promise.all(
      sockets.slice(start, start + BATCH_COUNT).map(async (socket) => {
        if (await touchSession(socket.data, { isLookedUp: true })) return;
        socket.emit('session:ended', { reason: 'revoked' });
        socket.disconnect(true);
      }),
    );
  }
}

/**
 * Looks the sessions of connected sockets up every thirty seconds for as long as the process lives:
 * other nodes hear of the end of a session through Redis, and that event may be lost. The returned
 * function does it at once. A database that cannot be reached ends nobody's session.
 */
export function endDeadSessions(io: RealtimeServer): () => void {
  let running = false;
  const run = () => {
    if (running) return;
    running = true;
    check(io)
      .catch((error: unknown) => log().debug({ err: error }, 'sessions.not_checked'))
      .finally(() => {
        running = false;
      });
  };
  setInterval(run, CHECK_INTERVAL_MS).unref();
  return run;
}
