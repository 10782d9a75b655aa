import { route } from '@/lib/server/http/route';
import { callWebhook } from '@/lib/server/services/bots/webhook';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.callWebhook,
  async ({ origin, params, body, reply }) => {
    const { isNew } = await callWebhook(origin, { ...params, ...body });
    if (!isNew) reply.status = 200;
    return {};
  },
);
