import { backoffMs, systemClock } from '@/lib/client/platform/clock';
import { sendFormByFetch } from '@/lib/client/testing/send-form-by-fetch';
import { type ApiClient, createApiClient } from '@/lib/client/transport/api-client';
import { toApiError } from '@/lib/client/transport/envelope';
import type { OwnUserDto } from '@/lib/shared/dto';
import { isPermanentFailure } from '@/lib/shared/errors';
import { Checkpoints } from './checkpoints';
import { memoryStorage } from './memory-storage';
import { ParleyClient } from './parley-client';
import { createStoredOutbox } from './stored-outbox';
import type { Client, ClientStorage, ConnectOptions } from './types';

const RETRY_BASE_MS = 500;
const RETRY_MAX_MS = 10_000;

/**
 * Connects to a server, and stays connected until `close`. Waits for a server that cannot be reached.
 * Throws an ApiError when it is refused (`unauthorized`), a TypeError for no address, what the storage
 * throws, and the reason of `signal`.
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  const { token, storage = memoryStorage(), signal } = options;
  const url = (options.url ?? '').replace(/\/+$/, '');
  if (url ? !URL.canParse(url) : typeof location === 'undefined') {
    throw new TypeError('connect needs the `url` of a server, such as https://chat.example.org');
  }
  const api = createApiClient({
    ...(url && { baseUrl: url }),
    ...(token && { token }),
    ...(typeof XMLHttpRequest === 'undefined' && { sendForm: sendFormByFetch }),
  });
  const me = await findMe(api, signal);
  const kept = await storage.entries();
  const { tracked, flush } = track(storage);
  const client = new ParleyClient({
    me,
    api,
    url,
    token,
    outboxStorage: createStoredOutbox(tracked, { prefix: `send-${me._id}-`, kept }),
    checkpoints: new Checkpoints(tracked, { prefix: `handled-${me._id}-`, kept }),
    marksSeen: options.marksSeen ?? me.bot === true,
    flush,
  });
  client.start();
  return client;
}

async function findMe(api: ApiClient, signal: AbortSignal | undefined): Promise<OwnUserDto> {
  const { random } = systemClock;
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await api.check();
    } catch (error) {
      const { code, retryAfterSeconds } = toApiError(error);
      if (code === 'unauthorized' || isPermanentFailure(code)) throw error;
      const wait = { baseMs: RETRY_BASE_MS, maxMs: RETRY_MAX_MS, attempt, random };
      const waitMs = retryAfterSeconds === null ? backoffMs(wait) : retryAfterSeconds * 1_000;
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, waitMs);
        signal?.addEventListener('abort', end);
      });
    }
  }
}

/** The storage, and how to wait for what is being written to it. */
function track(storage: ClientStorage): { tracked: ClientStorage; flush(): Promise<void> } {
  const writing = new Set<Promise<void>>();
  const note = (work: Promise<void>) => {
    writing.add(work);
    const end = () => writing.delete(work);
    work.then(end, end);
    return work;
  };
  return {
    tracked: {
      entries: () => storage.entries(),
      set: (key, value) => note(storage.set(key, value)),
      delete: (key) => note(storage.delete(key)),
    },
    async flush() {
      do {
        await Promise.allSettled(writing);
        // What waits for these writes begins its own.
        await new Promise<void>((resolve) => setTimeout(resolve));
      } while (writing.size > 0);
    },
  };
}
