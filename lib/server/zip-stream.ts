import { once } from 'node:events';
import { Readable } from 'node:stream';
import { type ReadStreamOptions, ZipFile } from 'yazl';

/** Pieces of text are joined up to this before they are compressed. */
const PIECE_CHARACTERS = 64 * 1024;

/** What puts files into an archive, one after the other; each call resolves once there is room again. */
export interface ArchiveWriter {
  /** A text, compressed as it comes. */
  addText(name: string, parts: Iterable<string> | AsyncIterable<string>): Promise<void>;
  /** Bytes as they are: pictures are compressed already. */
  addBytes(name: string, bytes: Uint8Array): Promise<void>;
  /** The same of bytes that come piece by piece. */
  addStream(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
}

/** The same text in pieces of a size that is worth a call. */
async function* inPieces(parts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  let piece = '';
  for await (const part of parts) {
    piece += part;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece) yield Buffer.from(piece);
}

/**
 * Opens a source, once. The archive keeps the function until it is done, for every file in it: the
 * function lets go of what it opens, or all pictures would stay in memory.
 */
function openOnce(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): () => Readable {
  let held = pieces;
  return () => {
    const source = Readable.from(held, { objectMode: false, signal });
    held = [];
    return source;
  };
}

/**
 * A zip archive that is made while it is read: `fill` goes on only as fast as the reader takes what is
 * there, so that its memory does not grow with the archive. When `stop` is aborted, which the reader does
 * by leaving, the writer's calls reject, and so does the reader's next read. More than 4 GB or 65,535
 * files are written as zip64.
 */
export function streamZip(
  fill: (archive: ArchiveWriter) => Promise<void>,
  { stop, madeAt }: { stop: AbortController; madeAt: Date },
): ReadableStream<Uint8Array> {
  const { signal } = stop;
  const zip = new ZipFile();
  // It is one, whatever its type says.
  const output = zip.outputStream as Readable &
    NodeJS.WritableStream & { writableNeedDrain: boolean };
  signal.addEventListener('abort', () => output.destroy(signal.reason));
  output.on('error', () => {});
  const fail = (error: unknown) => stop.abort(error);
  zip.on('error', fail);

  const add = async (
    name: string,
    open: () => Readable,
    options: Partial<ReadStreamOptions>,
  ): Promise<void> => {
    signal.throwIfAborted();
    // Not the end of the source, after which some of it is still being compressed: until this is told,
    // the archive would keep in memory whatever comes next.
    const isWritten = once(output, 'unpipe', { signal });
    zip.addReadStreamLazy(name, { ...options, mtime: madeAt }, (begin) => {
      const source = open();
      source.on('error', fail);
      begin(null, source);
    });
    await isWritten;
    signal.throwIfAborted();
  };
  fill({
    addText: (name, parts) => add(name, openOnce(inPieces(parts), signal), {}),
    addBytes: (name, bytes) =>
      add(name, openOnce([bytes], signal), { compress: false, size: bytes.byteLength }),
    addStream: (name, pieces) => add(name, openOnce(pieces, signal), { compress: false }),
  }).then(() => zip.end(), fail);

  const chunks = output[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: fail,
    },
    { highWaterMark: 0 },
  );
}
