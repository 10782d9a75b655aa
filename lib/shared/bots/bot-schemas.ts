import { z } from 'zod';
import { bio, fullName } from '@/lib/shared/account-schemas';
import { isoDate } from '@/lib/shared/dto';
import { clientId, objectId } from '@/lib/shared/ids';
import { messageText } from '@/lib/shared/message-schemas';

export const createBotBody = z.object({ fullName, bio: bio.optional() });
export type CreateBotInput = z.infer<typeof createBotBody>;

export const botParams = z.object({ botId: objectId });

/** A bot as its owner knows it. */
export const botDto = z
  .object({
    _id: z.string(),
    fullName: z.string(),
    bio: z.string(),
    createdAt: isoDate,
    hasKey: z.boolean().meta({ description: 'False once its key was ended.' }),
    hasWebhook: z.boolean(),
    lastUsedAt: isoDate.nullable().meta({ description: 'When its key was used last, about.' }),
  })
  .meta({ id: 'Bot' });
export type BotDto = z.infer<typeof botDto>;

export const botKey = z.string().meta({ description: 'Told in this answer alone.' });
export const webhookSecret = z.string().meta({
  description: 'The last part of the webhook’s address, `/api/webhooks/<webhook>`; told once.',
});

export const createdBotAnswer = z.object({ bot: botDto, key: botKey, webhook: webhookSecret });
export type CreatedBotAnswer = z.infer<typeof createdBotAnswer>;

export const webhookBody = z.object({
  text: messageText.refine((text) => text !== '', { error: 'is required' }),
  clientId: clientId.optional().meta({ description: 'The same again makes no second message.' }),
});
