import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-adapter';
import { noteListening } from '@/lib/server/events/other-nodes';
import { hintPublisher, type RealtimeServer } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { noteChannelUse, redis } from '@/lib/server/redis';
import { forgetKeptSessions } from '@/lib/server/services/sessions/kept-sessions';

/** Not all clients may ask at the same moment when Redis is back. */
const RESYNC_SPREAD_MS = 3_000;
const SUBSCRIBE_RETRY_MS = 500;
/** Where the right is missing, somebody has to give it first. */
const REFUSED_RETRY_MS = 5_000;

/**
 * Subscribes, and again for as long as it fails: the client renews subscriptions by itself once they
 * were made, but forgets one whose connection breaks in the middle of it. `onLate` hears of a
 * subscription that took more than one attempt. Never rejects.
 */
async function subscribeLastingly(
  subscribe: () => Promise<unknown>,
  onLate: () => void,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await subscribe();
      noteChannelUse('subscribe', null);
      if (attempt > 1) onLate();
      return;
    } catch (error) {
      if (noteChannelUse('subscribe', error)) {
        await sleep(REFUSED_RETRY_MS);
      } else {
        log().warn({ err: error }, 'cluster.not_subscribed');
        await sleep(SUBSCRIBE_RETRY_MS);
      }
    }
  }
}

/**
 * Joins the rooms of several nodes through Redis, where REDIS_URL is set. While Redis is away each
 * node goes on telling its own people; when it is back, every client here is asked to catch up, since
 * nobody knows what it missed; `onResync` does the same for what the node itself may have missed.
 */
export function joinCluster(io: RealtimeServer, onResync: () => void): void {
  const connections = redis();
  const publisher = hintPublisher();
  if (!connections || !publisher) return;
  const { commands, subscriber } = connections;
  const pubClient = {
    publish: publisher.publish,
    // How many nodes there are to wait for.
    sendCommand: (command: string[]) => commands.sendCommand(command),
    // The adapter tells the kind of client by these methods, by one here and by the other there, and
    // listens for errors.
    pSubscribe: () => {},
    sSubscribe: () => {},
    on: commands.on.bind(commands),
    off: commands.off.bind(commands),
  };
  const resync = () => {
    io.local.emit('resync', { withinMs: RESYNC_SPREAD_MS });
    onResync();
  };
  const subClient = {
    pSubscribe: (pattern: string, listener: (message: Buffer, channel: Buffer) => void) =>
      subscribeLastingly(() => subscriber.pSubscribe(pattern, listener, true), resync),
    subscribe: async (channels: string[], listener: (message: Buffer, channel: Buffer) => void) => {
      await subscribeLastingly(() => subscriber.subscribe(channels, listener, true), resync);
      // What the nodes ask of each other comes by these.
      noteListening(true);
    },
    on: subscriber.on.bind(subscriber),
    off: subscriber.off.bind(subscriber),
  };
  io.adapter(createAdapter(pubClient, subClient));
  // Clients may connect before Redis does: they too have missed what other nodes said by then.
  let wasAway = !subscriber.isReady;
  subscriber.on('error', () => {
    wasAway = true;
  });
  subscriber.on('ready', () => {
    // Sessions may have ended unheard.
    forgetKeptSessions();
    if (wasAway) resync();
    wasAway = false;
  });
}
