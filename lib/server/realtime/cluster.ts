import { createAdapter } from '@socket.io/redis-adapter';
import { hintPublisher, type RealtimeServer } from '@/lib/server/realtime/publish';
import { redis } from '@/lib/server/redis';

/** The whole herd must not ask at once when Redis is back. */
const RESYNC_SPREAD_MS = 3_000;

/**
 * Joins the rooms of several nodes through Redis, where REDIS_URL is set. While Redis is away each
 * node goes on telling its own people; when it is back, every client here is asked to catch up, since
 * nobody knows what it missed.
 */
export function joinCluster(io: RealtimeServer): void {
  const connections = redis();
  const publisher = hintPublisher();
  if (!connections || !publisher) return;
  const { commands, subscriber } = connections;
  const pubClient = {
    publish: publisher.publish,
    // The adapter tells the kind of client by this method, and listens for errors.
    pSubscribe: () => {},
    on: commands.on.bind(commands),
    off: commands.off.bind(commands),
  };
  io.adapter(createAdapter(pubClient, subscriber));
  let wasAway = false;
  subscriber.on('error', () => {
    wasAway = true;
  });
  subscriber.on('ready', () => {
    if (wasAway) io.local.emit('resync', { withinMs: RESYNC_SPREAD_MS });
    wasAway = false;
  });
}
