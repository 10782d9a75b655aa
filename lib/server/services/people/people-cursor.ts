import { z } from 'zod';
import { AppError } from '@/lib/server/errors';

const userId = z.string().regex(/^[0-9a-f]{24}$/);

const row = { updatedAt: z.coerce.date(), conversationId: z.string() };

/** Where a page of people ended: among pinned, other or archived conversations, names, newcomers or changes, or within a search. */
const peopleCursor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pinned'), ...row }),
  z.object({ kind: z.literal('activity'), ...row }),
  z.object({ kind: z.literal('archived'), ...row }),
  z.object({
    kind: z.literal('name'),
    nameKey: z.string(),
    userId,
  }),
  z.object({ kind: z.literal('joined'), userId }),
  z.object({
    kind: z.literal('changed'),
    changedAt: z.coerce.date(),
    conversationId: z.string(),
  }),
  z.object({ kind: z.literal('settings'), offset: z.int().nonnegative() }),
  z.object({ kind: z.literal('search'), offset: z.int().nonnegative() }),
]);
export type PeopleCursor = z.infer<typeof peopleCursor>;

export function encodePeopleCursor(cursor: PeopleCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Throws `bad_request` for text that is no cursor of ours. */
export function decodePeopleCursor(text: string | undefined): PeopleCursor | null {
  if (!text) return null;
  try {
    return peopleCursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (error) {
    throw new AppError('bad_request', 'The cursor is not valid.', {
      fields: { cursor: 'is not valid' },
      cause: error,
    });
  }
}
