import { createApiClient } from '@/lib/client/transport/api-client';
import type { BotDto, CreatedBotAnswer } from '@/lib/shared/bots/bot-schemas';
import { botUrls } from '@/lib/shared/bots/bot-urls';

const { request } = createApiClient();

/** One's bots; fetched by those alone who look at them. */
export const botClient = {
  list: async (): Promise<BotDto[]> => (await request<{ bots: BotDto[] }>(botUrls.bots)).bots,

  create: (fullName: string) =>
    request<CreatedBotAnswer>(botUrls.bots, { method: 'POST', body: { fullName } }),

  remove: (botId: string) => request<object>(botUrls.bot(botId), { method: 'DELETE' }),

  renewKey: (botId: string) =>
    request<{ key: string }>(botUrls.key(botId), { method: 'POST', body: {} }),

  renewWebhook: (botId: string) =>
    request<{ webhook: string }>(botUrls.webhook(botId), { method: 'POST', body: {} }),
};
