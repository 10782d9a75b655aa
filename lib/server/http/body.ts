import { AppError } from '@/lib/server/errors';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';

export interface ParsedBody {
  fields: Record<string, unknown>;
  /** The endpoint's one file, from a multipart part or a data URL. */
  file: Buffer | null;
}

const notValid = (message: string, fields?: Record<string, string>) =>
  new AppError('bad_request', message, { ...(fields && { fields }) });

/** Reads a body, giving up as soon as it passes the limit: `Content-Length` is only a promise. */
async function readCapped(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes)
    throw new AppError('too_large');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new AppError('too_large');
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** The bytes of `data:<type>;base64,<data>`; anything else in an image's place is refused. */
function decodeDataUrl(text: string, field: string): Buffer {
  const comma = text.indexOf(',');
  const header = text.slice(0, comma);
  const data = text.slice(comma + 1);
  if (comma < 0 || !/^data:[\w.+/-]*(;[\w=.-]+)*;base64$/i.test(header)) {
    throw notValid('An image is sent as a data URL.', {
      [field]: 'must be an image as a data URL',
    });
  }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(data)) {
    throw notValid('The image is damaged.', { [field]: 'is not valid base64' });
  }
  return requireSize(Buffer.from(data, 'base64'));
}

function requireSize(bytes: Buffer): Buffer {
  if (bytes.length > IMAGE_MAX_BYTES) {
    throw new AppError(
      'too_large',
      `The image is too large: at most ${IMAGE_MAX_BYTES / 1024 / 1024} MB.`,
    );
  }
  return bytes;
}

/** Takes the data URL out of its field, where one stands there. */
function withDataUrl(fields: Record<string, unknown>, fileField: string | undefined): ParsedBody {
  const value = fileField === undefined ? undefined : fields[fileField];
  if (fileField === undefined || typeof value !== 'string') return { fields, file: null };
  const { [fileField]: _, ...rest } = fields;
  return { fields: rest, file: value === '' ? null : decodeDataUrl(value, fileField) };
}

async function parseMultipart(
  bytes: Buffer,
  contentType: string,
  fileField: string | undefined,
): Promise<ParsedBody> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': contentType },
    }).formData();
  } catch (error) {
    throw new AppError('bad_request', 'The form could not be read.', { cause: error });
  }
  const fields: Record<string, unknown> = {};
  let file: Buffer | null = null;
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      fields[name] = value;
    } else if (value.size === 0 && value.name === '') {
      // A form whose file was left empty sends a file without a name.
    } else if (name === fileField) {
      if (file) throw notValid('Only one file can be sent.', { [name]: 'must be one file' });
      file = requireSize(Buffer.from(await value.arrayBuffer()));
    } else {
      throw notValid('A file was not expected there.', { [name]: 'must not be a file' });
    }
  }
  return file ? { fields, file } : withDataUrl(fields, fileField);
}

function parseJson(bytes: Buffer): Record<string, unknown> {
  if (bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new AppError('bad_request', 'The body is not valid JSON.', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw notValid('The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

/**
 * The body of a request, JSON or multipart, at most `maxBytes`. The field named `fileField` may hold a
 * data URL or a file; either way it ends in `file` and leaves `fields`. Throws `bad_request`,
 * `too_large`.
 */
export async function parseBody(
  request: Request,
  { maxBytes, fileField }: { maxBytes: number; fileField?: string | undefined },
): Promise<ParsedBody> {
  const bytes = await readCapped(request, maxBytes);
  const contentType = request.headers.get('content-type') ?? '';
  if (contentType.toLowerCase().startsWith('multipart/form-data')) {
    return parseMultipart(bytes, contentType, fileField);
  }
  return withDataUrl(parseJson(bytes), fileField);
}
