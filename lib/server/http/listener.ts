import { EventEmitter } from 'node:events';
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { ConfigError, getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { takeIn } from '@/lib/server/http/arrival';
import { refuse } from '@/lib/server/http/refuse';
import { settleTarget } from '@/lib/server/http/target';
import { OPEN_FILES_MIN_COUNT, openFilesLimit } from '@/lib/server/open-files';
import { setSecurityHeaders, setTransportSecurity } from '@/lib/server/security-headers';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const SOCKET_IO_PATH = '/socket.io/';
/** Of the files that may be open at once, those that are not for connections. */
const RESERVED_FILES = OPEN_FILES_MIN_COUNT - 64;
const IDLE_CHECK_MS = 50;
/** A connection on which nothing moves for this long is closed, in the middle of a body as well. */
const STALL_TIMEOUT_MS = 120_000;
/**
 * Longer than proxies keep theirs (mostly 60 s): they must not use a connection that is just
 * closing.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/** The page is the whole of what there is, with its own styles. */
const WAITING_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/** How soon a page that came too early asks again. */
const WAITING_RELOAD_SECONDS = 2;
/** Next fails on the others, TRACE for one. */
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Whether every percent sign of an address begins a valid escape; Next fails on one that does not.
 */
function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/** Whether a person sees the answer: a browser opens a page. */
const wantsPage = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html');

function answerWithPage(response: ServerResponse, html: string): void {
  setSecurityHeaders(response, WAITING_POLICY);
  response.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'cache-control': 'no-store',
    'retry-after': String(WAITING_RELOAD_SECONDS),
    refresh: String(WAITING_RELOAD_SECONDS),
  });
  response.end(html);
}

/**
 * The HTTP server of the process. Next's own upgrades (hot reload in development) go to `nextUpgrades`,
 * Socket.IO takes its own, and every other upgrade is refused at once rather than left hanging. Until
 * `serve` is called everything is answered 503. A connection on which nothing moves for
 * `stallTimeoutMs` is closed.
 */
export function createListener({
  stallTimeoutMs = STALL_TIMEOUT_MS,
  renderWaitingPage,
}: {
  stallTimeoutMs?: number;
  /** The HTML for a browser that opens a page before `serve` is called; it asks again by itself. */
  renderWaitingPage?: (request: IncomingMessage) => Promise<string>;
} = {}): {
  httpServer: HttpServer;
  nextUpgrades: HttpServer;
  serve(handler: RequestHandler): void;
} {
  let handle: RequestHandler | null = null;
  // Next is handed an emitter in place of the server, so that it listens for upgrades only there.
  const nextUpgrades = new EventEmitter() as unknown as HttpServer;
  const httpServer = createServer((request, response) => {
    const target = settleTarget(request);
    if (target === 'whole_server') {
      setSecurityHeaders(response);
      response.writeHead(204, { allow: [...METHODS].join(', ') }).end();
      return;
    }
    takeIn(request);
    if (wantsPage(request) && !isDecodable(request.url ?? '')) {
      // Every sign taken as it stands, it is the address of a page that is not there.
      request.url = request.url?.replaceAll('%', '%25');
    }
    setTransportSecurity(response);
    if (target === 'none' || !isDecodable(request.url ?? '')) {
      refuse(request, response, new AppError('bad_request', 'The address is not valid.'));
    } else if (!METHODS.has(request.method ?? '')) {
      refuse(
        request,
        response,
        new AppError('not_found', 'Nothing here is asked for in that way.'),
      );
    } else if (handle) {
      void handle(request, response);
    } else if (renderWaitingPage && wantsPage(request)) {
      void renderWaitingPage(request).then((html) => answerWithPage(response, html));
    } else {
      refuse(request, response, new AppError('unavailable', undefined, { retryAfterSeconds: 1 }));
    }
  });
  // A large picture over a slow connection takes long: only a pause ends the connection.
  httpServer.requestTimeout = 0;
  httpServer.setTimeout(stallTimeoutMs);
  httpServer.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (!handle)
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    if (request.url?.startsWith(SOCKET_IO_PATH)) return;
    if (!getConfig().isProduction && request.url?.startsWith('/_next/')) {
      nextUpgrades.emit('upgrade', request, socket, head);
    } else {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    }
  });
  return {
    httpServer,
    nextUpgrades,
    serve: (handler) => {
      handle = handler;
    },
  };
}

/** The fault of an address that cannot be listened at, named by the setting to change. */
function addressError(error: NodeJS.ErrnoException, host: string, port: number): ConfigError {
  const isPort = error.code === 'EADDRINUSE' || error.code === 'EACCES';
  const setting = isPort ? `PORT (${port})` : `HOST (${host})`;
  return new ConfigError(`${setting} cannot be used: ${error.message}`);
}

/** Listens and resolves with the port; 0 picks a free one. Rejects with ConfigError. */
export function listen(
  httpServer: HttpServer,
  { host, port }: { host: string; port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error) => reject(addressError(error, host, port));
    httpServer.once('error', refused);
    const limit = openFilesLimit();
    // A connection is an open file as well; enough must be left for the database and Next.
    if (limit !== null) httpServer.maxConnections = limit - RESERVED_FILES;
    httpServer.listen(port, host, () => {
      httpServer.off('error', refused);
      const address = httpServer.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Stops accepting connections and resolves when the requests under way are answered. */
export function drain(httpServer: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    // A connection that is kept alive falls idle only after its last answer.
    const closing = setInterval(() => httpServer.closeIdleConnections(), IDLE_CHECK_MS);
    httpServer.close(() => {
      clearInterval(closing);
      resolve();
    });
    httpServer.closeIdleConnections();
  });
}
