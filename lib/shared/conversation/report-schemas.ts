import { z } from 'zod';
import { objectId } from '@/lib/shared/ids';
import { countCharacters, REPORT_MAX_CHARACTERS } from '@/lib/shared/limits';

export const reportBody = z.object({
  userId: objectId,
  messageId: objectId.optional(),
  reason: z
    .string({ error: 'is required' })
    .trim()
    .overwrite((text) => text.toWellFormed())
    .min(1, 'is required')
    .refine((text) => countCharacters(text) <= REPORT_MAX_CHARACTERS, {
      error: `must be at most ${REPORT_MAX_CHARACTERS} characters`,
    }),
});
export type ReportInput = z.infer<typeof reportBody>;
