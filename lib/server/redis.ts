import { createRequire } from 'node:module';
import { getConfig } from '@/lib/server/config';
import { log } from '@/lib/server/log';
import { singleton } from '@/lib/server/singleton';
import { warnOnce } from '@/lib/server/warn-once';

type RedisClient = ReturnType<typeof createRedisClient>;

const RECONNECT_MIN_MS = 50;
const RECONNECT_MAX_MS = 2_000;
/** How long a start waits for Redis before it goes on without. */
const FIRST_CONNECT_TIMEOUT_MS = 5_000;

const require = createRequire(import.meta.url);

function createRedisClient(url: string, disableOfflineQueue: boolean) {
  // Hundreds of modules, which an installation without Redis never loads.
  const { createClient } = require('redis') as typeof import('redis');
  const client = createClient({
    url,
    disableOfflineQueue,
    socket: {
      connectTimeout: FIRST_CONNECT_TIMEOUT_MS,
      // All nodes reconnect when Redis comes back, so each waits a random time.
      reconnectStrategy: (attempt) =>
        Math.min(RECONNECT_MIN_MS * 2 ** attempt, RECONNECT_MAX_MS) * (0.5 + Math.random() / 2),
    },
  });
  let isDown = false;
  client.on('error', (error: unknown) => {
    // Logged once per outage, not at every attempt.
    if (!isDown) log().error({ err: error }, 'redis.unreachable');
    isDown = true;
  });
  client.on('ready', () => {
    if (isDown) log().info('redis.back');
    isDown = false;
  });
  return client;
}

interface RedisConnections {
  /** For commands; while Redis is away they fail at once rather than pile up. */
  commands: RedisClient;
  /** In subscribed state; resubscribes by itself. */
  subscriber: RedisClient;
}

/** The connections to REDIS_URL, made at the first call; null where it is not set. */
export function redis(): RedisConnections | null {
  return singleton('redis', () => {
    const { redisUrl } = getConfig();
    if (!redisUrl) return null;
    const commands = createRedisClient(redisUrl, true);
    const subscriber = createRedisClient(redisUrl, false);
    for (const client of [commands, subscriber]) {
      client.connect().catch((error: unknown) => log().error({ err: error }, 'redis.unreachable'));
    }
    return { commands, subscriber };
  });
}

type ChannelUse = 'subscribe' | 'publish';

const refusedUses = (): Set<ChannelUse> =>
  singleton('redis-refused-channels', () => new Set<ChannelUse>());

/**
 * Notes how a use of Redis's channels went: `error` is null when it worked. Says once when the user of
 * REDIS_URL may not use them, and returns whether that is what the error says: nodes are cut off from
 * each other then, and trying again does not help until somebody changes it.
 */
export function noteChannelUse(use: ChannelUse, error: unknown): boolean {
  const isRefused = error instanceof Error && error.message.startsWith('NOPERM');
  if (!isRefused) {
    if (error === null) refusedUses().delete(use);
    return false;
  }
  refusedUses().add(use);
  warnOnce('redis.no_channels', {
    err: error,
    hint: 'The user of REDIS_URL may not use channels, so the nodes cannot tell each other anything. Give it the right: ACL SETUSER name allchannels',
  });
  return true;
}

/** Whether Redis refuses the channels by which nodes talk to each other. */
export const areChannelsRefused = (): boolean => refusedUses().size > 0;

/** Whether REDIS_URL is set and cannot be reached right now: this node then knows of its own people alone. */
export function isRedisAway(): boolean {
  const connections = redis();
  return connections !== null && !connections.commands.isReady;
}

/**
 * Waits for Redis, where it is set, at the start. A node that cannot reach it serves its own people
 * all the same and says so in the log.
 */
export async function connectRedis(): Promise<void> {
  const commands = redis()?.commands;
  if (!commands || commands.isReady) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      log().warn('redis.start_without');
      resolve();
    }, FIRST_CONNECT_TIMEOUT_MS);
    commands.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Ends the connections. */
export function closeRedis(): void {
  const connections = redis();
  connections?.commands.destroy();
  connections?.subscriber.destroy();
}
