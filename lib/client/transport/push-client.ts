import { createApiClient } from '@/lib/client/transport/api-client';
import type { PushWords } from '@/lib/shared/push/push-schemas';
import { pushUrls } from '@/lib/shared/push/push-urls';

const { request } = createApiClient();

/** Calls about being told while no page is open. */
export const pushClient = {
  publicKey: async (): Promise<string> =>
    (await request<{ publicKey: string }>(pushUrls.options)).publicKey,

  subscribe: (subscription: PushSubscriptionJSON, how: { hasPreview: boolean; words: PushWords }) =>
    request<object>(pushUrls.subscriptions, { method: 'POST', body: { ...subscription, ...how } }),

  unsubscribe: (endpoint: string) =>
    request<object>(pushUrls.subscriptions, { method: 'DELETE', body: { endpoint } }),
};
