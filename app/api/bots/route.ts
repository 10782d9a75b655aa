import { route } from '@/lib/server/http/route';
import { createBot, listBots } from '@/lib/server/services/bots/bot';
import { api } from '@/lib/shared/api';

export const { GET, PUT, PATCH, DELETE } = route(api.listBots, ({ actor }) => listBots(actor));

export const { POST } = route(api.createBot, ({ actor, body }) => createBot(actor, body));
