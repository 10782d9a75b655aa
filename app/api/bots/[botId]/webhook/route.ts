import { route } from '@/lib/server/http/route';
import { endWebhook, renewWebhook } from '@/lib/server/services/bots/webhook';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH } = route(api.renewWebhook, ({ actor, params }) =>
  renewWebhook(actor, params),
);

export const { DELETE } = route(api.endWebhook, async ({ actor, params }) => {
  await endWebhook(actor, params);
  return {};
});
