import type { IncomingMessage, ServerResponse } from 'node:http';
import { setSecurityHeaders, setTransportSecurity } from '@/lib/server/security-headers';

/** Socket.IO answers its own requests, long polling for one, without the listener. */
export function secureAnswers(
  _request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  setSecurityHeaders(response);
  setTransportSecurity(response);
  next();
}
