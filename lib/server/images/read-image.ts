import path from 'node:path';
import { getConfig } from '@/lib/server/config';
import { isMissingFile } from '@/lib/server/errors';
import { fetchGzip } from '@/lib/server/fetch-gzip';
import { readLocalImage } from '@/lib/server/images/local-store';
import { log } from '@/lib/server/log';
import { apiUrls } from '@/lib/shared/urls';

const FETCH_TIMEOUT_MS = 20_000;
/** More than any picture that was stored. */
const FETCHED_MAX_BYTES = 64 * 1024 * 1024;
const LOCAL_PREFIX = apiUrls.upload('');

async function fetchImage(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetchGzip(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]),
    // The store answers by itself; nobody else is to be asked.
    redirect: 'error',
  });
  if (!response.ok || !response.body)
    throw new Error(`the image store answered ${response.status}`);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body) {
    length += piece.length;
    if (length > FETCHED_MAX_BYTES) throw new Error('the image store sent too much');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/**
 * The bytes of a stored image, wherever it is: in the data folder, or with the image store, from where it
 * is fetched within 20 seconds. Null for one that is gone or cannot be read, which the log says. Rejects
 * only when `signal` is aborted.
 */
export async function readImage(url: string, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    if (!url.startsWith(LOCAL_PREFIX)) return await fetchImage(url, signal);
    const { bytes } = await readLocalImage(getConfig().dataDir, path.basename(url));
    return bytes;
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? error.cause : undefined;
    if (!isMissingFile(cause)) log().warn({ err: error }, 'image.not_read');
    return null;
  }
}
