const part = encodeURIComponent;

export const botUrls = {
  bots: '/api/bots',
  bot: (botId: string) => `/api/bots/${part(botId)}`,
  key: (botId: string) => `/api/bots/${part(botId)}/key`,
  webhook: (botId: string) => `/api/bots/${part(botId)}/webhook`,
  /** Where other programs hand in what the bot tells its owner. */
  incoming: (secret: string) => `/api/webhooks/${part(secret)}`,
} as const;
