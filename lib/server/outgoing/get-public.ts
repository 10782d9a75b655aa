import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { lookupFor } from '@/lib/server/outgoing/address-guard';

const REDIRECTS_MAX_COUNT = 3;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);
const USER_AGENT = 'Parley (link preview)';

/** There is an answer, or none is asked for, and it is of no use. */
class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}

export interface GetOptions {
  accept: string;
  /** What is read of the answer; a longer one is cut there, or refused where a part of it is nothing. */
  maxBytes: number;
  mayBeCut: (contentType: string) => boolean;
  /** Whether an answer of that type is read at all. */
  isWanted: (contentType: string) => boolean;
  /** Ends it in whatever it is doing. */
  signal: AbortSignal;
  /** Hosts, with a port or without, that may be called although they stand in an inner network. */
  privateHosts: ReadonlySet<string>;
}

export interface PublicAnswer {
  /** Where the redirects led. */
  url: URL;
  contentType: string;
  body: Buffer;
}

/** Throws for what is no page, or is somebody's. */
function requirePage({ protocol, username, password }: URL): void {
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new UnusableAnswerError('no page of the web');
  }
  if (username || password) throw new UnusableAnswerError('an address with a name in it');
}

function ask(url: URL, { accept, signal, privateHosts }: GetOptions): Promise<IncomingMessage> {
  requirePage(url);
  const lookup = lookupFor(url, privateHosts);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    request(url, {
      // A connection of its own, so that none is used for another address than it was made for.
      agent: false,
      signal,
      headers: { accept, 'accept-encoding': 'gzip', 'user-agent': USER_AGENT },
      ...(lookup && { lookup }),
    })
      .on('response', resolve)
      .on('error', reject)
      // One that changes to another protocol ends without either.
      .on('close', () => reject(new UnusableAnswerError('no answer')))
      .end();
  });
}

/** Where an answer sends on to; null where it does not. */
function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (!REDIRECT_STATUSES.has(statusCode)) return null;
  const { location } = headers;
  if (!location || !URL.canParse(location, from.href)) {
    throw new UnusableAnswerError('sent on to nowhere');
  }
  return new URL(location, from);
}

/** As much of it as may be read over the line, and one piece more. */
async function* limited(response: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    yield piece;
    length += piece.length;
    if (length > maxBytes) return;
  }
}

/** The body without its packing, of which gzip alone is known. */
function unpacked(response: IncomingMessage, maxBytes: number): AsyncIterable<Buffer> {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  const packed = limited(response, maxBytes);
  if (encoding === 'identity') return packed;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new UnusableAnswerError(`packed by ${encoding.slice(0, 40)}`);
  }
  // Cut short it still says what it has said until then.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  // What fails on the way is told by the stream that is read.
  pipeline(packed, gunzip, () => {});
  return gunzip;
}

async function readBody(
  response: IncomingMessage,
  { maxBytes, isRefused }: { maxBytes: number; isRefused: boolean },
): Promise<Buffer> {
  const tooLong = new UnusableAnswerError('too long');
  if (isRefused && Number(response.headers['content-length']) > maxBytes) throw tooLong;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of unpacked(response, maxBytes)) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxBytes) break;
  }
  if (isRefused && length > maxBytes) throw tooLong;
  return Buffer.concat(pieces).subarray(0, maxBytes);
}

/**
 * What stands at an address that others chose. It is asked for without cookies, by a connection of its
 * own to a public address alone, and so is each address that it sends on to, at most three times.
 * Throws InnerAddressError for an address of an inner network, UnusableAnswerError for an answer other
 * than 200, of another type or packing, and as node:http does.
 */
export async function getPublic(address: URL, options: GetOptions): Promise<PublicAnswer> {
  let url = address;
  for (let redirects = 0; redirects <= REDIRECTS_MAX_COUNT; redirects++) {
    const response = await ask(url, options);
    try {
      const next = redirectOf(response, url);
      if (next) {
        url = next;
        continue;
      }
      if (response.statusCode !== 200) {
        throw new UnusableAnswerError(`status ${response.statusCode}`);
      }
      const contentType = response.headers['content-type']?.trim().toLowerCase() ?? '';
      if (!options.isWanted(contentType)) throw new UnusableAnswerError('of another type');
      const isRefused = !options.mayBeCut(contentType);
      const body = await readBody(response, { maxBytes: options.maxBytes, isRefused });
      return { url, contentType, body };
    } finally {
      // The rest of it is not waited for.
      response.destroy();
    }
  }
  throw new UnusableAnswerError('sent on too often');
}
