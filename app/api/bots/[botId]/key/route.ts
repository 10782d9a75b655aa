import { route } from '@/lib/server/http/route';
import { renewBotKey } from '@/lib/server/services/bots/bot';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.renewBotKey, ({ actor, params }) =>
  renewBotKey(actor, params),
);
