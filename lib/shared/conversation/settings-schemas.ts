import { z } from 'zod';

const flag = z.boolean({ error: 'must be true or false' }).optional();

/** What is left out stays as it is. */
export const conversationSettingsBody = z.object({
  mutedUntil: z
    .union([z.iso.datetime({ offset: true }), z.literal('always')], {
      error: 'must be an ISO date, always or null',
    })
    .nullable()
    .optional(),
  pinned: flag,
  archived: flag,
  unread: flag,
});
export type ConversationSettingsInput = z.infer<typeof conversationSettingsBody>;
