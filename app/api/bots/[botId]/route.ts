import { route } from '@/lib/server/http/route';
import { deleteBot } from '@/lib/server/services/bots/bot';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.deleteBot, async ({ actor, params }) => {
  await deleteBot(actor, params);
  return {};
});
