import type { Socket } from 'socket.io';
import { getConfig } from '@/lib/server/config';
import { log } from '@/lib/server/log';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { TokenBucket } from '@/lib/server/rate-limit/token-bucket';
import { singleton } from '@/lib/server/singleton';

type Connection = Socket['conn'];

/**
 * Above all that the limits of single requests let one person do (sends, receipts, typing, watches:
 * 1,400 at once and 30 a second), so that whoever goes too fast is told so long before this.
 */
const CONNECTION_RULE = { capacity: 2_000, perSecond: 40 };
/** For all sockets of a person on this node together. */
const PERSON_RULE = { capacity: 4_000, perSecond: 80 };
/** A packet costs one point, a large one another for each of these. */
const BYTES_PER_POINT = 8 * 1024;
/** Of what a person may connect in a minute, for each connection that had to be ended. */
const FLOOD_COST_HANDSHAKES = 100;
const BUCKETS_MAX_COUNT = 10_000;

interface Guarded {
  own: TokenBucket;
  userId: string | null;
}

const guarded = () => singleton('flood-guarded', () => new WeakMap<object, Guarded>());
const people = () => singleton('flood-people', () => new Map<string, TokenBucket>());

/**
 * A person's bucket; it is kept longer than their sockets, or a new connection would start with a
 * full one.
 */
function personBucket(userId: string): TokenBucket {
  const buckets = people();
  if (buckets.size > BUCKETS_MAX_COUNT) {
    for (const [id, bucket] of buckets) if (bucket.isFull) buckets.delete(id);
  }
  const bucket = buckets.get(userId) ?? new TokenBucket(PERSON_RULE);
  buckets.set(userId, bucket);
  return bucket;
}

function costOf(data: unknown): number {
  const length = typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0;
  return 1 + Math.floor(length / BYTES_PER_POINT);
}

/** Ends a connection at once: after a normal close it would be read for half a minute more. */
export function terminate(connection: Connection): void {
  connection.close(true);
  const { transport } = connection;
  const socket: unknown = 'socket' in transport ? transport.socket : undefined;
  if (
    typeof socket === 'object' &&
    socket !== null &&
    'terminate' in socket &&
    typeof socket.terminate === 'function'
  ) {
    socket.terminate();
  }
}

/**
 * Counts every packet of a connection before anything parses it, and ends the connection when there
 * are too many. Does nothing where RATE_LIMITS is off.
 */
export function guardConnection(connection: Connection): void {
  if (!getConfig().rateLimits) return;
  const state: Guarded = { own: new TokenBucket(CONNECTION_RULE), userId: null };
  guarded().set(connection, state);
  connection.prependListener('packet', ({ data }: { data?: unknown }) => {
    if (connection.readyState !== 'open') return;
    const cost = costOf(data);
    const { own, userId } = state;
    if (own.take(cost) && (userId === null || personBucket(userId).take(cost))) return;
    log().warn({ userId }, 'socket.flooded');
    terminate(connection);
    if (userId === null) return;
    // Refused or not, it is spent.
    requireWithinRate('handshake', userId, FLOOD_COST_HANDSHAKES).catch(() => {});
  });
}

/** From now on the connection counts with all others of this person. */
export function guardPerson(socket: Socket, userId: string): void {
  const state = guarded().get(socket.conn);
  if (state) state.userId = userId;
}
