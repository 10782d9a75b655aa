import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { RequestHeaders } from '@/lib/server/auth/request-origin';

/** What the API's handlers read of a request; a `Request` has all of it. */
export interface ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: RequestHeaders;
  readonly body: ReadableStream<Uint8Array> | null;
  /** The body in place of `body`, where all of it is there. */
  readonly held?: Buffer | null;
}

/** What a handler answers, before it is a `Response` or goes straight to the connection. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  /** Those that only some answers have. */
  moreHeaders: Headers | null;
  body: object;
}

/** A request as Node has it: a `Request` of it, with its streams, would cost more than most answers. */
export class HeldRequest implements ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: RequestHeaders;
  readonly body = null;
  readonly held: Buffer | null;

  constructor({ method = 'GET', url = '/', headers }: IncomingMessage, held: Buffer | null) {
    this.method = method;
    this.url = `http://localhost${url}`;
    this.headers = new NodeHeaders(headers);
    this.held = held;
  }
}

class NodeHeaders implements RequestHeaders {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  has(name: string): boolean {
    return this.#headers[name.toLowerCase()] !== undefined;
  }
}
