import type { ApiRequest } from '@/lib/server/http/api-request';
import { BodyReader } from '@/lib/server/http/body/body-reader';
import { DataUrlDecoder } from '@/lib/server/http/body/data-url';
import type { ReceivedFile } from '@/lib/server/http/body/incoming-file';
import { JsonReader } from '@/lib/server/http/body/json-reader';
import { readMultipart } from '@/lib/server/http/body/multipart';
import { Upload } from '@/lib/server/http/body/upload';

export interface ParsedBody {
  fields: Record<string, unknown>;
  /** The endpoint's one file, from a multipart part or a data URL. Whoever parses removes it. */
  file: ReceivedFile | null;
}

export interface BodyOptions {
  /** Of JSON, and of a form. */
  maxBytes: number;
  formMaxBytes: number;
  /** The field that may hold a picture or its data URL, those of a form with a file of any kind, and whose upload it is. */
  upload?: { field: string; anyFiles?: readonly string[] | undefined; userId: string } | undefined;
}

async function readJson(
  chunks: AsyncIterable<Uint8Array>,
  field: string | undefined,
  upload: Upload,
): Promise<Record<string, unknown>> {
  const sink = (key: string) =>
    new DataUrlDecoder({ openFile: () => upload.open({ field: key }), field: key });
  const reader = new JsonReader(field === undefined ? null : { key: field, sink: sink(field) });
  for await (const chunk of chunks) await reader.write(chunk);
  return reader.end();
}

async function readForm(
  chunks: AsyncIterable<Uint8Array>,
  options: { contentType: string; from: BodyOptions['upload']; upload: Upload },
): Promise<Record<string, unknown>> {
  const { contentType, from, upload } = options;
  const field = from?.field;
  const fileFields = from ? [from.field, ...(from.anyFiles ?? [])] : [];
  const fields = await readMultipart(chunks, { contentType, fileFields, openFile: upload.open });
  const text = field === undefined ? undefined : fields[field];
  if (field !== undefined && typeof text === 'string') {
    const decoder = new DataUrlDecoder({ openFile: () => upload.open({ field }), field });
    await decoder.write(text);
    await decoder.end();
  }
  return fields;
}

/**
 * The body of a request, JSON or multipart, at most as long as allowed. The upload's field may hold a data URL
 * or a file; either way it goes to disk as it comes in, ends in `file` and leaves `fields`. Throws
 * `bad_request`, `too_large`, `rate_limited` for too many uploads at once, `unavailable`.
 */
export async function parseBody(
  request: ApiRequest,
  { maxBytes, formMaxBytes, upload: from }: BodyOptions,
): Promise<ParsedBody> {
  const contentType = request.headers.get('content-type') ?? '';
  const upload = new Upload(from?.userId ?? '', from?.anyFiles);
  const isForm = contentType.toLowerCase().startsWith('multipart/form-data');
  const body = new BodyReader(request, isForm ? formMaxBytes : maxBytes);
  const chunks = body.chunks();
  try {
    const fields = isForm
      ? await readForm(chunks, { contentType, from, upload })
      : await readJson(chunks, from?.field, upload);
    if (from === undefined || typeof fields[from.field] !== 'string') {
      return { fields, file: await upload.finish() };
    }
    const { [from.field]: _, ...rest } = fields;
    return { fields: rest, file: await upload.finish() };
  } catch (error) {
    await upload.discard();
    await body.discardRest();
    throw error;
  }
}
