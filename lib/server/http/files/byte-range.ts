/** From the first byte to the last, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

const ONE_RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/;

/**
 * The part of a file that a `Range` header asks for; null for all of it, also where the header asks for
 * several parts or cannot be read, which RFC 9110 allows; `unsatisfiable` for one that is not there.
 */
export function parseRange(
  header: string | null,
  bytes: number,
): ByteRange | 'unsatisfiable' | null {
  const match = ONE_RANGE.exec(header ?? '');
  if (!match) return null;
  const [, from, to, last] = match;
  if (last !== undefined) {
    const count = Math.min(Number(last), bytes);
    return count === 0 ? 'unsatisfiable' : { start: bytes - count, end: bytes - 1 };
  }
  const start = Number(from);
  const end = to ? Math.min(Number(to), bytes - 1) : bytes - 1;
  if (to && Number(to) < start) return null;
  return start >= bytes ? 'unsatisfiable' : { start, end };
}
