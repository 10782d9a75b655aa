import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { AppError } from '@/lib/server/errors';
import type { FilePart, IncomingFile } from '@/lib/server/http/body/incoming-file';
import { JSON_BODY_MAX_BYTES } from '@/lib/shared/limits';

/** More than any endpoint has. */
const FIELDS_MAX_COUNT = 50;
const PART_HEADER_MAX_BYTES = 8 * 1024;
const FIELD_NAME_MAX_BYTES = 100;

const notReadable = (cause?: unknown) =>
  new AppError('bad_request', 'The form could not be read.', { cause });

const notExpected = (name: string) =>
  new AppError('bad_request', 'A file was not expected there.', {
    fields: { [name]: 'must not be a file' },
  });

const onlyOne = (name: string) =>
  new AppError('bad_request', 'Only one file can be sent.', {
    fields: { [name]: 'must be one file' },
  });

type Parser = InstanceType<typeof Busboy>;

function open(contentType: string): Parser {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        fields: FIELDS_MAX_COUNT,
        fieldSize: JSON_BODY_MAX_BYTES,
        fieldNameSize: FIELD_NAME_MAX_BYTES,
        headerSize: PART_HEADER_MAX_BYTES,
      },
    });
  } catch (error) {
    throw notReadable(error);
  }
}

/**
 * Reads a form as it comes in: its fields, together at most JSON_BODY_MAX_BYTES, and at most one
 * file, under one of the names `fileFields`, which goes to disk. Throws `bad_request`, `too_large`, and as
 * `openFile` does.
 */
export async function readMultipart(
  chunks: AsyncIterable<Uint8Array>,
  options: {
    contentType: string;
    fileFields: readonly string[];
    openFile: (part: FilePart) => Promise<IncomingFile>;
  },
): Promise<Record<string, unknown>> {
  const busboy = open(options.contentType);
  const fields: Record<string, unknown> = {};
  let fieldBytes = 0;
  const incoming: { stream: BusboyFileStream; received: Promise<void> }[] = [];
  let failed: AppError | null = null;
  const fail = (failure: unknown): void => {
    failed ??= failure instanceof AppError ? failure : notReadable(failure);
    busboy.destroy(failed);
  };

  const receive = async (stream: BusboyFileStream, part: FilePart): Promise<void> => {
    let file: IncomingFile | null = null;
    for await (const chunk of stream) {
      file ??= await options.openFile(part);
      await file.write(chunk);
    }
    // A form whose file was left empty sends a file without a name.
    if (!file && part.fileName) await options.openFile(part);
  };
  busboy.on('file', (name, stream, filename, _encoding, type) => {
    // A file that breaks off breaks the form off, which is where it is heard.
    stream.on('error', () => {});
    const isExpected = name !== undefined && options.fileFields.includes(name);
    if (isExpected && incoming.length === 0) {
      const part = { field: name, fileName: filename, type };
      incoming.push({ stream, received: receive(stream, part).catch(fail) });
    } else {
      const failure = isExpected ? onlyOne(name) : notExpected(String(name));
      if (filename) fail(failure);
      else stream.once('data', () => fail(failure));
      stream.resume();
    }
  });
  busboy.on('field', (name, value, nameIsCut, valueIsCut) => {
    fieldBytes += Buffer.byteLength(value);
    if (valueIsCut || fieldBytes > JSON_BODY_MAX_BYTES) fail(new AppError('too_large'));
    else if (nameIsCut || name === undefined) fail(notReadable());
    else Object.defineProperty(fields, name, { value, enumerable: true, configurable: true });
  });
  busboy.on('fieldsLimit', () => fail(notReadable()));
  try {
    await pipeline(Readable.from(chunks), busboy);
  } catch (error) {
    for (const { stream } of incoming) stream.destroy();
    throw error instanceof AppError ? error : notReadable(error);
  } finally {
    // Nothing is written any more when this returns.
    await Promise.all(incoming.map(({ received }) => received));
  }
  // A small form is read to its end before its file is known not to have been taken.
  if (failed) throw failed;
  return fields;
}
