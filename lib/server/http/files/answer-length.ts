import type { IncomingMessage, ServerResponse } from 'node:http';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** In which a route says how long its answer is: Next passes on no `Content-Length`. */
export const LENGTH_HEADER = 'x-answer-length';

/**
 * Puts the length that a route tells in its place. Without it no browser shows how far a download has
 * come, and some play no film.
 */
export function withAnswerLength(handle: RequestHandler): RequestHandler {
  return (request, response) => {
    const setHeader = response.setHeader.bind(response);
    response.setHeader = (name, value) =>
      name.toLowerCase() === LENGTH_HEADER
        ? setHeader('content-length', String(value))
        : setHeader(name, value);
    return handle(request, response);
  };
}
