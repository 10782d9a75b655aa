import { open } from 'node:fs/promises';
import path from 'node:path';
import { getConfig } from '@/lib/server/config';
import { isMissingFile } from '@/lib/server/errors';
import { fetchGzip } from '@/lib/server/fetch-gzip';
import { findLocalFile } from '@/lib/server/images/local-store';
import { log } from '@/lib/server/log';
import { apiUrls } from '@/lib/shared/urls';

const LOCAL_PREFIX = apiUrls.upload('');

async function fetchFile(url: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  // The store answers by itself; nobody else is to be asked.
  const response = await fetchGzip(url, { signal, redirect: 'error' });
  if (!response.ok || !response.body) throw new Error(`the store answered ${response.status}`);
  return response.body;
}

/**
 * The bytes of a stored file of any kind, piece by piece, wherever it is. Null for one that is gone or
 * cannot be read, which the log says. Rejects only when `signal` is aborted.
 */
export async function openStoredFile(
  url: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array> | null> {
  try {
    if (!url.startsWith(LOCAL_PREFIX)) return await fetchFile(url, signal);
    const { path: file } = await findLocalFile(getConfig().dataDir, path.basename(url));
    return (await open(file, 'r')).createReadStream({ signal });
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? error.cause : undefined;
    if (!isMissingFile(cause)) log().warn({ err: error }, 'file.not_read');
    return null;
  }
}
