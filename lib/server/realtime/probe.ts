import type { IncomingMessage, ServerResponse } from 'node:http';
import { SOCKET_PROBE_TRANSPORT } from '@/lib/shared/urls';

/**
 * Tells a client whose socket connects slowly that this server has sockets. Socket.IO would answer
 * the request with an error, which browsers write into the console.
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
