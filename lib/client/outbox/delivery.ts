import type { FileReader } from 'tus-js-client';
import { isChange, type SendItem } from '@/lib/client/outbox/outbox-storage';
import type { Deliver } from '@/lib/client/outbox/recipient-queue';
import type { ClientStore } from '@/lib/client/store/store';
import type { ApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { NoAnswerError, type Transport } from '@/lib/client/transport/transport';

/** Long enough for a slow phone, short enough that HTTP is tried while the person still waits. */
const ACK_TIMEOUT_MS = 5_000;

/**
 * One attempt to send: text by the socket while there is one and by HTTP if that gives no answer,
 * images, files and changes always by HTTP. The clientId makes the two ways one message.
 */
export function createDelivery(ways: {
  api: ApiClient;
  transport: Transport;
  store: ClientStore;
  fileReader?: FileReader | undefined;
}): Deliver {
  const { api, transport, store, fileReader } = ways;
  return async (item, { signal, onProgress }) => {
    if (isChange(item)) {
      const { deliverChange } = await import('@/lib/client/outbox/change-delivery');
      return deliverChange(item, { api, store, signal });
    }
    const { to, text, clientId, image, file, replyTo, forwardOf, preview } = item;
    const message = {
      to,
      text,
      clientId,
      ...(replyTo && { replyTo: replyTo.messageId }),
      ...(forwardOf && { forwardOf: forwardOf.messageId }),
      ...(preview === false && { preview }),
    };
    if (file) {
      const { deliverFile } = await import('@/lib/client/outbox/file-delivery');
      const { isTried, ownerId } = item;
      return deliverFile(
        { ...message, file, isTried, ownerId },
        { api, fileReader, signal, onProgress },
      );
    }
    if (image) return api.sendImage({ ...message, image }, { signal, onProgress });
    if (transport.isConnected) {
      try {
        const request = transport.request('message:send', message, ACK_TIMEOUT_MS);
        return (await orAborted(request, signal)).newMessage;
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
      }
    }
    return api.sendText(message, signal);
  };
}

/** Tells the server that what it has of a file will not be sent; else it would keep it for a day. */
export async function discardUpload(item: SendItem, api: ApiClient): Promise<void> {
  try {
    const { withdrawUpload } = await import('@/lib/client/outbox/file-delivery');
    await withdrawUpload(item, api);
  } catch {
    // It goes by itself, later.
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new ApiError('unavailable'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
