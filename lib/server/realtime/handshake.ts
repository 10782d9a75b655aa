import type { Socket } from 'socket.io';
import { authenticateToken } from '@/lib/server/auth/authenticate';
import { readSessionCookie } from '@/lib/server/auth/cookie';
import { isOwnHandshake } from '@/lib/server/auth/origin';
import { AppError, toAppError } from '@/lib/server/errors';
import { log, withLogContext } from '@/lib/server/log';
import { logRefusal } from '@/lib/server/log-refusal';
import { addressOf } from '@/lib/server/realtime/admission';

/** The token of a handshake: what it names in `auth`, or the cookie, that only from our own pages. */
function readHandshakeToken(handshake: Socket['handshake']): string | null {
  const auth: unknown = handshake.auth;
  if (typeof auth === 'object' && auth !== null && 'token' in auth && auth.token !== undefined) {
    return typeof auth.token === 'string' ? auth.token : null;
  }
  const token = readSessionCookie(handshake.headers.cookie);
  return token && isOwnHandshake(handshake.headers) ? token : null;
}

function logHandshake(socket: Socket): void {
  const context = {
    requestId: socket.id,
    endpoint: 'handshake',
    address: addressOf(socket.request),
  };
  withLogContext(context, () => logRefusal(new AppError('unauthorized'), 'handshake.refused'));
}

/** Lets a socket in by its token alone; everything else is `connect_error: unauthorized`. */
export async function authenticateSocket(socket: Socket): Promise<Error | undefined> {
  try {
    const token = readHandshakeToken(socket.handshake);
    const actor = token ? await authenticateToken(token) : null;
    if (!actor) {
      logHandshake(socket);
      return new Error('unauthorized');
    }
    // What they hide may change while the socket lives, so it is asked for when it is needed.
    socket.data = { userId: actor.userId, sid: actor.sid };
    return undefined;
  } catch (error) {
    const failure = toAppError(error);
    log().error({ err: failure.cause ?? failure }, 'handshake.failed');
    return new Error(failure.code);
  }
}
