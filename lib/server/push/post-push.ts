import https from 'node:https';
import { getConfig } from '@/lib/server/config';
import { InnerAddressError, lookupFor } from '@/lib/server/outgoing/address-guard';
import { encryptPush, type PushKeys } from '@/lib/server/push/encrypt-push';
import { vapidAuthorization } from '@/lib/server/push/vapid';
import { singleton } from '@/lib/server/singleton';

const ANSWER_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** To one push service at a time; all phones of a kind share one. */
const CONNECTIONS_MAX_COUNT = 32;
/** A date or number of seconds beyond this is not waited for. */
const RETRY_MAX_MS = 3_600_000;

export interface Push {
  endpoint: string;
  keys: PushKeys;
  /** Where the browser opened Parley. */
  origin: string;
  text: Buffer;
  /** A later push of the same topic replaces one that waits for the device; at most 32 characters of base64url. */
  topic: string;
  /** How long the service keeps it for a device that is not there. */
  ttlSeconds: number;
  urgency: 'normal' | 'high';
}

/**
 * What became of a push. `gone`: there is no such subscription any more. `later`: not taken now, to be tried again, when
 * the service said so not before `afterMs`. `refused`: it would be the same again.
 */
export type PushOutcome =
  | { is: 'taken' }
  | { is: 'gone' }
  | { is: 'later'; afterMs: number | null; reason: string }
  | { is: 'refused'; reason: string };

/** A connection is for one host alone, and made with the look-up that this one is called with. */
const connections = (): https.Agent =>
  singleton(
    'push-connections',
    () =>
      new https.Agent({
        keepAlive: true,
        maxSockets: CONNECTIONS_MAX_COUNT,
        timeout: IDLE_TIMEOUT_MS,
      }),
  );

/** Whether a push may be sent there, as far as the address itself says. */
export function isPushable(endpoint: string): boolean {
  try {
    lookupFor(new URL(endpoint), getConfig().pushPrivateHosts);
    return true;
  } catch {
    return false;
  }
}

/** A number of seconds or a date; null for neither. */
export function parseRetryAfter(text: string | undefined, now: number): number | null {
  if (!text) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), RETRY_MAX_MS);
}

function outcomeOf(status: number, retryAfter: string | undefined): PushOutcome {
  if (status >= 200 && status < 300) return { is: 'taken' };
  if (status === 404 || status === 410) return { is: 'gone' };
  const reason = `status ${status}`;
  if (status === 429 || status >= 500) {
    return { is: 'later', afterMs: parseRetryAfter(retryAfter, Date.now()), reason };
  }
  return { is: 'refused', reason };
}

/** The push as a service takes it (RFC 8030), or not now. Never rejects. */
export async function postPush(push: Push): Promise<PushOutcome> {
  try {
    return await post(push);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof InnerAddressError || error instanceof RangeError) {
      return { is: 'refused', reason };
    }
    return { is: 'later', afterMs: null, reason };
  }
}

function post({
  endpoint,
  keys,
  origin,
  text,
  topic,
  ttlSeconds,
  urgency,
}: Push): Promise<PushOutcome> {
  const url = new URL(endpoint);
  const lookup = lookupFor(url, getConfig().pushPrivateHosts);
  const body = encryptPush(text, keys);
  return new Promise((resolve, reject) => {
    const request = https.request(url, {
      method: 'POST',
      agent: connections(),
      ...(lookup && { lookup }),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      headers: {
        authorization: vapidAuthorization(endpoint, origin),
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        'content-length': body.length,
        ttl: ttlSeconds,
        topic,
        urgency,
      },
    });
    request.on('response', (response) => {
      // Read to its end, so that the connection can be used again; what it says is not needed.
      response.resume();
      response.on('error', reject);
      response.on('end', () =>
        resolve(outcomeOf(response.statusCode ?? 0, response.headers['retry-after'])),
      );
    });
    request.on('error', reject);
    // An answer that changes to another protocol ends without either.
    request.on('close', () => reject(new Error('no answer')));
    request.end(body);
  });
}

/** Ends the connections to push services. */
export function closePushConnections(): void {
  connections().destroy();
}
