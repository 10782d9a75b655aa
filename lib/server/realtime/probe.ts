import type { IncomingMessage, ServerResponse } from 'node:http';
import { SOCKET_PROBE_TRANSPORT } from '@/lib/shared/urls';

/**
 * Says that there are sockets here, to a client that asks because its own is slow. Left to Socket.IO
 * it would be answered with an error, which browsers write into the console.
 */
export function answerProbe(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (searchParams.get('transport') === SOCKET_PROBE_TRANSPORT) {
    response.writeHead(204, { 'cache-control': 'no-store' }).end();
  } else {
    next();
  }
}
