export const pushUrls = {
  options: '/api/push/options',
  subscriptions: '/api/push/subscriptions',
} as const;
