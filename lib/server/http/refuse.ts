import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppError, toFailure } from '@/lib/server/errors';
import { setSecurityHeaders } from '@/lib/server/security-headers';
import { ERROR_STATUS } from '@/lib/shared/errors';

/** What a refused caller still sends is read and dropped, or it would not receive the answer. */
const LINGER_TIMEOUT_MS = 10_000;
const LINGER_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Resolves when the whole request has come, or the caller was disconnected for sending too long.
 */
function linger(request: IncomingMessage): Promise<void> {
  if (request.complete) return Promise.resolve();
  return new Promise((resolve) => {
    let left = LINGER_MAX_BYTES;
    const timer = setTimeout(() => done(), LINGER_TIMEOUT_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) done();
    });
    request.once('end', done);
    request.once('close', done);
    request.on('error', done);
  });
}

/** Answers in the API's form where no route handles the request. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  failure: AppError,
): void {
  const text = JSON.stringify(toFailure(failure));
  setSecurityHeaders(response);
  response.writeHead(ERROR_STATUS[failure.code], {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...(failure.retryAfterSeconds !== undefined && {
      'retry-after': String(failure.retryAfterSeconds),
    }),
  });
  // The answer is whole at once; ending it may close the connection while its caller is still sending.
  response.write(text);
  void linger(request).then(() => {
    response.end();
    if (!request.complete) request.destroy();
  });
}
