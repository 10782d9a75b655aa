import { findActiveRegistration } from '@/lib/client/notifications/notification-permission';

/** The browser's own part in push, or null where it has none. */
async function findManager(): Promise<PushManager | null> {
  const registration = await findActiveRegistration();
  return registration && 'pushManager' in registration ? registration.pushManager : null;
}

/** Whether a subscription was made for that key; one for another key reaches nobody. */
function isFor({ options }: PushSubscription, publicKey: string): boolean {
  const key = options.applicationServerKey;
  if (!key) return false;
  const text = btoa(String.fromCharCode(...new Uint8Array(key)));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === publicKey;
}

/** What the keeper asks of a browser. */
export interface PushPlatform {
  isPossible(): Promise<boolean>;
  /** The subscription of this browser for that key, made where there is none. May never settle. */
  subscribe(publicKey: string): Promise<PushSubscriptionJSON>;
  /** Ends it, and says which it was. */
  unsubscribe(): Promise<string | null>;
}

export const pushPlatform: PushPlatform = {
  async isPossible() {
    return (await findManager()) !== null;
  },

  async subscribe(publicKey) {
    const manager = await findManager();
    if (!manager) throw new Error('there is no push here');
    const held = await manager.getSubscription();
    if (held && isFor(held, publicKey)) return held.toJSON();
    await held?.unsubscribe();
    const made = await manager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: publicKey,
    });
    return made.toJSON();
  },

  async unsubscribe() {
    const held = await (await findManager())?.getSubscription();
    if (!held) return null;
    await held.unsubscribe();
    return held.endpoint;
  },
};
