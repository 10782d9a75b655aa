import { type DetailedError, type FileReader, Upload } from 'tus-js-client';
import type { OutboxFile } from '@/lib/client/outbox/outbox-storage';
import type { DeliverOptions } from '@/lib/client/outbox/recipient-queue';
import { makePoster } from '@/lib/client/platform/video-poster';
import type { ApiClient, TextToSend } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { openEnvelope } from '@/lib/client/transport/envelope';
import type { MessageDto } from '@/lib/shared/dto';
import { apiUrls } from '@/lib/shared/urls';

/** In one request: less than proxies take of a picture, as they are set up. */
const CHUNK_BYTES = 8 * 1024 * 1024;
/** Without any progress for this long an attempt counts as broken; its total time is not limited. */
const STALL_TIMEOUT_MS = 30_000;

interface FileToSend extends TextToSend {
  file: OutboxFile;
  /** Some of it, or all, may have arrived in an earlier attempt. */
  isTried: boolean;
  ownerId: string;
}

interface FileDeliveryOptions extends DeliverOptions {
  api: ApiClient;
  /** What reads a Blob where the upload library cannot: outside of browsers. */
  fileReader?: FileReader | undefined;
}

/** What the server said, or that nothing was heard of it. */
function toApiError(error: Error | DetailedError): ApiError {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return new ApiError('unavailable');
  try {
    openEnvelope(JSON.parse(response.getBody() || 'null'), response.getStatus());
  } catch (refusal) {
    // One that was begun by another attempt goes on at the next.
    if (refusal instanceof ApiError && refusal.code !== 'conflict') return refusal;
  }
  return new ApiError('unavailable');
}

const uploadUrlOf = (
  { ownerId, clientId }: Pick<FileToSend, 'ownerId' | 'clientId'>,
  api: ApiClient,
): string => api.address(apiUrls.resumableUpload(`${ownerId}-${clientId}`)).url;

/** Gives up what has been uploaded. Rejects where there is nothing, or no connection. */
export async function withdrawUpload(
  item: Pick<FileToSend, 'ownerId' | 'clientId'>,
  api: ApiClient,
): Promise<void> {
  const { headers } = api.address(apiUrls.resumable);
  await Upload.terminate(uploadUrlOf(item, api), { headers, retryDelays: null });
}

/** Uploads what the server does not have yet. */
function upload(
  { file, clientId, ownerId }: FileToSend,
  { api, fileReader, isBegun, signal, onProgress }: FileDeliveryOptions & { isBegun: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let stall: ReturnType<typeof setTimeout> | undefined;
    const end = (settle: () => void) => {
      clearTimeout(stall);
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = () => {
      // Cancelled by its author, who may try again: what has arrived is kept for a day.
      void task.abort();
      end(() => reject(new ApiError('unavailable')));
    };
    const watchForStall = () => {
      clearTimeout(stall);
      stall = setTimeout(abort, STALL_TIMEOUT_MS);
    };
    const { url, headers } = api.address(apiUrls.resumable);
    const task = new Upload(file.blob, {
      endpoint: url,
      ...(isBegun && { uploadUrl: uploadUrlOf({ ownerId, clientId }, api) }),
      headers,
      metadata: { clientId, filename: file.name, filetype: file.blob.type },
      chunkSize: CHUNK_BYTES,
      ...(fileReader && { fileReader }),
      // The outbox tries again, and remembers what it is about.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress: (sent, total) => {
        watchForStall();
        onProgress(total > 0 ? sent / total : 1);
      },
      onSuccess: () => end(resolve),
      onError: (error) => end(() => reject(toApiError(error))),
    });
    if (signal.aborted) {
      reject(new ApiError('unavailable'));
      return;
    }
    signal.addEventListener('abort', abort);
    watchForStall();
    task.start();
  });
}

/**
 * One attempt to send a file: it is uploaded in parts, from where an earlier attempt was cut, and then made
 * a message. Throws an ApiError.
 */
export async function deliverFile(
  input: FileToSend,
  options: FileDeliveryOptions,
): Promise<MessageDto> {
  const { file, isTried, ownerId, ...message } = input;
  const { api, signal } = options;
  const send = async () => {
    const uploadId = `${ownerId}-${message.clientId}`;
    const poster = file.blob.type.startsWith('video/') ? await makePoster(file.blob) : null;
    const upload = { uploadId, fileName: file.name, ...file.voice, ...(poster && { poster }) };
    return api.sendText({ ...message, ...upload }, signal);
  };
  let isBegun = false;
  if (isTried) {
    try {
      return await send();
    } catch (error) {
      const reason = error instanceof ApiError ? error.reason : undefined;
      if (reason !== 'upload_gone' && reason !== 'upload_unfinished') throw error;
      isBegun = reason === 'upload_unfinished';
    }
  }
  await upload(input, { ...options, isBegun });
  try {
    return await send();
  } catch (error) {
    // Given up by the server meanwhile, or at another node: begun anew at the next attempt.
    const isGone = error instanceof ApiError && error.reason === 'upload_gone';
    throw isGone ? new ApiError('unavailable') : error;
  }
}
