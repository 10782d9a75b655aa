import type { IncomingMessage } from 'node:http';
import type { Socket } from 'socket.io';
import { clientAddress } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { AppError, toAppError } from '@/lib/server/errors';
import { type RealtimeServer, rooms } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { logRefusal } from '@/lib/server/log-refusal';
import { isLocalAddress, networkOf } from '@/lib/server/network';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import { terminate } from '@/lib/server/realtime/flood-guard';
import { singleton } from '@/lib/server/singleton';

/** Sockets of one person on this node: a few devices with dozens of tabs each. */
const PERSON_SOCKETS_MAX_COUNT = 100;
/**
 * Connections from one network on this node. A proxy that names its callers does not count as one.
 */
const PLACE_CONNECTIONS_MAX_COUNT = 5_000;
const FULL_RETRY_AFTER_SECONDS = 30;

type Next = (refusal?: Error) => void;

/** The network address that a handshake came from. */
export function addressOf(request: IncomingMessage): string {
  const forwarded = request.headers['x-forwarded-for'];
  const chain = Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? null);
  return clientAddress(chain, request.socket.remoteAddress ?? 'unknown');
}

/** As `connect_error` tells it: the code is the message, the seconds to wait are in its data. */
function refusalOf(error: unknown): Error {
  const { code, cause, retryAfterSeconds } = toAppError(error);
  if (code !== 'rate_limited') log().error({ err: cause ?? error }, 'handshake.failed');
  logRefusal(error, 'handshake.refused');
  return Object.assign(new Error(code), { data: { retryAfterSeconds } });
}

/** Lets a socket on when the check passes. */
const passing = (check: Promise<void>, next: Next): void => {
  check.then(
    () => next(),
    (error: unknown) => next(refusalOf(error)),
  );
};

/** Long polling through a script tag of another site's page, which no client needs. */
export function allowRequest(
  request: IncomingMessage,
  decide: (refusal: string | null, isAllowed: boolean) => void,
): void {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  if (searchParams.has('j')) decide('JSONP is not served.', false);
  else decide(null, true);
}

/** Before anybody is known: what one place may connect in a minute. */
export function limitPlaces(socket: Socket, next: Next): void {
  passing(requireWithinRate('handshakePlace', networkOf(addressOf(socket.request))), next);
}

/** Then what one person may, in a minute and in all. */
export function limitPeople(io: RealtimeServer): (socket: Socket, next: Next) => void {
  const check = async (userId: string) => {
    await requireWithinRate('handshake', userId);
    const present = io.sockets.adapter.rooms.get(rooms.user(userId))?.size ?? 0;
    if (getConfig().rateLimits && present >= PERSON_SOCKETS_MAX_COUNT) {
      throw new AppError('rate_limited', undefined, {
        retryAfterSeconds: FULL_RETRY_AFTER_SECONDS,
      });
    }
  };
  return (socket, next) => passing(check(String(socket.data.userId)), next);
}

const counts = () => singleton('place-connections', () => new Map<string, number>());

/** Ends a connection that is one too many from its place. */
export function countConnection(connection: Socket['conn']): void {
  const address = addressOf(connection.request);
  if (!getConfig().rateLimits || isLocalAddress(address)) return;
  const place = networkOf(address);
  const count = counts().get(place) ?? 0;
  if (count >= PLACE_CONNECTIONS_MAX_COUNT) {
    log().warn({ place }, 'sockets.too_many_from_one_place');
    terminate(connection);
    return;
  }
  counts().set(place, count + 1);
  connection.once('close', () => {
    const left = (counts().get(place) ?? 1) - 1;
    if (left > 0) counts().set(place, left);
    else counts().delete(place);
  });
}
