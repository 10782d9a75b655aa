import { AppError } from '@/lib/server/errors';
import type { ApiRequest } from '@/lib/server/http/api-request';
import { UPLOAD_STALL_TIMEOUT_MS } from '@/lib/shared/limits';

/** After a refusal: how long, and through which pauses, what is still coming is read. */
const DISCARD_TIMEOUT_MS = 10_000;
const DISCARD_PAUSE_MS = 1_000;
/** Time for the answer to leave before a caller that goes on sending is cut off. */
const CUT_AFTER_MS = 5_000;

type StreamReader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * The body of a request piece by piece, at most `maxBytes` of it: `Content-Length` is only a promise.
 */
export class BodyReader {
  readonly #reader: StreamReader | undefined;
  readonly #held: Uint8Array | null;
  readonly #promisedBytes: number;
  readonly #maxBytes: number;
  #isOver = false;

  constructor(request: ApiRequest, maxBytes: number) {
    this.#reader = request.body?.getReader();
    this.#held = request.held ?? null;
    this.#promisedBytes = Number(request.headers.get('content-length') ?? 0);
    this.#maxBytes = maxBytes;
  }

  /**
   * Throws `too_large`, `unavailable` after a minute in which nothing comes, `bad_request` when the
   * caller breaks off.
   */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#promisedBytes > this.#maxBytes) throw new AppError('too_large');
    if (this.#held) {
      this.#isOver = true;
      if (this.#held.length > this.#maxBytes) throw new AppError('too_large');
      yield this.#held;
      return;
    }
    let length = 0;
    for (;;) {
      const chunk = await this.#next(UPLOAD_STALL_TIMEOUT_MS);
      if (!chunk) return;
      length += chunk.length;
      if (length > this.#maxBytes) throw new AppError('too_large');
      yield chunk;
    }
  }

  /**
   * For a refusal, before it is answered: reads on without keeping anything, as long as the caller
   * sends without pause. An answer in the middle of a body is lost to most of those who send one.
   */
  async discardRest(): Promise<void> {
    const endsAt = Date.now() + DISCARD_TIMEOUT_MS;
    let left = this.#maxBytes;
    try {
      while (!this.#isOver && left > 0 && Date.now() < endsAt) {
        left -= (await this.#next(DISCARD_PAUSE_MS))?.length ?? 0;
      }
    } catch {
      // A pause, or the caller has left.
    }
    if (this.#isOver) return;
    setTimeout(() => void this.#reader?.cancel().catch(() => {}), CUT_AFTER_MS).unref();
  }

  async #next(timeoutMs: number): Promise<Uint8Array | null> {
    if (!this.#reader) {
      this.#isOver = true;
      return null;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stall = new Promise<never>((_, reject) => {
      const stalled = 'The upload stopped on its way. Please try again.';
      timer = setTimeout(() => reject(new AppError('unavailable', stalled)), timeoutMs);
    });
    const next = this.#reader.read().catch((error: unknown) => {
      this.#isOver = true;
      throw new AppError('bad_request', 'The body was cut off.', { cause: error });
    });
    // If the timer wins, nobody handles this promise any more.
    next.catch(() => {});
    try {
      const { done, value } = await Promise.race([next, stall]);
      if (!done) return value;
      this.#isOver = true;
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A whole body in memory. Throws as `BodyReader.chunks`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const body = new BodyReader(request, maxBytes);
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body.chunks()) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    await body.discardRest();
    throw error;
  }
}
