import { AppError } from '@/lib/server/errors';
import type { TextSink } from '@/lib/server/http/body/json-reader';

/** Where the decoded bytes go. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

/** `data:image/svg+xml;charset=utf-8;base64` and the like; far more than any real one has. */
const HEADER_MAX_CHARACTERS = 200;
const HEADER = /^data:[\w.+/-]*(;[\w=.-]+)*;base64$/i;
const BASE64 = /^[A-Za-z0-9+/]*$/;
const PADDING = /^={0,2}$/;

const notValid = (field: string, message: string, reason: string) =>
  new AppError('bad_request', message, { fields: { [field]: reason } });

/**
 * Decodes `data:<type>;base64,<data>` that comes in pieces into a file, in steps of the piece's size.
 * Throws `bad_request` that names the field, and as what it writes to does.
 */
export class DataUrlDecoder implements TextSink {
  readonly #openFile: () => Promise<ByteSink>;
  #file: ByteSink | null = null;
  readonly #field: string;
  #header: string | null = '';
  /** Of the last group of four characters, those that are here. */
  #rest = '';
  #padding = '';

  constructor(options: { openFile: () => Promise<ByteSink>; field: string }) {
    this.#openFile = options.openFile;
    this.#field = options.field;
  }

  async write(text: string): Promise<void> {
    if (this.#header === null) return this.#decode(text);
    const comma = text.indexOf(',');
    this.#header += comma < 0 ? text : text.slice(0, comma);
    if (this.#header.length > HEADER_MAX_CHARACTERS) throw this.#notADataUrl();
    if (comma < 0) return;
    if (!HEADER.test(this.#header)) throw this.#notADataUrl();
    this.#header = null;
    this.#file = await this.#openFile();
    await this.#decode(text.slice(comma + 1));
  }

  /** An empty text is no image, and no fault either. */
  async end(): Promise<void> {
    if (this.#header === '') return;
    if (this.#header !== null) throw this.#notADataUrl();
    // One character alone is less than a byte.
    if (this.#rest.length === 1) throw this.#damaged();
    if (this.#rest) await this.#file?.write(Buffer.from(this.#rest, 'base64'));
  }

  async #decode(text: string): Promise<void> {
    const end = text.indexOf('=');
    const data = end < 0 ? text : text.slice(0, end);
    if (!BASE64.test(data) || (this.#padding !== '' && data !== '')) throw this.#damaged();
    if (end >= 0) this.#padding += text.slice(end);
    if (!PADDING.test(this.#padding)) throw this.#damaged();
    const all = this.#rest + data;
    const whole = all.length - (all.length % 4);
    this.#rest = all.slice(whole);
    if (whole > 0) await this.#file?.write(Buffer.from(all.slice(0, whole), 'base64'));
  }

  #damaged(): AppError {
    return notValid(this.#field, 'The image is damaged.', 'is not valid base64');
  }

  #notADataUrl(): AppError {
    return notValid(
      this.#field,
      'An image is sent as a data URL.',
      'must be an image as a data URL',
    );
  }
}
