import { AppError } from '@/lib/server/errors';
import { JSON_BODY_MAX_BYTES, JSON_MAX_DEPTH } from '@/lib/shared/limits';

/** Takes a text that comes in pieces. */
export interface TextSink {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const OPEN_BRACE = 0x7b;

type State = 'between' | 'string' | 'streamed';

/**
 * Reads a JSON object as it comes in. The text under one key, if any, goes to a sink piece by piece, so that an image of megabytes is never one string; all the rest, at most JSON_BODY_MAX_BYTES
 * and JSON_MAX_DEPTH deep, is what JSON.parse gets to see. Throws `too_large`, `bad_request`.
 */
export class JsonReader {
  readonly #streamed: { key: string; sink: TextSink } | null;
  #hasStreamed = false;
  readonly #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #state: State = 'between';
  #depth = 0;
  #isObject = false;
  #isEscaped = false;
  /** At the top: the key that was read last, from its opening quote on. */
  #keyBytes: number[] | null = null;
  #isValue = false;

  constructor(streamed: { key: string; sink: TextSink } | null) {
    this.#streamed = streamed;
  }

  async write(chunk: Uint8Array): Promise<void> {
    let from = 0;
    while (from < chunk.length) {
      from =
        this.#state === 'streamed'
          ? await this.#writeStreamed(chunk, from)
          : this.#writeKept(chunk, from);
    }
  }

  /** The object without the streamed text. */
  async end(): Promise<Record<string, unknown>> {
    if (this.#state === 'streamed')
      throw new AppError('bad_request', 'The body is not valid JSON.');
    if (this.#keptBytes === 0) return {};
    let value: unknown;
    try {
      value = JSON.parse(Buffer.concat(this.#kept).toString('utf8'));
    } catch (error) {
      throw new AppError('bad_request', 'The body is not valid JSON.', { cause: error });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new AppError('bad_request', 'The body must be a JSON object.');
    }
    return value as Record<string, unknown>;
  }

  #keep(bytes: Uint8Array): void {
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > JSON_BODY_MAX_BYTES) throw new AppError('too_large');
    this.#kept.push(bytes);
  }

  /** Looks at what is kept, byte by byte, up to where the streamed text begins. */
  #writeKept(chunk: Uint8Array, from: number): number {
    // Nothing past the limit is looked at.
    const until = Math.min(chunk.length, from + JSON_BODY_MAX_BYTES + 1 - this.#keptBytes);
    for (let at = from; at < until; at++) {
      const byte = chunk[at] ?? 0;
      if (this.#state === 'string') {
        this.#readString(byte);
      } else if (byte === QUOTE && this.#isStreamedNext()) {
        this.#keep(chunk.subarray(from, at + 1));
        if (this.#hasStreamed) throw new AppError('bad_request', 'Only one file can be sent.');
        this.#hasStreamed = true;
        this.#state = 'streamed';
        return at + 1;
      } else {
        this.#readBetween(byte);
      }
    }
    this.#keep(chunk.subarray(from, until));
    return until;
  }

  #readString(byte: number): void {
    if (!this.#isValue && this.#depth === 1) this.#keyBytes?.push(byte);
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#state = 'between';
  }

  #readBetween(byte: number): void {
    if (byte === QUOTE) {
      this.#state = 'string';
      if (this.#depth === 1 && !this.#isValue) this.#keyBytes = [byte];
    } else if (OPENING.has(byte)) {
      if (this.#depth === 0) this.#isObject = byte === OPEN_BRACE;
      if (++this.#depth > JSON_MAX_DEPTH) {
        throw new AppError('bad_request', 'The body is nested too deeply.');
      }
    } else if (CLOSING.has(byte)) {
      this.#depth--;
    } else if (this.#depth === 1 && byte === COLON) {
      this.#isValue = true;
    } else if (this.#depth === 1 && byte === COMMA) {
      this.#isValue = false;
    }
  }

  #isStreamedNext(): boolean {
    if (this.#depth !== 1 || !this.#isObject || !this.#isValue || !this.#keyBytes) return false;
    try {
      return JSON.parse(Buffer.from(this.#keyBytes).toString('utf8')) === this.#streamed?.key;
    } catch {
      return false;
    }
  }

  /** Hands on up to the closing quote. Of the escapes only `\/` can stand in a data URL. */
  async #writeStreamed(chunk: Uint8Array, from: number): Promise<number> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const quote = bytes.indexOf(QUOTE, from);
    const end = quote < 0 ? bytes.length : quote;
    let text = bytes.toString('latin1', from, end);
    if (this.#isEscaped && end > from) {
      if (bytes[from] !== SLASH) text = '\\';
      this.#isEscaped = false;
    }
    if (text.endsWith('\\')) {
      this.#isEscaped = true;
      text = text.slice(0, -1);
    }
    // Any other backslash cannot be part of a data URL, which is refused later.
    await this.#streamed?.sink.write(text.replaceAll('\\/', '/'));
    if (quote < 0) return bytes.length;
    await this.#streamed?.sink.end();
    this.#state = 'between';
    this.#keep(bytes.subarray(quote, quote + 1));
    return quote + 1;
  }
}
