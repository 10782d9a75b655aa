import { z } from 'zod';

/** What a person can keep to themselves. */
const shown = z.boolean({ error: 'must be true or false' });

/** What is left out stays as it is. */
export const privacyBody = z.object({
  online: shown.optional(),
  lastSeen: shown.optional(),
  seen: shown.optional(),
  requests: shown.optional(),
});
export type PrivacyInput = z.infer<typeof privacyBody>;

export const privacyDto = z
  .object({
    online: z.boolean().meta({
      description: 'Others see whether the caller is online; without it they see no last seen.',
    }),
    lastSeen: z.boolean().meta({ description: 'Others see when the caller was last online.' }),
    seen: z.boolean().meta({ description: 'Others see which of their messages were seen.' }),
    requests: z.boolean().meta({
      description: 'First messages of people the caller does not know come as requests.',
    }),
  })
  .meta({ id: 'Privacy', description: 'Who does not show something does not see it of others.' });
export type PrivacyDto = z.infer<typeof privacyDto>;
