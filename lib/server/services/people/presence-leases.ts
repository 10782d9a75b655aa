import { randomUUID } from 'node:crypto';
import { log } from '@/lib/server/log';
import { redis } from '@/lib/server/redis';
import { singleton } from '@/lib/server/singleton';

/**
 * Which nodes hold which people, in Redis. A lease says "this node has a socket of that person" and
 * runs out unless it is renewed, so that the people of a node that dies go offline. Without Redis,
 * or while it is away, a node knows its own people only, and every question is answered from those.
 */
const LEASE_TTL_MS = 15_000;
export const LEASE_RENEWAL_MS = 5_000;
const SWEEP_MAX_COUNT = 200;

/** Person → when their last lease ends. */
const ENDS_KEY = 'parley:presence';
/** Node → when its lease of this person ends. */
const leasesKey = (userId: string) => `parley:presence:${userId}`;

// Scripts, so that no other node takes a lease between what is read and what is removed because of it: the
// person would count as offline while they are there, and nobody would tell of them again.

/** KEYS: ENDS_KEY, then the leases of each person. ARGV: the node, the time, then the people. Returns who is gone. */
const DROP_SCRIPT = `
local gone = {}
for index = 2, #KEYS do
  local userId = ARGV[index + 1]
  redis.call('ZREM', KEYS[index], ARGV[1])
  if redis.call('ZCOUNT', KEYS[index], ARGV[2], '+inf') == 0 then
    redis.call('ZREM', KEYS[1], userId)
    table.insert(gone, userId)
  end
end
return gone`;
/** KEYS: ENDS_KEY. ARGV: the time, how many at most. Returns whom it removed. */
const CLAIM_SCRIPT = `
local expired = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
if #expired > 0 then redis.call('ZREM', KEYS[1], unpack(expired)) end
return expired`;

const nodeId = (): string => singleton('node-id', () => randomUUID());

async function ask<T>(
  work: (client: NonNullable<ReturnType<typeof redis>>['commands']) => Promise<T>,
  otherwise: T,
): Promise<T> {
  const connections = redis();
  if (!connections?.commands.isReady) return otherwise;
  try {
    return await work(connections.commands);
  } catch (error) {
    log().warn({ err: error }, 'presence.redis_failed');
    return otherwise;
  }
}

/**
 * Takes or renews this node's leases of these people. Returns those of whom no node had one until
 * now, or null when Redis cannot tell.
 */
export async function holdLeases(userIds: string[]): Promise<string[] | null> {
  if (userIds.length === 0) return [];
  return ask<string[] | null>(async (client) => {
    const now = Date.now();
    const end = now + LEASE_TTL_MS;
    const commands = client.multi();
    for (const userId of userIds) {
      commands
        .zCount(leasesKey(userId), now, '+inf')
        .zAdd(leasesKey(userId), { score: end, value: nodeId() })
        .pExpire(leasesKey(userId), LEASE_TTL_MS * 2)
        .zAdd(ENDS_KEY, { score: end, value: userId }, { comparison: 'GT' });
    }
    const replies = await commands.exec();
    return userIds.filter((_, index) => Number(replies[index * 4]) === 0);
  }, null);
}

/** Gives up this node's leases. Returns those of the people whom no other node has. */
export async function dropLeases(userIds: string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  return ask(
    async (client) =>
      (await client.eval(DROP_SCRIPT, {
        keys: [ENDS_KEY, ...userIds.map(leasesKey)],
        arguments: [nodeId(), String(Date.now()), ...userIds],
      })) as string[],
    userIds,
  );
}

/** Those of these people whom any node has. */
export async function findLeased(userIds: string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  return ask(async (client) => {
    const now = Date.now();
    const ends = await client.zmScore(ENDS_KEY, userIds);
    return userIds.filter((_, index) => (ends[index] ?? 0) > now);
  }, []);
}

/**
 * People whose last lease has run out because their node died. Each is returned to one node only,
 * which is the one to tell their watchers.
 */
export async function claimExpired(): Promise<string[]> {
  return ask(
    async (client) =>
      (await client.eval(CLAIM_SCRIPT, {
        keys: [ENDS_KEY],
        arguments: [String(Date.now()), String(SWEEP_MAX_COUNT)],
      })) as string[],
    [],
  );
}
