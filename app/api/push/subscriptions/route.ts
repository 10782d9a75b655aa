import { findPageOrigin } from '@/lib/server/http/addresses';
import { route } from '@/lib/server/http/route';
import { subscribeToPush, unsubscribeFromPush } from '@/lib/server/services/push/subscription';
import { api } from '@/lib/shared/api';

export const { GET, PUT, PATCH, POST } = route(
  api.subscribeToPush,
  async ({ actor, body, request }) => {
    await subscribeToPush(actor, { ...body, origin: findPageOrigin(request.headers) });
    return {};
  },
);
export const { DELETE } = route(api.unsubscribeFromPush, async ({ actor, body }) => {
  await unsubscribeFromPush(actor, body);
  return {};
});
